import type { AvroOptions } from '../codecs/avro.ts'
import type { JsonOptions } from '../codecs/json.ts'
import type { DeserializerOptions } from '../deserializer.ts'
import type { RegistryClientOptions } from '../registry-client.ts'
import type { SchemaChoice } from '../schema-choice.ts'
import type { SerializerOptions } from '../serializer.ts'
import type { AssociatedStrategy } from '../subject-name-strategy.ts'
import type { Role } from '../../wire/headers.ts'
import { readAuth } from './auth-properties.ts'
import { propertyTable } from './property-table.ts'
import type { PropertyDraft } from './property-table.ts'
import { refuse } from './property-value.ts'
import type { PropertyValue } from './property-value.ts'

type SharedOptions = AvroOptions & JsonOptions

/** What a set of Java properties means here; the client itself is the application's to make. */
export interface PropertyOptions {
  readonly client: RegistryClientOptions
  /** Options for any serializer of one side, but for the client and the schema itself. */
  serializer(role: Role): Omit<SerializerOptions, 'client'> & SharedOptions
  /** Options for any deserializer of one side, but for the client. */
  deserializer(role: Role): Omit<DeserializerOptions, 'client'> & SharedOptions
}

const HEADER_PREFIX = 'request.header.'

/**
 * Reads the property names of the Java serializers.
 *
 * Unknown properties are errors, and so are contradictions that the Java client resolves silently.
 * `auto.register.schemas` is false unless given: nothing is registered by accident.
 *
 * @throws SerdeError INVALID_OPTIONS with a sentence that names the properties
 * @see Serde 2.1
 */
export function fromProperties(
  properties: Readonly<Record<string, PropertyValue>>,
): PropertyOptions {
  const draft = readDraft(properties)
  const schema = chosen(draft)
  const auth = readAuth(draft.auth)
  if (draft.client['url'] === undefined) refuse('schema.registry.url is missing')
  const client = {
    ...draft.client,
    headers: draft.headers,
    ...(auth === undefined ? {} : { auth }),
  } as RegistryClientOptions
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
      // As in Java, who writes with the latest version reads with it.
      const reader = schema === 'latest' ? { readerSchema: 'latest' as const } : {}
      return { role, ...reader, ...draft.deserializer, ...options }
    },
  }
}

function readDraft(properties: Readonly<Record<string, PropertyValue>>): PropertyDraft {
  const draft: PropertyDraft = {
    choices: [],
    headers: {},
    client: {},
    sides: { key: {}, value: {} },
    serializer: {},
    deserializer: {},
    associated: {},
    auth: {},
  }
  for (const [name, value] of Object.entries(properties)) {
    if (name.startsWith(HEADER_PREFIX)) {
      draft.headers[name.slice(HEADER_PREFIX.length)] = String(value)
      continue
    }
    const apply = propertyTable.get(name)
    if (apply === undefined) refuse(`${name} is no property that this client knows`)
    apply(draft, value, name)
  }
  return draft
}

function chosen(draft: PropertyDraft): SchemaChoice {
  const [first, second] = draft.choices
  if (first !== undefined && second !== undefined) {
    refuse(`${first.property} and ${second.property} contradict each other: choose one`)
  }
  return first?.choice ?? 'lookup'
}
