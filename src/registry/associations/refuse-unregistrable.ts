import { registryError } from '../../errors/registry-error.ts'
import { printSubject } from '../../model/subject.ts'
import type { QualifiedSubject } from '../../model/subject.ts'
import { nextVersion, requireRegistrable } from '../decide-registration.ts'
import { effectiveMode } from '../effective-mode.ts'
import type { SchemaOffer } from '../offers.ts'
import { readFacts } from '../read-facts.ts'
import { refuseStrongTargets } from '../refuse-strong-targets.ts'
import type { RegistryRoom } from '../registry-room.ts'
import { referencedSubject } from '../resolve-references.ts'
import { editsTags, retag } from '../retag.ts'
import { validateRuleSet } from '../rule-set-validation.ts'

/**
 * Refuses what a registration would refuse beside text and compatibility, before anything of its
 * request is written: a request is validated as a whole, and a dry run tells all.
 *
 * @param offer that no live version is yet: what stands already is registered in every mode
 * @throws RegistryError INVALID_RULE_SET, NOT_IMPORT_MODE, INVALID_SCHEMA,
 *   STRONGLY_ASSOCIATED_REFERENCE, VERSION_NOT_NEXT
 * @see Rest-api 3.5; 3.14, Appendix B "Associations"
 */
export async function refuseUnregistrable(
  room: RegistryRoom,
  name: QualifiedSubject,
  offer: SchemaOffer,
): Promise<void> {
  if (room.settings.ruleSets !== 'drop') validateRuleSet(offer.ruleSet)
  const facts = await readFacts(room, name)
  requireRegistrable(facts, effectiveMode(facts.state, facts.scopes), offer)
  const { schemaText = '', schemaType, references, version } = offer
  if (editsTags(offer)) {
    const text = { schemaText, schemaType, references }
    await retag(room, name.context, text, { ...offer, propagateTags: false }, undefined)
  }
  await refuseStrongTargets(room, targetsOf(name, offer))
  if (version > 0 && version !== nextVersion(facts)) throw registryError('VERSION_NOT_NEXT')
}

/** Targets are named before they are resolved: what does not exist is refused later. */
function targetsOf(
  { context }: QualifiedSubject,
  { references }: SchemaOffer,
): ReadonlySet<string> {
  return new Set(
    references.flatMap(({ subject }) =>
      subject === undefined ? [] : [printSubject(referencedSubject(subject, context))],
    ),
  )
}
