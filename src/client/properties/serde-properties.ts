import type { SchemaChoice } from '../schema-choice.ts'
import type { AssociatedStrategy } from '../subject-name-strategy.ts'
import { only, refuses, sets, setsSides, without } from './property-draft.ts'
import type { Apply, Read } from './property-draft.ts'
import {
  readBoolean,
  readClass,
  readGuid,
  readInteger,
  readPairs,
  readSeconds,
  readWord,
} from './property-value.ts'
import type { PropertyValue } from './property-value.ts'

type Fallback = NonNullable<AssociatedStrategy['fallback']>

const fallbacks: readonly Fallback[] = ['TOPIC', 'RECORD', 'TOPIC_RECORD', 'NONE']
const strategyTypes = ['TOPIC', 'RECORD', 'TOPIC_RECORD', 'ASSOCIATED'] as const
const bothSides = ['key', 'value'] as const

const strategyClasses = {
  TopicNameStrategy: 'TOPIC',
  RecordNameStrategy: 'RECORD',
  TopicRecordNameStrategy: 'TOPIC_RECORD',
  AssociatedNameStrategy: 'ASSOCIATED',
} as const

const referenceStrategyClasses = {
  DefaultReferenceSubjectNameStrategy: 'DEFAULT',
  QualifiedReferenceSubjectNameStrategy: 'QUALIFIED',
} as const

const locationClasses = {
  PrefixSchemaIdSerializer: 'prefix',
  HeaderSchemaIdSerializer: 'header',
} as const

const readStrategy: Read = (name, value) => readClass(name, value, strategyClasses)
const readLocation: Read = (name, value) => readClass(name, value, locationClasses)
const positive = (name: string, value: PropertyValue): number => readInteger(name, value, 1)

const neverChecked = 'a fixed or latest schema is not compared with the own one'
const noClasses =
  'values are plain objects: name their type in TypeScript, as `concordat types` writes it'
const noDerivation = 'schemas are not derived from classes or values: pass schemaText'
const readsBoth =
  'the Dual deserializer, which is always used, reads ids before the payload and in headers'
const noRules =
  'this client executes no data contract rules: schemas that need them are refused, see ignoreRules'

function choose(make: (value: PropertyValue, name: string) => SchemaChoice | undefined): Apply {
  return (draft, value, name) => {
    const choice = make(value, name)
    if (choice !== undefined) draft.choices.push({ property: name, choice })
  }
}

function validation(draft: Parameters<Apply>[0], value: PropertyValue, name: string): void {
  draft.serializer['validate'] = readBoolean(name, value)
  draft.deserializer['validate'] = readBoolean(name, value)
}

function logicalTypes(draft: Parameters<Apply>[0], value: PropertyValue, name: string): void {
  const converts = readBoolean(name, value)
  const chosen = { dates: converts, decimals: converts }
  draft.serializer['logicalTypes'] = chosen
  draft.deserializer['logicalTypes'] = chosen
}

/**
 * What serializers and deserializers do, and what this client does otherwise or not at all.
 *
 * @see Serde 2, 3.3, 5.6
 */
