import { parseCompatibilityLevel } from './model/compatibility-level.ts'
import type { CompatibilityLevel } from './model/compatibility-level.ts'
import { parseResponseHeaders } from './model/response-header.ts'
import type { ResponseHeader } from './model/response-header.ts'

/** Everything the server can be told, complete and checked. Frozen. */
export interface ServerConfig {
  readonly port: number
  readonly host: string
  readonly databaseUrl: string | undefined
  readonly dataDir: string
  readonly memory: boolean
  readonly compatibility: CompatibilityLevel
  readonly modeMutability: boolean
  readonly validateFields: boolean
  readonly validateNewSchemas: boolean
  readonly rejectEmptySubject: boolean
  readonly strictReferenceVersions: boolean
  readonly ruleSets: 'store' | 'drop'
  readonly bodyLimit: number
  readonly corsOrigin: string | undefined
  readonly responseHeaders: readonly ResponseHeader[] | undefined
  readonly associations: boolean
  readonly rejectOptions: boolean
  readonly compression: boolean
  readonly poolSize: number
  readonly cacheBytes: number
  readonly metadataSecret: string | undefined
  readonly metadataOldSecret: string | undefined
  readonly logLevel: string
}

/** A setting: where its value may come from, and what it means. */
interface Setting<T> {
  readonly env: string
  /** Its flag on `concordat serve`, without dashes; rarely needed settings have none. */
  readonly flag?: string
  /** What stands behind the flag in `--help`; absent for switches. */
  readonly value?: string
  /** Something that help texts can show. */
  readonly fallback: Extract<T, string | number | boolean | undefined>
  readonly sentence: string
  /** Holds passwords: a message never shows it. */
  readonly isSecret?: true
  /** @throws Error with a sentence that begins with "must" */
  readonly parse: (text: string) => T
}

/** Variables of the test suite, which a registry under test inherits. */
const TEST_PREFIX = 'CONCORDAT_TEST_'

type Parser = Pick<Setting<unknown>, 'parse' | 'isSecret'>

/** A value that cannot be used, or a variable nobody knows; the message names it. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
}

const text = (value: string): string => value
const optionalText = (value: string): string | undefined => (value === '' ? undefined : value)

function postgresUrl(value: string): string | undefined {
  if (value === '' || isPostgresUrl(value)) return optionalText(value)
  throw new Error('must be written postgres://user:password@host:port/database')
}

/** Anything else the driver takes for a database's name on a host called base. */
function isPostgresUrl(url: string): boolean {
  if (/^(?:socket:|\/)/.test(url)) return true
  // Without a host, the socket's folder stands in the query.
  return /^postgres(?:ql)?:\/\//i.test(url) && URL.canParse(url.replace('@/', '@host/'))
}

function integer(from: number, to: number): (value: string) => number {
  return (value) => {
    const number = Number(value)
    if (!/^\d+$/.test(value) || number < from || number > to) {
      throw new Error(`must be a whole number from ${from} to ${to}`)
    }
    return number
  }
}

function boolean(value: string): boolean {
  const word = value.toLowerCase()
  if (['true', '1', 'yes', 'on'].includes(word)) return true
  if (['false', '0', 'no', 'off'].includes(word)) return false
  throw new Error('must be true or false')
}

function oneOf<T extends string>(...words: readonly T[]): (value: string) => T {
  return (value) => {
    const word = words.find((candidate) => candidate === value.toLowerCase())
    if (word === undefined) throw new Error(`must be one of ${words.join(', ')}`)
    return word
  }
}

function level(value: string): CompatibilityLevel {
  const parsed = parseCompatibilityLevel(value)
  if (parsed === undefined) {
    throw new Error(
      'must be NONE, BACKWARD, FORWARD or FULL, the last three also with _TRANSITIVE behind them',
    )
  }
  return parsed
}

const MIB = 1024 * 1024

