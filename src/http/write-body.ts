import type { Association } from '../model/association.ts'
import type { Config } from '../model/config.ts'
import type { Metadata } from '../model/metadata.ts'
import type { Rule, RuleSet } from '../model/rule-set.ts'
import type { SchemaReference } from '../model/schema.ts'
import type { SchemaTags } from '../model/schema-tags.ts'
import type { CompatibilityAnswer, SchemaAnswer } from '../registry/answers.ts'
import {
  array,
  fullArray,
  fullMap,
  fullSet,
  fullText,
  members,
  scalar,
  text,
} from './write-json.ts'
import type { Piece } from './write-json.ts'

/** Writes metadata; three empty parts make `{}`. Rest-api 1.4. */
function writeMetadata(metadata: Metadata): string {
  return members(
    ['tags', fullMap(metadata.tags, (tags) => fullSet(tags) ?? '[]')],
    ['properties', fullMap(metadata.properties, text)],
    ['sensitive', fullSet(metadata.sensitive)],
  )
}

function writeRule(rule: Rule): string {
  return members(
    ['name', fullText(rule.name)],
    ['doc', fullText(rule.doc)],
    ['kind', text(rule.kind)],
    ['mode', text(rule.mode)],
    ['type', fullText(rule.type)],
    ['tags', fullSet(rule.tags)],
    ['params', fullMap(rule.params, text)],
    ['expr', fullText(rule.expr)],
    ['onSuccess', fullText(rule.onSuccess)],
    ['onFailure', fullText(rule.onFailure)],
    ['disabled', scalar(rule.disabled)],
  )
}

/** Writes a rule set; rules keep their order. */
function writeRuleSet(ruleSet: RuleSet): string {
  return members(
    ['migrationRules', fullArray(ruleSet.migrationRules, writeRule)],
    ['domainRules', fullArray(ruleSet.domainRules, writeRule)],
    ['encodingRules', fullArray(ruleSet.encodingRules, writeRule)],
    ['enableAt', fullText(ruleSet.enableAt)],
  )
}

function writeReference(reference: SchemaReference): string {
  return members(
    ['name', text(reference.name)],
    ['subject', text(reference.subject)],
    ['version', scalar(reference.version)],
  )
}

function writeSchemaTags({ entityPath, entityType, tags }: SchemaTags): string {
  return members(
    ['schemaEntity', members(['entityPath', text(entityPath)], ['entityType', text(entityType)])],
    ['tags', array(tags, text)],
  )
}

function optional<T>(value: T | undefined, write: (value: T) => string): Piece {
  return value === undefined ? undefined : write(value)
}

type Pair = readonly [name: string, piece: Piece]

/** The members that every description of a schema has, in their two orders. */
function described({
  content,
}: SchemaAnswer): Readonly<
  Record<'type' | 'references' | 'metadata' | 'ruleSet' | 'schema', Pair>
> {
  return {
    type: ['schemaType', text(content.schemaType)],
    references: ['references', fullArray(content.references, writeReference)],
    metadata: ['metadata', optional(content.metadata, writeMetadata)],
    ruleSet: ['ruleSet', optional(content.ruleSet, writeRuleSet)],
    schema: ['schema', fullText(content.schemaText)],
  }
}

function stored(answer: SchemaAnswer): readonly Pair[] {
  return [
    ['ts', scalar(answer.writtenAt)],
    ['deleted', scalar(answer.deleted)],
  ]
}

/** Writes a RegisterSchemaResponse. Rest-api 2.0. */
export function writeRegistered(answer: SchemaAnswer): string {
  const { type, references, metadata, ruleSet, schema } = described(answer)
  const version = answer.version !== undefined && answer.version > 0 ? answer.version : undefined
  return members(
    ['id', scalar(answer.schemaId)],
    ['version', scalar(version)],
    ['guid', text(answer.guid)],
    type,
    references,
    metadata,
    ruleSet,
    schema,
    ...stored(answer),
  )
}

