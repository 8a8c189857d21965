import type { AvroOptions } from '../codecs/avro.ts'
import type { JsonOptions } from '../codecs/json.ts'
import type { DeserializerOptions } from '../deserializer.ts'
import type { RegistryClientOptions } from '../registry-client.ts'
import type { SchemaChoice } from '../schema-choice.ts'
import type { SerializerOptions } from '../serializer.ts'
import type { AssociatedStrategy } from '../subject-name-strategy.ts'
import type { Role } from '../../wire/headers.ts'
import { readAuth } from './auth-properties.ts'
import { emptyDraft } from './property-draft.ts'
import type { PropertyDraft } from './property-draft.ts'
import { propertyNamed } from './property-table.ts'
import { readInteger, refuse } from './property-value.ts'
import type { PropertyValue } from './property-value.ts'
import { readTls } from './tls-properties.ts'
import { proxyOf } from '../transport/proxy.ts'

type SharedOptions = AvroOptions & JsonOptions

/** What a set of properties means here; the client itself is the application's to make. */
export interface PropertyOptions {
  readonly client: RegistryClientOptions
  /** Options for any serializer of one side, but for the client and the schema itself. */
  serializer(role: Role): Omit<SerializerOptions, 'client'> & SharedOptions
  /** Options for any deserializer of one side, but for the client. */
  deserializer(role: Role): Omit<DeserializerOptions, 'client'> & SharedOptions
}

/** For reading, when only connecting has a time. */
const DEFAULT_READ_MS = 5000

/**
 * Reads the property names of the Java serializers and client, and those that Python's have beside
 * them. Names of the client may have `schema.registry.` in front.
 *
 * A property that this client cannot honour is refused with a sentence that says why and what to
 * do instead; so are unknown ones, and contradictions that the Java client resolves silently.
 * What is not given has this client's default: `auto.register.schemas` is false (nothing is
 * registered by accident), `json.fail.invalid.schema` is true, the subject is the topic's.
 *
 * @throws SerdeError INVALID_OPTIONS with a sentence that names the properties
 * @see Serde 2.1
 */
export function fromProperties(
  properties: Readonly<Record<string, PropertyValue>>,
): PropertyOptions {
  const draft = readDraft(properties)
  const schema = chosen(draft)
  if (draft.client['url'] === undefined) refuse('schema.registry.url is missing')
  const client = {
    ...draft.client,
    headers: draft.headers,
    ...gatheredOptions(draft),
  } as RegistryClientOptions
  checkAssociated(draft)
  const side = (role: Role): Record<string, unknown> => {
    const options = draft.sides[role]
    if (options['subjectNameStrategy'] !== 'ASSOCIATED') return options
    const associated: AssociatedStrategy = { kind: 'ASSOCIATED', ...draft.associated }
    return { ...options, subjectNameStrategy: associated }
  }
  return {
    client,
    serializer: (role) => ({ role, schema, ...draft.serializer, ...side(role) }),
    deserializer(role) {
      const { location: _location, ...options } = side(role)
      const reader = readerOf(schema)
      return { role, ...reader, ...draft.deserializer, ...options }
    },
  }
}

function readDraft(properties: Readonly<Record<string, PropertyValue>>): PropertyDraft {
  const draft = emptyDraft()
  for (const [name, value] of Object.entries(properties)) {
    const apply = propertyNamed(name)
    if (apply === undefined) refuse(`${name} is no property that this client knows`)
    apply(draft, value, name)
  }
  return draft
}

/** As in Java, who writes with the latest version, or the latest with metadata, reads with it. */
function readerOf(schema: SchemaChoice): Pick<DeserializerOptions, 'readerSchema'> {
  if (schema === 'latest') return { readerSchema: 'latest' }
  return typeof schema === 'object' && 'metadata' in schema ? { readerSchema: schema } : {}
}

/** Java's default is that strategy; here it is asked for. */
function checkAssociated({ associated, sides, setBy }: PropertyDraft): void {
  const [option] = Object.keys(associated)
  if (option === undefined) return
  const strategies = [sides.key, sides.value].map((options) => options['subjectNameStrategy'])
  if (strategies.includes('ASSOCIATED')) return
  refuse(
    `${setBy.get(`associated.${option}`) ?? ''} is for AssociatedNameStrategy: ` +
      'set key.subject.name.strategy or value.subject.name.strategy to it as well',
  )
}

/** What several properties say together. */
function gatheredOptions(draft: PropertyDraft): Partial<RegistryClientOptions> {
  const auth = readAuth(draft.auth)
  const tls = readTls(draft.tls)
  const proxy = readProxy(draft.proxy)
  const timeoutMs = readTimeout(draft)
  return {
    ...(auth === undefined ? {} : { auth }),
    ...(tls === undefined ? {} : { tls }),
    ...(proxy === undefined ? {} : { proxy }),
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
  }
}

function readProxy({ host, port, url }: Readonly<Record<string, string>>): string | undefined {
  if (url !== undefined && (host ?? port) !== undefined) {
    refuse('proxy and proxy.host contradict each other: choose one')
  }
  if (url !== undefined) return checkedProxy(url)
  if (host === undefined && port === undefined) return undefined
  if (host === undefined) refuse('proxy.port needs proxy.host')
  if (port === undefined) refuse('proxy.host needs proxy.port')
  const number = readInteger('proxy.port', port, 1)
  return checkedProxy(`http://${host.includes(':') ? `[${host}]` : host}:${number}`)
}

function checkedProxy(url: string): string {
  try {
    proxyOf(url)
    return url
  } catch {
    return refuse('the proxy must be given as http://host:port, or as proxy.host and proxy.port')
  }
}

/** Here one timeout covers connecting and reading, so the two of Java add up. */
function readTimeout({ timeouts, client }: PropertyDraft): number | undefined {
  const { connect, read } = timeouts
  if (connect === undefined && read === undefined) return undefined
  if (client['timeoutMs'] !== undefined) {
    refuse('timeout and http.read.timeout.ms contradict each other: choose one')
  }
  return (connect ?? 0) + (read ?? DEFAULT_READ_MS)
}

function chosen(draft: PropertyDraft): SchemaChoice {
  const [first, second] = draft.choices
  if (first !== undefined && second !== undefined) {
    refuse(`${first.property} and ${second.property} contradict each other: choose one`)
  }
  return first?.choice ?? 'lookup'
}