/** The one table of server settings; the README's table is generated from it. */
export const settings: { readonly [K in keyof ServerConfig]: Setting<ServerConfig[K]> } = {
  port: {
    env: 'CONCORDAT_PORT',
    flag: 'port',
    value: 'number',
    fallback: 8081,
    sentence: 'port to listen on; 0 takes any free one',
    parse: integer(0, 65_535),
  },
  host: {
    env: 'CONCORDAT_HOST',
    flag: 'host',
    value: 'address',
    fallback: '127.0.0.1',
    sentence: 'address to listen on; 0.0.0.0 for every interface',
    parse: text,
  },
  databaseUrl: {
    env: 'DATABASE_URL',
    flag: 'database-url',
    value: 'url',
    fallback: undefined,
    sentence: 'PostgreSQL (14 or newer) to use instead of the embedded one',
    isSecret: true,
    parse: postgresUrl,
  },
  dataDir: {
    env: 'CONCORDAT_DATA_DIR',
    flag: 'data-dir',
    value: 'directory',
    fallback: './data',
    sentence: 'where the embedded PostgreSQL keeps its data',
    parse: text,
  },
  memory: {
    env: 'CONCORDAT_MEMORY',
    flag: 'memory',
    fallback: false,
    sentence: 'use a temporary embedded database that is removed at the end',
    parse: boolean,
  },
  compatibility: {
    env: 'CONCORDAT_COMPATIBILITY',
    flag: 'compatibility',
    value: 'level',
    fallback: 'BACKWARD',
    sentence: 'compatibility level of subjects that have none of their own',
    parse: level,
  },
  modeMutability: {
    env: 'CONCORDAT_MODE_MUTABILITY',
    fallback: true,
    sentence: 'whether modes may be changed',
    parse: boolean,
  },
  validateFields: {
    env: 'CONCORDAT_VALIDATE_FIELDS',
    fallback: false,
    sentence: 'default of the config member validateFields',
    parse: boolean,
  },
  validateNewSchemas: {
    env: 'CONCORDAT_VALIDATE_NEW_SCHEMAS',
    fallback: true,
    sentence: 'default of the config member validateNewSchemas',
    parse: boolean,
  },
  rejectEmptySubject: {
    env: 'CONCORDAT_REJECT_EMPTY_SUBJECT',
    fallback: false,
    sentence: 'refuse to register under the empty subject and *',
    parse: boolean,
  },
  strictReferenceVersions: {
    env: 'CONCORDAT_STRICT_REFERENCE_VERSIONS',
    fallback: false,
    sentence: 'refuse a schema whose references bind one name to two versions',
    parse: boolean,
  },
  ruleSets: {
    env: 'CONCORDAT_RULE_SETS',
    value: 'store|drop',
    fallback: 'store',
    sentence: 'keep rule sets, or drop them as the open-source reference does',
    parse: oneOf('store', 'drop'),
  },
  bodyLimit: {
    env: 'CONCORDAT_BODY_LIMIT',
    value: 'bytes',
    fallback: 10 * MIB,
    sentence: 'largest request body',
    parse: integer(1024, 1024 * MIB),
  },
  corsOrigin: {
    env: 'CONCORDAT_CORS_ORIGIN',
    value: 'origin',
    fallback: undefined,
    sentence: 'value of Access-Control-Allow-Origin; off when unset',
    parse: optionalText,
  },
  responseHeaders: {
    env: 'CONCORDAT_RESPONSE_HEADERS',
    value: 'list',
    fallback: undefined,
    sentence:
      'headers of every answer: a comma list of `add Name: value`, `set`, `addDate`, `setDate`',
    parse: parseResponseHeaders,
  },
  associations: {
    env: 'CONCORDAT_ASSOCIATIONS',
    fallback: true,
    sentence: 'offer the operations that associate topics with subjects',
    parse: boolean,
  },
  rejectOptions: {
    env: 'CONCORDAT_REJECT_OPTIONS',
    fallback: false,
    sentence: 'refuse OPTIONS requests',
    parse: boolean,
  },
  compression: {
    env: 'CONCORDAT_COMPRESSION',
    fallback: true,
    sentence: 'gzip answers for clients that accept it',
    parse: boolean,
  },
  poolSize: {
    env: 'CONCORDAT_POOL_SIZE',
    value: 'number',
    fallback: 16,
    sentence: 'database connections of this process',
    parse: integer(2, 1000),
  },
  cacheBytes: {
    env: 'CONCORDAT_CACHE_BYTES',
    value: 'bytes',
    fallback: 64 * MIB,
    sentence: 'memory for schemas and ready answers',
    parse: integer(0, 64 * 1024 * MIB),
  },
  metadataSecret: {
    env: 'CONCORDAT_METADATA_SECRET',
    value: 'password',
    fallback: undefined,
    sentence: 'encrypts sensitive metadata properties at rest',
    parse: optionalText,
  },
  metadataOldSecret: {
    env: 'CONCORDAT_METADATA_OLD_SECRET',
    value: 'password',
    fallback: undefined,
    sentence: 'the secret before; what it encrypted is encrypted anew at the start',
    parse: optionalText,
  },
  logLevel: {
    env: 'CONCORDAT_LOG_LEVEL',
    value: 'level',
    fallback: 'warn',
    sentence: 'what is logged, as JSON lines on stderr',
    parse: oneOf('fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'),
  },
}

