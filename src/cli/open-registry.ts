import { validateHeaderName, validateHeaderValue } from 'node:http'
import type { Auth } from '../client/transport/credentials.ts'
import { readVariable } from '../config.ts'
import { CommandError } from './command.ts'
import type { CommandInput } from './command.ts'
import { leanFetch } from './lean-fetch.ts'
import { textOption, textsOption } from './option-values.ts'
import { SettingsClient } from './settings-client.ts'

/** Where the command line looks when nothing else is said. */
export const DEFAULT_URL = 'http://127.0.0.1:8081'

/** A page of a thousand large schemas takes longer than a serializer would wait. */
const TIMEOUT_SECONDS = 30

/** Requests under way at once: enough to hide the way there and back. */
const PARALLEL_REQUESTS = 64

/** How a registry is reached, as flags say it. */
export interface RegistryFlags {
  readonly url: string
  readonly user?: string | undefined
  readonly token?: string | undefined
  /** `Name: value`. */
  readonly headers?: readonly string[]
  /** Where ids and unqualified subjects live. */
  readonly context?: string | undefined
  /** Seconds that each answer may take. */
  readonly timeout?: string | undefined
}

/**
 * The registry that `--url` and its companions name, or the environment.
 *
 * @param url what the project file says; flag and variable go first
 * @throws CommandError
 */
export function registryOf(options: CommandInput['options'], url?: string): SettingsClient {
  return openRegistry({
    url: textOption(options, 'url') ?? readVariable('CONCORDAT_URL') ?? url ?? DEFAULT_URL,
    user: textOption(options, 'user') ?? readVariable('CONCORDAT_USER'),
    token: textOption(options, 'token') ?? readVariable('CONCORDAT_TOKEN'),
    headers: textsOption(options, 'header'),
    context: textOption(options, 'context'),
    timeout: textOption(options, 'timeout'),
  })
}

/** @throws CommandError on an address or header that is none */
export function openRegistry({
  url,
  user,
  token,
  headers = [],
  context,
  timeout,
}: RegistryFlags): SettingsClient {
  const auth = authOf(user, token)
  const seconds = timeout === undefined ? TIMEOUT_SECONDS : secondsOf(timeout)
  try {
    return new SettingsClient({
      url,
      timeoutMs: Math.ceil(seconds * 1000),
      maxParallelRequests: PARALLEL_REQUESTS,
      fetch: leanFetch(PARALLEL_REQUESTS),
      headers: Object.fromEntries(headers.map(parseHeader)),
      ...(auth === undefined ? {} : { auth }),
      ...(context === undefined ? {} : { context }),
    })
  } catch (cause) {
    if (cause instanceof CommandError) throw cause
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new CommandError(`'${url}' is no address of a registry: ${reason}`, undefined, { cause })
  }
}

function secondsOf(text: string): number {
  const seconds = /^\d{1,4}(?:\.\d+)?$/.test(text) ? Number(text) : 0
  if (seconds > 0) return seconds
  throw new CommandError(`--timeout is a number of seconds, up to 9999, not '${text}'`)
}

function authOf(user: string | undefined, token: string | undefined): Auth | undefined {
  if (user !== undefined && token !== undefined) {
    throw new CommandError('give --user or --token, not both')
  }
  if (token !== undefined) return { bearer: token }
  if (user === undefined) return undefined
  const colon = user.indexOf(':')
  if (colon < 0) throw new CommandError('--user is written user:password')
  return { basic: { username: user.slice(0, colon), password: user.slice(colon + 1) } }
}

function parseHeader(text: string): [string, string] {
  const colon = text.indexOf(':')
  if (colon <= 0) throw new CommandError(`--header is written name:value, not '${text}'`)
  const [name, value] = [text.slice(0, colon).trim(), text.slice(colon + 1).trim()]
  try {
    validateHeaderName(name)
    validateHeaderValue(name, value)
  } catch (cause) {
    // Not shown: it may hold a secret.
    throw new CommandError(`--header: '${name}' and its value cannot be sent`, undefined, { cause })
  }
  return [name, value]
}
