import { assertNever } from '../errors/assert-never.ts'
import { isRegistryError, registryError } from '../errors/registry-error.ts'
import { modes } from '../model/mode.ts'
import { isValidSubject, printContext, printSubject } from '../model/subject.ts'
import type { EffectiveConfig } from '../model/config.ts'
import type { QualifiedSubject } from '../model/subject.ts'
import type { VersionRecord } from '../model/version-record.ts'
import type { ReferenceTarget, VersionPlan } from '../store/store.ts'
import type { SchemaAnswer } from './answers.ts'
import { addsAnnotations, inheritAnnotations, inheritText, stampVersion } from './complete-offer.ts'
import {
  decidePlacement,
  decideShortcut,
  mayBeReused,
  nextVersion,
  requireRegistrable,
} from './decide-registration.ts'
import { describeFound } from './describe-found.ts'
import { effectiveConfig } from './effective-config.ts'
import { effectiveMode } from './effective-mode.ts'
import { expectAfter, roomExpecting } from './expected-facts.ts'
import type { Expected } from './expected-facts.ts'
import {
  findAlike,
  findSameMeaning,
  findVersion,
  latestVersion,
  readStoredContent,
  soughtSchema,
} from './find-version.ts'
import type { FoundVersion, Sought } from './find-version.ts'
import { judgeCandidate } from './judge-candidate.ts'
import { isLogicalFormat, translateOffer } from './logical-text.ts'
import type { RegisterOptions, SchemaOffer } from './offers.ts'
import { lenientRules, newSchemaRules } from './parse-rules.ts'
import type { ParseRules } from './parse-schema.ts'
import { readFacts } from './read-facts.ts'
import type { Facts } from './read-facts.ts'
import { refuseStrongTargets } from './refuse-strong-targets.ts'
import type { RegistryRoom } from './registry-room.ts'
import { landed, moved } from './retry-on-moved.ts'
import type { Trip } from './retry-on-moved.ts'
import { editsTags, retag } from './retag.ts'
import type { Decision } from './subject-queue.ts'
import { validateRuleSet } from './rule-set-validation.ts'

/**
 * Registers a schema, or finds the version that it is already. Repeating it is always safe.
 *
 * @throws RegistryError INVALID_RULE_SET, INVALID_SUBJECT, every kind of 42201, READ_ONLY_MODE,
 *   NOT_IMPORT_MODE, NOT_READ_WRITE_MODE, STRONGLY_ASSOCIATED_REFERENCE, INCOMPATIBLE_SCHEMA,
 *   ID_OVERWRITE
 * @see Rest-api 3.5; its steps are lettered
 */
export async function registerSchema(
  room: RegistryRoom,
  name: QualifiedSubject,
  offered: SchemaOffer,
  options: RegisterOptions,
): Promise<SchemaAnswer> {
  const offer = room.settings.ruleSets === 'drop' ? { ...offered, ruleSet: undefined } : offered
  validateRuleSet(offer.ruleSet)
  const isEmptyName = name.subject === '' || name.subject === '*'
  if (!isValidSubject(name, 'schemas') || (room.settings.rejectEmptySubject && isEmptyName)) {
    const { subjectAsSent = printSubject(name) } = options
    throw registryError('INVALID_SUBJECT', { subject: subjectAsSent })
  }
  const isLogical = isLogicalFormat(options.format)
  const native = isLogical ? translateOffer(name.subject, offer) : offer
  return await room.queue.runAhead<SchemaAnswer, Expected>(name, (expected) => {
    const among = expected === undefined ? room : roomExpecting(room, expected)
    return decide({ room: among, name, offer: native, options }, expected).catch(movedIfGone)
  })
}

/** A version was deleted for good between the facts and its content: the facts have moved. */
function movedIfGone(thrown: unknown): typeof moved {
  if (isRegistryError(thrown, 'SCHEMA_NOT_FOUND')) return moved
  throw thrown
}

interface Registering {
  readonly room: RegistryRoom
  readonly name: QualifiedSubject
  readonly offer: SchemaOffer
  readonly options: RegisterOptions
}

async function decide(
  trip: Registering,
  expected: Expected | undefined,
): Promise<Decision<SchemaAnswer, Expected>> {
  const { room, name, offer, options } = trip
  const facts = await readFacts(room, name)
  const config = effectiveConfig(facts.state, facts.scopes, room.settings)
  const mode = effectiveMode(facts.state, facts.scopes)
  const rules = lenientRules(config, mode, options.normalize, room.settings)

  const shortcut = await takeShortcut(trip, facts, config, rules)
  if (shortcut.kind === 'standing') return landed(shortcut.answer)
  requireRegistrable(facts, mode, offer)

  const { checks } = modes[mode]
  const strict = newSchemaRules(rules, offer.schemaId, config, room.settings)
  const { sought, asked, targets } = await prepare(trip, facts, config, strict, checks)
  await refuseStrongTargets(room, new Set(targets.map((target) => printSubject(target.name))))

  const use = room.indexOf(facts.state).lastUse(sought.guid)
  const mayBeUse = asked.schemaId === undefined || asked.schemaId === use?.schemaId
  if (asked.version === 0 && use !== undefined && !use.deleted && mayBeUse) {
    return landed(await answer(trip, sought, { kind: 'same-content', record: use }))
  }
  const isNowhere = shortcut.kind === 'nowhere' && shortcut.guid === sought.guid
  const found = isNowhere ? undefined : await findReused(trip, facts, sought, asked, use)
  if (found !== undefined) {
    return landed(await answer(trip, sought, { kind: 'same-content', record: found.record }))
  }

  if (checks && !options.force) await requireCompatible(trip, facts, config, sought)
  const plan: VersionPlan = {
    ...decidePlacement(facts, asked, use, checks),
    ...facts.basis,
    name,
    principal: options.principal,
    schema: sought,
    references: targets,
    activeReferencesOnly: strict.mode === 'new',
    fate: { failed: false },
    follows: expected?.fate,
  }
  return {
    kind: 'writing',
    written: carryOut(trip, sought, plan),
    expected: expectAfter(plan, facts, expected),
  }
}

