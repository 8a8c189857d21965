import type { SchemaChoice } from '../schema-choice.ts'
import type { AssociatedStrategy } from '../subject-name-strategy.ts'
import {
  readBoolean,
  readClass,
  readInteger,
  readPairs,
  readSeconds,
  readWord,
  refuse,
} from './property-value.ts'
import type { PropertyValue } from './property-value.ts'

/** What properties add up to, before contradictions are looked for. */
export interface PropertyDraft {
  /** Each way in which a schema was chosen, with the property that did. */
  readonly choices: { readonly property: string; readonly choice: SchemaChoice }[]
  readonly headers: Record<string, string>
  readonly client: Record<string, unknown>
  /** Options of both serializers and deserializers, by side. */
  readonly sides: Readonly<Record<'key' | 'value', Record<string, unknown>>>
  readonly serializer: Record<string, unknown>
  readonly deserializer: Record<string, unknown>
  readonly associated: { namespace?: string; fallback?: Fallback }
  readonly auth: Record<string, string>
}

type Fallback = NonNullable<AssociatedStrategy['fallback']>
type Apply = (draft: PropertyDraft, value: PropertyValue, name: string) => void

const fallbacks: readonly Fallback[] = ['TOPIC', 'RECORD', 'TOPIC_RECORD', 'NONE']

const strategyClasses = {
  TopicNameStrategy: 'TOPIC',
  RecordNameStrategy: 'RECORD',
  TopicRecordNameStrategy: 'TOPIC_RECORD',
  AssociatedNameStrategy: 'ASSOCIATED',
} as const

const locationClasses = {
  PrefixSchemaIdSerializer: 'prefix',
  HeaderSchemaIdSerializer: 'header',
} as const

const readerClasses = { DualSchemaIdDeserializer: 'dual' } as const

function choose(make: (value: PropertyValue, name: string) => SchemaChoice | undefined): Apply {
  return (draft, value, name) => {
    const choice = make(value, name)
    if (choice !== undefined) draft.choices.push({ property: name, choice })
  }
}

function client(option: string, read: (name: string, value: PropertyValue) => unknown): Apply {
  return (draft, value, name) => {
    draft.client[option] = read(name, value)
  }
}

function auth(draft: PropertyDraft, value: PropertyValue, name: string): void {
  draft.auth[name] = String(value)
}

/** Accepted only where it asks for what this client does anyway. */
function only(expected: boolean, why: string): Apply {
  return (_draft, value, name) => {
    if (readBoolean(name, value) !== expected) refuse(`${name}=${value} is not supported: ${why}`)
  }
}

function forSide(
  side: 'key' | 'value',
  option: string,
  read: (name: string, value: PropertyValue) => unknown,
): Apply {
  return (draft, value, name) => {
    draft.sides[side][option] = read(name, value)
  }
}

const readStrategy = (name: string, value: PropertyValue): unknown =>
  readClass(name, value, strategyClasses)
const readLocation = (name: string, value: PropertyValue): unknown =>
  readClass(name, value, locationClasses)
const checkReader: Apply = (_draft, value, name) => void readClass(name, value, readerClasses)
const positive = (name: string, value: PropertyValue): number => readInteger(name, value, 1)
const natural = (name: string, value: PropertyValue): number => readInteger(name, value, 0)
const neverChecked = 'a fixed or latest schema is not compared with the own one'

/** Every property that is understood, with what it sets. Serde 2.1, 3.3, 4.2 to 4.4. */
export const propertyTable: ReadonlyMap<string, Apply> = new Map<string, Apply>([
  ['schema.registry.url', client('url', (_name, value) => String(value))],
  ['auto.register.schemas', choose((v, n) => (readBoolean(n, v) ? 'register' : undefined))],
  ['use.latest.version', choose((v, n) => (readBoolean(n, v) ? 'latest' : undefined))],
  [
    'use.schema.id',
    choose((v, n) => {
      const id = readInteger(n, v, -1)
      return id === -1 ? undefined : { id }
    }),
  ],
  ['use.schema.guid', choose((v) => ({ guid: String(v) }))],
  ['use.latest.with.metadata', choose((v, n) => ({ metadata: readPairs(n, v) }))],
  ['latest.compatibility.strict', only(false, neverChecked)],
  ['id.compatibility.strict', only(false, neverChecked)],
  [
    'normalize.schemas',
    (draft, value, name) => void (draft.serializer['normalize'] = readBoolean(name, value)),
  ],
  ['key.subject.name.strategy', forSide('key', 'subjectNameStrategy', readStrategy)],
  ['value.subject.name.strategy', forSide('value', 'subjectNameStrategy', readStrategy)],
  [
    'subject.name.strategy.kafka.cluster.id',
    (draft, value) => void (draft.associated.namespace = String(value)),
  ],
  [
    'subject.name.strategy.fallback.type',
    (draft, value, name) => void (draft.associated.fallback = readWord(name, value, fallbacks)),
  ],
  ['key.schema.id.serializer', forSide('key', 'location', readLocation)],
  ['value.schema.id.serializer', forSide('value', 'location', readLocation)],
  ['key.schema.id.deserializer', checkReader],
  ['value.schema.id.deserializer', checkReader],
  [
    'avro.fail.on.trailing.data',
    (draft, value, name) =>
      void (draft.deserializer['ignoreTrailingBytes'] = !readBoolean(name, value)),
  ],
  [
    'json.fail.invalid.schema',
    (draft, value, name) => {
      draft.serializer['validate'] = readBoolean(name, value)
      draft.deserializer['validate'] = readBoolean(name, value)
    },
  ],
  ['max.retries', client('maxRetries', natural)],
  ['retries.wait.ms', client('retryBaseMs', natural)],
  ['retries.max.wait.ms', client('retryMaxMs', natural)],
  ['http.read.timeout.ms', client('timeoutMs', positive)],
  ['latest.cache.ttl.sec', client('latestTtlMs', readSeconds)],
  ['latest.cache.size', client('cacheSize', positive)],
  ['missing.id.cache.ttl.sec', client('missingIdTtlMs', readSeconds)],
  ['missing.version.cache.ttl.sec', client('missingSubjectTtlMs', readSeconds)],
  ...[
    'basic.auth.credentials.source',
    'basic.auth.user.info',
    'bearer.auth.credentials.source',
    'bearer.auth.token',
    'bearer.auth.issuer.endpoint.url',
    'bearer.auth.client.id',
    'bearer.auth.client.secret',
    'bearer.auth.scope',
    'bearer.auth.logical.cluster',
    'bearer.auth.identity.pool.id',
  ].map((name) => [name, auth] as const),
])