/** Variables that other parts read; known, so that the server's start does not refuse them. */
export const otherVariables = {
  CONCORDAT_URL: 'registry that the command line talks to',
  CONCORDAT_USER: 'user:password for basic authentication of the command line',
  CONCORDAT_TOKEN: 'bearer token of the command line',
  GITHUB_WORKSPACE: 'where GitHub Actions have checked a repository out',
} as const

/** Flags given on a command line, as text or as a switch. */
export type Flags = Readonly<Partial<Record<keyof ServerConfig, string | boolean>>>

type Environment = Readonly<Record<string, string | undefined>>

/**
 * Completes a configuration: flags beat the environment, which beats the defaults.
 *
 * @throws ConfigError naming the flag or variable, on a bad value or an unknown `CONCORDAT_*` name
 */
export function loadConfig(
  flags: Flags = {},
  environment: Environment = process.env,
): ServerConfig {
  refuseUnknown(environment)
  const values = Object.entries(settings).map(([key, setting]) => {
    const flag = flags[key as keyof ServerConfig]
    if (flag !== undefined) {
      return [key, parsed(setting, String(flag), `--${setting.flag ?? key}`)]
    }
    const value = environment[setting.env]
    return [key, value === undefined ? setting.fallback : parsed(setting, value, setting.env)]
  })
  const config = Object.freeze(Object.fromEntries(values) as ServerConfig)
  if (config.memory && config.databaseUrl !== undefined) {
    throw new ConfigError('--memory and --database-url (DATABASE_URL) exclude each other')
  }
  if (config.metadataOldSecret !== undefined && config.metadataSecret === undefined) {
    throw new ConfigError(
      'CONCORDAT_METADATA_OLD_SECRET needs CONCORDAT_METADATA_SECRET, the new one',
    )
  }
  return config
}

/** Value of one of {@link otherVariables}; `undefined` when unset or empty. */
export function readVariable(
  name: keyof typeof otherVariables,
  environment: Environment = process.env,
): string | undefined {
  return optionalText(environment[name] ?? '')
}

function parsed(setting: Parser, value: string, source: string): unknown {
  try {
    return setting.parse(value)
  } catch (cause) {
    const shown = setting.isSecret === true ? '' : `, not '${value}'`
    throw new ConfigError(`${source} ${(cause as Error).message}${shown}`, { cause })
  }
}

function refuseUnknown(environment: Environment): void {
  const known = new Set([
    ...Object.values(settings).map((setting) => setting.env),
    ...Object.keys(otherVariables),
  ])
  const unknown = Object.keys(environment).find(
    (name) => name.startsWith('CONCORDAT_') && !name.startsWith(TEST_PREFIX) && !known.has(name),
  )
  if (unknown !== undefined) {
    throw new ConfigError(`${unknown} is no setting; known are ${[...known].toSorted().join(', ')}`)
  }
}