/** Writes a Schema; with aliases and associations an ExtendedSchema. Rest-api 2.0. */
export function writeSchema(answer: SchemaAnswer): string {
  const { content } = answer
  // One after the other, not by members: lists have thousands.
  const json =
    member('subject', fullText(answer.subject)) +
    member('version', scalar(answer.version)) +
    member('id', scalar(answer.schemaId)) +
    member('guid', text(answer.guid)) +
    member('schemaType', text(content.schemaType)) +
    member('references', fullArray(content.references, writeReference)) +
    member('metadata', optional(content.metadata, writeMetadata)) +
    member('ruleSet', optional(content.ruleSet, writeRuleSet)) +
    member('schema', fullText(content.schemaText)) +
    member('schemaTags', fullArray(answer.schemaTags, writeSchemaTags)) +
    member('ts', scalar(answer.writtenAt)) +
    member('deleted', scalar(answer.deleted)) +
    member('aliases', fullArray(answer.aliases, text)) +
    member('associations', writeAssociationsOnce(answer.associations))
  return `{${json.slice(1)}}`
}

const member = (name: string, piece: Piece): string =>
  piece === undefined ? '' : `,"${name}":${piece}`

/** In a list all versions of a subject hold the same array. */
const writtenAssociations = new WeakMap<readonly Association[], string>()

function writeAssociationsOnce(associations: readonly Association[] | undefined): Piece {
  if (associations === undefined || associations.length === 0) return undefined
  let written = writtenAssociations.get(associations)
  if (written === undefined) {
    written = array(associations, writeAssociation)
    writtenAssociations.set(associations, written)
  }
  return written
}

/** Writes a SchemaString, the answer by id and by guid. Rest-api 2.0. */
export function writeSchemaString(answer: SchemaAnswer): string {
  const { type, references, metadata, ruleSet, schema } = described(answer)
  return members(
    ['subject', fullText(answer.subject)],
    ['version', scalar(answer.version)],
    ['guid', text(answer.guid)],
    type,
    schema,
    references,
    metadata,
    ruleSet,
    ['schemaTags', fullArray(answer.schemaTags, writeSchemaTags)],
    ['maxId', scalar(answer.maxId)],
    ...stored(answer),
  )
}

/** Writes an Association; `frozen` only where it differs from the lifecycle's default. */
export function writeAssociation(association: Association): string {
  const { lifecycle, frozen } = association
  // At once, not by members: lists have thousands.
  return (
    `{"subject":${text(association.subject)},"guid":${text(association.guid)},` +
    `"resourceName":${text(association.resourceName)},` +
    `"resourceNamespace":${text(association.resourceNamespace)},` +
    `"resourceId":${text(association.resourceId)},` +
    `"resourceType":${text(association.resourceType)},` +
    `"associationType":${text(association.associationType)},"lifecycle":${text(lifecycle)},` +
    `${frozen === (lifecycle === 'STRONG') ? '' : `"frozen":${frozen},`}` +
    `"createTs":${association.createTs},"updateTs":${association.updateTs}}`
  )
}

/**
 * Writes a config.
 *
 * @param level the name of the level's member: it is another in the echo of PUT, which also keeps
 * empty texts (rest-api 1.4)
 */
export function writeConfig(config: Config, level: 'compatibilityLevel' | 'compatibility'): string {
  const word = (value: string | undefined): Piece =>
    level === 'compatibility' ? optional(value, text) : fullText(value)
  return members(
    ['alias', word(config.alias)],
    ['aliasForDeks', word(config.aliasForDeks)],
    ['normalize', scalar(config.normalize)],
    ['validateFields', scalar(config.validateFields)],
    ['validateNewSchemas', scalar(config.validateNewSchemas)],
    ['validateRules', scalar(config.validateRules)],
    [level, word(config.compatibilityLevel)],
    ['compatibilityPolicy', word(config.compatibilityPolicy)],
    ['compatibilityGroup', word(config.compatibilityGroup)],
    ['defaultMetadata', optional(config.defaultMetadata, writeMetadata)],
    ['overrideMetadata', optional(config.overrideMetadata, writeMetadata)],
    ['defaultRuleSet', optional(config.defaultRuleSet, writeRuleSet)],
    ['overrideRuleSet', optional(config.overrideRuleSet, writeRuleSet)],
    ['strictness', word(config.strictness)],
    ['protobufRules', word(config.protobufRules)],
  )
}

/** Writes a verdict; the lists only when asked for, but then even empty (rest-api 2.5). */
export function writeCompatibility(answer: CompatibilityAnswer, verbose: boolean): string {
  const { messages, incompatibilities } = answer
  return members(
    ['is_compatible', scalar(answer.compatible)],
    ['messages', verbose ? array(messages, text) : undefined],
    [
      'incompatibilities',
      verbose && incompatibilities.length > 0 ? JSON.stringify(incompatibilities) : undefined,
    ],
  )
}
