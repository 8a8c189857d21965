import { isRegistryError, registryError } from '../errors/registry-error.ts'
import type { RuleSet } from '../model/rule-set.ts'
import { isValidSubject, printSubject } from '../model/subject.ts'
import type { QualifiedSubject } from '../model/subject.ts'
import type { VersionRequest } from '../model/version.ts'
import type { SchemaAnswer } from './answers.ts'
import { mapRuleLists, mergeRuleSets, withVersionProperty } from './metadata-merge.ts'
import type { Caller, TagRequest } from './offers.ts'
import { readVersion } from './read-schema.ts'
import { registerSchema } from './register-schema.ts'
import type { RegistryRoom } from './registry-room.ts'
import { retag } from './retag.ts'
import { validateRuleSet } from './rule-set-validation.ts'

const asStored = { format: '', referenceFormat: '', deleted: false, findTags: [] } as const

/**
 * Registers a version anew with other inline tags, metadata or rules.
 *
 * @param request `newVersion` must be the next one, if given
 * @throws RegistryError in this order: INVALID_SUBJECT, SUBJECT_NOT_FOUND or VERSION_NOT_FOUND,
 *   INVALID_RULE_SET, INVALID_SCHEMA for unknown paths, then whatever registration throws
 * @see Rest-api 2.4, `POST …/tags`
 */
export async function editTags(
  room: RegistryRoom,
  name: QualifiedSubject,
  version: VersionRequest,
  request: TagRequest,
  caller: Caller,
): Promise<SchemaAnswer> {
  if (!isValidSubject(name, 'schemas')) {
    throw registryError('INVALID_SUBJECT', { subject: printSubject(name) })
  }
  const { content } = await readVersion(room, name, version, asStored)
  const kept = room.settings.ruleSets === 'drop' ? undefined : request.ruleSet
  requireOneSourceOfRules(kept, request)
  validateRuleSet(kept)
  validateRuleSet(request.rulesToMerge)

  const { tagsToAdd, tagsToRemove, newVersion } = request
  const edit = { tagsToAdd, tagsToRemove, propagateTags: false }
  const text = await retag(room, name.context, content, edit, undefined)
  const asked = newVersion ?? 0
  const offer = {
    ...text,
    metadata: withVersionProperty(request.metadata ?? content.metadata, asked),
    ruleSet: editsRules(request) ? await editedRules(room, name, request) : kept,
    version: asked,
    schemaId: undefined,
    tagsToAdd: [],
    tagsToRemove: [],
    propagateTags: false,
  }
  const options = { ...caller, normalize: false, force: false, format: '' }
  return await registerSchema(room, name, offer, options)
}

function editsRules({ rulesToMerge, rulesToRemove }: TagRequest): boolean {
  return rulesToMerge !== undefined || rulesToRemove.length > 0
}

function requireOneSourceOfRules(ruleSet: RuleSet | undefined, request: TagRequest): void {
  if (ruleSet === undefined || !editsRules(request)) return
  throw registryError('INVALID_RULE_SET', {
    reason: 'ruleSet should be omitted if specifying rulesToMerge or rulesToRemove',
  })
}

/** The rules of the version before the new one, merged, then thinned out. */
async function editedRules(
  room: RegistryRoom,
  name: QualifiedSubject,
  { newVersion, rulesToMerge, rulesToRemove }: TagRequest,
): Promise<RuleSet | undefined> {
  // The reference counts from an absent number like from 0, and -1 is the latest.
  const before = await rulesOf(room, name, newVersion ? newVersion - 1 : 'latest')
  const merged = mergeRuleSets(before, rulesToMerge)
  if (merged === undefined || rulesToRemove.length === 0) return merged
  const doomed = new Set<string | undefined>(rulesToRemove)
  return {
    ...merged,
    ...mapRuleLists((list) => (merged[list] ?? []).filter((rule) => !doomed.has(rule.name))),
  }
}

async function rulesOf(
  room: RegistryRoom,
  name: QualifiedSubject,
  version: VersionRequest,
): Promise<RuleSet | undefined> {
  try {
    return (await readVersion(room, name, version, asStored)).content.ruleSet
  } catch (thrown) {
    // A wrong new version is for the registration to refuse.
    if (isRegistryError(thrown, 'VERSION_NOT_FOUND')) return undefined
    throw thrown
  }
}
