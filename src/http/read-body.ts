import { registryError } from '../errors/registry-error.ts'
import type { Metadata } from '../model/metadata.ts'
import { ruleExecutionPlaces, ruleKinds, ruleModes } from '../model/rule-set.ts'
import type { Rule, RuleSet } from '../model/rule-set.ts'
import type { SchemaTags } from '../model/schema-tags.ts'
import type { OfferedReference, SchemaOffer, TagRequest } from '../registry/offers.ts'
import {
  asConstant,
  asFlag,
  asInteger,
  asList,
  asMap,
  asMembers,
  asText,
  asTextSet,
  member,
} from './read-value.ts'
import type { Members, Reader } from './read-value.ts'

/** Leaves out the members that are `undefined`, as model shapes with optional members want. */
type Present<T> = { [K in keyof T]?: Exclude<T[K], undefined> }

/** Drops what was not sent. */
export function present<T extends object>(members: T): Present<T> {
  return Object.fromEntries(
    Object.entries(members).filter(([, value]) => value !== undefined),
  ) as Present<T>
}

/**
 * Reads a body that must be there.
 *
 * @param argument the name under which the reference reports its absence (422)
 * @throws RegistryError BODY_IS_NULL, BAD_REQUEST
 */
export function requireBody(body: unknown, argument: string): Members {
  const members = asMembers(body, 'body')
  if (members === undefined) throw registryError('BODY_IS_NULL', { argument })
  return members
}

/** Reads metadata; empty parts stay, as they count for identity. */
export const asMetadata: Reader<Metadata> = (value, path) => {
  const members = asMembers(value, path)
  if (members === undefined) return undefined
  return present({
    tags: member(members, 'tags', asMap(asTextSet), path),
    properties: member(members, 'properties', asMap(asText), path),
    sensitive: member(members, 'sensitive', asTextSet, path),
  })
}

const asRule: Reader<Rule> = (value, path) => {
  const members = asMembers(value, path)
  if (members === undefined) return undefined
  return {
    kind: member(members, 'kind', asConstant(ruleKinds), path) ?? 'TRANSFORM',
    mode: member(members, 'mode', asConstant(ruleModes), path) ?? 'WRITEREAD',
    disabled: member(members, 'disabled', asFlag, path) ?? false,
    ...present({
      name: member(members, 'name', asText, path),
      doc: member(members, 'doc', asText, path),
      type: member(members, 'type', asText, path),
      tags: member(members, 'tags', asTextSet, path),
      params: member(members, 'params', asMap(asText), path),
      expr: member(members, 'expr', asText, path),
      onSuccess: member(members, 'onSuccess', asText, path),
      onFailure: member(members, 'onFailure', asText, path),
    }),
  }
}

/** Reads a rule set, its rules' defaults filled in (rest-api 2.0). */
export const asRuleSet: Reader<RuleSet> = (value, path) => {
  const members = asMembers(value, path)
  if (members === undefined) return undefined
  return present({
    migrationRules: member(members, 'migrationRules', asList(asRule), path),
    domainRules: member(members, 'domainRules', asList(asRule), path),
    encodingRules: member(members, 'encodingRules', asList(asRule), path),
    enableAt: member(members, 'enableAt', asConstant(ruleExecutionPlaces), path),
  })
}

const asReference: Reader<OfferedReference> = (value, path) => {
  const members = asMembers(value, path)
  if (members === undefined) return undefined
  return {
    name: member(members, 'name', asText, path),
    subject: member(members, 'subject', asText, path),
    version: member(members, 'version', asInteger, path),
  }
}

const entityTypes = ['sr_record', 'sr_field'] as const

const asSchemaTags: Reader<SchemaTags> = (value, path) => {
  const members = asMembers(value, path)
  if (members === undefined) return undefined
  const entity = member(members, 'schemaEntity', asMembers, path) ?? {}
  const entityPath = member(entity, 'entityPath', asText, `${path}.schemaEntity`)
  const entityType = member(entity, 'entityType', asConstant(entityTypes), `${path}.schemaEntity`)
  if (entityPath === undefined || entityType === undefined) {
    throw registryError('BAD_REQUEST', {
      reason: `Cannot read '${path}.schemaEntity': expected entityPath and entityType`,
    })
  }
  return { entityPath, entityType, tags: member(members, 'tags', asList(asText), path) ?? [] }
}

/** Reads the body of register, lookup and compatibility, wherever it stands. */
export const asSchemaOffer: Reader<SchemaOffer> = (value, path) => {
  const members = asMembers(value, path)
  if (members === undefined) return undefined
  const schemaId = member(members, 'id', asInteger, path)
  return {
    schemaText: member(members, 'schema', asText, path),
    schemaType: member(members, 'schemaType', asText, path),
    references: member(members, 'references', asList(asReference), path) ?? [],
    metadata: member(members, 'metadata', asMetadata, path),
    ruleSet: member(members, 'ruleSet', asRuleSet, path),
    version: member(members, 'version', asInteger, path) ?? 0,
    schemaId: schemaId !== undefined && schemaId >= 0 ? schemaId : undefined,
    tagsToAdd: member(members, 'schemaTagsToAdd', asList(asSchemaTags), path) ?? [],
    tagsToRemove: member(members, 'schemaTagsToRemove', asList(asSchemaTags), path) ?? [],
    propagateTags: member(members, 'propagateSchemaTags', asFlag, path) ?? false,
  }
}

/** Reads a schema body that must be there. @throws RegistryError BODY_IS_NULL, BAD_REQUEST */
export function readSchemaOffer(body: unknown, argument: string): SchemaOffer {
  const offer = asSchemaOffer(body, '')
  if (offer === undefined) throw registryError('BODY_IS_NULL', { argument })
  return offer
}

/** Reads the body of `POST …/tags`. @throws RegistryError BODY_IS_NULL, BAD_REQUEST */
export function readTagRequest(body: unknown, argument: string): TagRequest {
  const members = requireBody(body, argument)
  return {
    newVersion: member(members, 'newVersion', asInteger, ''),
    tagsToAdd: member(members, 'tagsToAdd', asList(asSchemaTags), '') ?? [],
    tagsToRemove: member(members, 'tagsToRemove', asList(asSchemaTags), '') ?? [],
    metadata: member(members, 'metadata', asMetadata, ''),
    ruleSet: member(members, 'ruleSet', asRuleSet, ''),
    rulesToMerge: member(members, 'rulesToMerge', asRuleSet, ''),
    rulesToRemove: member(members, 'rulesToRemove', asList(asText), '') ?? [],
  }
}
