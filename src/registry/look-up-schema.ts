import { registryError } from '../errors/registry-error.ts'
import { printSubject } from '../model/subject.ts'
import type { QualifiedSubject } from '../model/subject.ts'
import type { SchemaAnswer } from './answers.ts'
import { inheritAnnotations } from './complete-offer.ts'
import type { Annotations } from './complete-offer.ts'
import { sameMetadata, sameRuleSet } from './content-equality.ts'
import { describeFound } from './describe-found.ts'
import { effectiveConfig } from './effective-config.ts'
import { effectiveMode } from './effective-mode.ts'
import {
  findVersion,
  latestVersion,
  liveVersions,
  readStoredContent,
  soughtSchema,
} from './find-version.ts'
import type { FoundVersion, Sought } from './find-version.ts'
import { isInvalidSchema } from './invalid-schema.ts'
import type { LookUpOptions, SchemaOffer } from './offers.ts'
import { otherContexts } from './other-contexts.ts'
import { lenientRules } from './parse-rules.ts'
import { readFacts } from './read-facts.ts'
import type { Facts } from './read-facts.ts'
import type { RegistryRoom } from './registry-room.ts'

/** A version found, with the schema that was looked for. */
export interface LookedUp {
  readonly name: QualifiedSubject
  readonly sought: Sought
  readonly found: FoundVersion
}

/**
 * Finds the version of a subject that a schema already is; an unqualified subject is looked for in
 * every context.
 *
 * @throws RegistryError every kind of 42201, then SUBJECT_NOT_FOUND or SCHEMA_NOT_FOUND
 * @see Rest-api 3.6, "POST lookup"
 */
export async function lookUpSchema(
  room: RegistryRoom,
  name: QualifiedSubject,
  offer: SchemaOffer,
  options: LookUpOptions,
): Promise<SchemaAnswer> {
  const facts = await readFacts(room, name)
  const here = await lookUpIn(room, facts, offer, options)
  const result = here ?? (await lookUpElsewhere(room, facts, offer, options))
  if (result !== undefined) {
    const { sought, found } = result
    const answer = await describeFound(room, result.name, sought, found, options.format)
    return { subject: printSubject(result.name), ...answer }
  }
  const known = options.deleted ? facts.state.versions : liveVersions(facts.state)
  throw known.length === 0
    ? registryError('SUBJECT_NOT_FOUND', { subject: printSubject(name) })
    : registryError('SCHEMA_NOT_FOUND')
}

async function lookUpElsewhere(
  room: RegistryRoom,
  { name, scopes }: Facts,
  offer: SchemaOffer,
  options: LookUpOptions,
): Promise<LookedUp | undefined> {
  for (const elsewhere of otherContexts(name, scopes)) {
    const facts = await readFacts(room, elsewhere)
    if (facts.state.versions.length === 0) continue
    try {
      const result = await lookUpIn(room, facts, offer, options)
      if (result !== undefined) return result
    } catch (thrown) {
      // A text may be no schema in another context, where its references lead nowhere.
      if (!isInvalidSchema(thrown)) throw thrown
    }
  }
  return undefined
}

/**
 * Finds a schema in exactly one subject: as it is, then with what it would inherit.
 *
 * @throws RegistryError every kind of 42201
 */
export async function lookUpIn(
  room: RegistryRoom,
  facts: Facts,
  offer: SchemaOffer,
  options: Pick<LookUpOptions, 'normalize' | 'deleted'>,
): Promise<LookedUp | undefined> {
  const { name, state, scopes } = facts
  const { schemaText = '', schemaType, references } = offer
  if (schemaText.trim() === '') return undefined
  const config = effectiveConfig(state, scopes, room.settings)
  const mode = effectiveMode(state, scopes)
  const rules = lenientRules(config, mode, options.normalize, room.settings)
  const text = { schemaText, schemaType, references }
  const parsed = await room.schemas.parseOffer(name.context, text, rules)
  const among = options.deleted ? 'all' : 'live'
  const find = async (annotations: Annotations): Promise<LookedUp | undefined> => {
    const sought = soughtSchema(parsed, annotations)
    const found = await findVersion(room, state, sought, among)
    return found && { name, sought, found }
  }

  const asItIs = await find(offer)
  const latest = latestVersion(state)
  if (asItIs !== undefined || latest === undefined) return asItIs
  const { content } = await readStoredContent(room, latest.guid)
  const filled = inheritAnnotations(offer, content, config)
  const isChanged =
    !sameMetadata(filled.metadata, offer.metadata) || !sameRuleSet(filled.ruleSet, offer.ruleSet)
  return isChanged ? await find(filled) : undefined
}