export const serdeProperties: ReadonlyMap<string, Apply> = new Map<string, Apply>([
  // Serde 2.1.
  ['auto.register.schemas', choose((v, n) => (readBoolean(n, v) ? 'register' : undefined))],
  ['use.latest.version', choose((v, n) => (readBoolean(n, v) ? 'latest' : undefined))],
  [
    'use.schema.id',
    choose((v, n) => {
      if (readInteger(n, v, -1) === -1) return undefined
      return { id: readInteger(n, v, 1) }
    }),
  ],
  ['use.schema.guid', choose((v, n) => ({ guid: readGuid(n, v) }))],
  ['use.latest.with.metadata', choose((v, n) => ({ metadata: readPairs(n, v) }))],
  ['latest.compatibility.strict', only([false], neverChecked)],
  ['id.compatibility.strict', only([false], neverChecked)],
  ['normalize.schemas', sets('serializer', 'normalize', readBoolean)],
  ['propagate.schema.tags', sets('serializer', 'propagateSchemaTags', readBoolean)],
  ['schema.format', refuses('schemas are understood in any form, so none is asked for')],
  ['key.subject.name.strategy', setsSides(['key'], 'subjectNameStrategy', readStrategy)],
  ['value.subject.name.strategy', setsSides(['value'], 'subjectNameStrategy', readStrategy)],
  [
    'subject.name.strategy.type',
    setsSides(bothSides, 'subjectNameStrategy', (n, v) => readWord(n, v, strategyTypes)),
  ],
  [
    'subject.name.strategy',
    refuses('a function cannot be a property: pass subjectNameStrategy to the serializer'),
  ],
  [
    'subject.name.strategy.kafka.cluster.id',
    sets('associated', 'namespace', (_name, value) => String(value)),
  ],
  [
    'subject.name.strategy.fallback.type',
    sets('associated', 'fallback', (name, value) => readWord(name, value, fallbacks)),
  ],
  ['subject.name.strategy.cache.size', sets('associated', 'cacheSize', positive)],
  ['subject.name.strategy.cache.expiry.secs', sets('associated', 'cacheTtlMs', readSeconds)],
  [
    'subject.name.strategy.conf',
    refuses('its members are properties of their own, such as subject.name.strategy.fallback.type'),
  ],
  [
    'context.name.strategy',
    only(
      ['NullContextNameStrategy', 'io.confluent.kafka.serializers.context.NullContextNameStrategy'],
      'a Java class cannot run here: pass contextNameStrategy: (topic) => context, or context to the client',
    ),
  ],
  ['key.schema.id.serializer', setsSides(['key'], 'location', readLocation)],
  ['value.schema.id.serializer', setsSides(['value'], 'location', readLocation)],
  ['schema.id.serializer', refuses('a function cannot be a property: pass location')],
  ...['key.schema.id.deserializer', 'value.schema.id.deserializer'].map(
    (name) =>
      [
        name,
        only(
          [
            'DualSchemaIdDeserializer',
            'io.confluent.kafka.serializers.schema.id.DualSchemaIdDeserializer',
          ],
          readsBoth,
        ),
      ] as const,
  ),
  ['schema.id.deserializer', refuses(readsBoth)],
  ['use.message.indexes', refuses('a message says itself which one it is')],
  // Serde 2.2.
  ['specific.avro.reader', only([false], noClasses)],
  ['specific.avro.key.type', refuses(noClasses)],
  ['specific.avro.value.type', refuses(noClasses)],
  ['schema.reflection', only([false], noDerivation)],
  ['avro.reflection.allow.null', only([false], noDerivation)],
  ['avro.use.logical.type.converters', logicalTypes],
  ['avro.remove.java.properties', only([false], 'schemas are sent as they are written')],
  [
    'avro.fail.on.trailing.data',
    sets('deserializer', 'ignoreTrailingBytes', (n, v) => !readBoolean(n, v)),
  ],
  ['validate.strict', only([true], 'every value is checked while it is encoded')],
  ['validate.strict.allow.default', only([true], 'fields that have a default may be absent')],
  // Serde 2.3.
  ['json.fail.invalid.schema', validation],
  ['json.validate.before.domain.rules', without(readBoolean)],
  ['json.fail.unknown.properties', without(readBoolean)],
  ['json.write.dates.iso8601', only([true], 'a Date is written as JSON.stringify does, ISO 8601')],
  ['json.schema.spec.version', refuses(noDerivation)],
  ['json.oneof.for.nullables', refuses(noDerivation)],
  ['json.default.property.inclusion', refuses(noDerivation)],
  ['json.schema.scan.packages', refuses(noDerivation)],
  ['json.envelope.detection', only([false], 'a value is data, never an envelope with a schema')],
  ['json.indent.output', only([false], 'JSON is written compact')],
  ['json.key.type', only(['Object', 'java.lang.Object'], noClasses)],
  ['json.value.type', only(['Object', 'java.lang.Object'], noClasses)],
  ['type.property', refuses(noClasses)],
  ['json.type.allowed.packages', refuses(noClasses)],
  // Serde 2.4.
  ['skip.known.types', only([true], 'bundled imports are never registered')],
  [
    'reference.subject.name.strategy',
    sets('serializer', 'referenceSubjectNameStrategy', (name, value) =>
      readClass(name, value, referenceStrategyClasses),
    ),
  ],
  ['reference.lookup.only', sets('serializer', 'lookUpImports', readBoolean)],
  ['specific.protobuf.key.type', refuses(noClasses)],
  ['specific.protobuf.value.type', refuses(noClasses)],
  ['derive.type', only([false], noClasses)],
  [
    'use.deprecated.format',
    only([false], "nobody should write it; to read it, pass messageIndexForm: 'plain'"),
  ],
  // Serde 5.
  ['rule.executors', only([''], noRules)],
  ['rule.actions', only([''], noRules)],
  ['rule.service.loader.enable', without(readBoolean)],
  ['rule.metrics.enable', without(readBoolean)],
  ['execution.environment', only(['CLIENT'], 'this is a client; rules for it are refused')],
  ['validation.rules.execution', only(['DISABLED'], noRules)],
  ['validation.rules.fail.fast', without(readBoolean)],
  ['validation.rules.executor.class', refuses(noRules)],
  ['preserve.source.fields', without(readBoolean)],
  ['cache.expiry.secs', refuses(noRules)],
  ['cache.size', refuses(noRules)],
  ...['key.serializer', 'value.serializer', 'key.deserializer', 'value.deserializer'].map(
    (name) => [name, refuses('make the serializer itself, such as new AvroSerializer()')] as const,
  ),
])

/** Families of names that have no end. */
export const refusedPrefixes: ReadonlyMap<string, Apply> = new Map(
  ['rule.executors.', 'rule.actions.', 'encrypt.', 'dlq.', 'cel.', 'jsonata.'].map(
    (prefix) => [prefix, refuses(noRules)] as const,
  ),
)