async function carryOut(
  trip: Registering,
  sought: Sought,
  plan: VersionPlan,
): Promise<Trip<SchemaAnswer>> {
  const { room, name } = trip
  const written = await room.store.subjects.writeVersion(plan)
  switch (written.kind) {
    case 'moved':
      return moved
    case 'written':
      return landed(await answer(trip, sought, { kind: 'same-content', record: written.record }))
    case 'id-taken':
      throw registryError('ID_OVERWRITE', {
        id: written.schemaId,
        context: printContext(name.context),
      })
    case 'reference-gone':
      throw registryError('REFERENCE_NOT_FOUND', {
        subject: printSubject(written.target.name),
        version: written.target.version,
      })
    default:
      return assertNever(written)
  }
}

/** Step F: the version that the offer turns out to be once it is complete. */
async function findReused(
  { room, name }: Registering,
  facts: Facts,
  sought: Sought,
  asked: Prepared['asked'],
  use: VersionRecord | undefined,
): Promise<FoundVersion | undefined> {
  if (asked.version !== 0) return undefined
  const { guid } = sought
  const known = use?.schemaId ?? (await room.store.schemas.findSchemaId(name.context, guid))
  const alike = await findAlike(room, facts.state, sought)
  const candidates = alike.filter((record) => mayBeReused(record, asked, known))
  return await findSameMeaning(room, name, sought, candidates)
}

type Shortcut =
  | { readonly kind: 'standing'; readonly answer: SchemaAnswer }
  /** No live version is, or means, the content of that guid. */
  | { readonly kind: 'nowhere'; readonly guid: string }
  | { readonly kind: 'not-asked' }

/** Step A: what is registered already is answered in every mode. */
async function takeShortcut(
  trip: Registering,
  facts: Facts,
  config: EffectiveConfig,
  rules: ParseRules,
): Promise<Shortcut> {
  const { room, name, offer } = trip
  const { schemaText = '', schemaType, references } = offer
  const changes = editsTags(offer) || offer.propagateTags || addsAnnotations(config)
  if (changes || schemaText.trim() === '') return { kind: 'not-asked' }
  const text = { schemaText, schemaType, references }
  const sought = soughtSchema(await room.schemas.parseOffer(name.context, text, rules), offer)
  const among = offer.version === -1 ? 'latest' : 'live'
  const found = await findVersion(room, facts.state, sought, among)
  if (found === undefined) {
    return among === 'live' ? { kind: 'nowhere', guid: sought.guid } : { kind: 'not-asked' }
  }
  const standing = decideShortcut(facts, offer, found, sought.guid)
  if (standing === undefined) return { kind: 'not-asked' }
  return { kind: 'standing', answer: await answer(trip, sought, standing) }
}

interface Prepared {
  readonly sought: Sought
  readonly asked: Pick<SchemaOffer, 'version' | 'schemaId'>
  readonly targets: readonly ReferenceTarget[]
}

/** Steps D and E: what the offer lacks is inherited, then it is parsed as it will be stored. */
async function prepare(
  { room, name, offer }: Registering,
  facts: Facts,
  config: EffectiveConfig,
  rules: ParseRules,
  inherits: boolean,
): Promise<Prepared> {
  const latest = inherits ? latestVersion(facts.state) : undefined
  const stored = latest && (await readStoredContent(room, latest.guid))
  const text = await retag(room, name.context, inheritText(offer, stored?.content), offer, stored)
  const parsed = await room.schemas.parseOffer(name.context, text, rules)
  const asked = {
    version: editsTags(offer) && offer.version === 0 ? -1 : offer.version,
    schemaId: offer.schemaId,
  }
  const { targets } = parsed
  if (!inherits) return { sought: soughtSchema(parsed, offer), asked, targets }
  const { metadata, ruleSet } = inheritAnnotations(offer, stored?.content, config)
  const stamped = stampVersion(metadata, asked.version, nextVersion(facts))
  return { sought: soughtSchema(parsed, { metadata: stamped, ruleSet }), asked, targets }
}

/** Step G. */
async function requireCompatible(
  { room, name }: Registering,
  { state }: Facts,
  config: EffectiveConfig,
  sought: Sought,
): Promise<void> {
  const { live } = room.indexOf(state)
  const verdict = await judgeCandidate(room, name, sought, live, config)
  if (verdict.compatible) return
  const { messages, incompatibilities } = verdict
  const details = { subject: printSubject(name), messages }
  throw registryError('INCOMPATIBLE_SCHEMA', details, { extras: { incompatibilities } })
}

function answer(
  { room, name, options }: Registering,
  sought: Sought,
  found: FoundVersion,
): Promise<SchemaAnswer> {
  return describeFound(room, name, sought, found, options.format)
}
