import { isRegistryError, registryError } from '../errors/registry-error.ts'
import { SchemaFault } from '../formats/schema-fault.ts'
import type { Incompatibility } from '../model/incompatibility.ts'
import type { VersionRecord } from '../model/version-record.ts'
import type { QualifiedSubject } from '../model/subject.ts'
import type { VersionRequest } from '../model/version.ts'
import type { CompatibilityAnswer } from './answers.ts'
import { effectiveConfig } from './effective-config.ts'
import { effectiveMode } from './effective-mode.ts'
import { liveVersions, soughtSchema } from './find-version.ts'
import { judgeCandidate } from './judge-candidate.ts'
import type { SchemaOffer } from './offers.ts'
import { lenientRules, newSchemaRules } from './parse-rules.ts'
import { readFacts } from './read-facts.ts'
import type { Facts } from './read-facts.ts'
import type { RegistryRoom } from './registry-room.ts'

/**
 * Asks whether a schema could be registered beside one version, or beside all live ones, and
 * stores nothing.
 *
 * @throws RegistryError VERSION_NOT_FOUND, also for an unknown subject; then every kind of 42201,
 *   unless `verbose` turns it into the only message
 * @see Rest-api 2.5, Compatibility 3
 */
export async function checkCompatibility(
  room: RegistryRoom,
  name: QualifiedSubject,
  version: VersionRequest | 'all',
  offer: SchemaOffer,
  options: { readonly normalize: boolean; readonly verbose: boolean },
): Promise<CompatibilityAnswer> {
  const facts = await readFacts(room, name)
  const history = chooseHistory(facts, version)
  try {
    return await check(room, facts, history, offer, options.normalize)
  } catch (thrown) {
    if (!options.verbose || !isRegistryError(thrown) || thrown.code !== 42201) throw thrown
    const { message } = thrown
    return { compatible: false, messages: [message], incompatibilities: [invalid(thrown)] }
  }
}

function chooseHistory(
  { state }: Facts,
  version: VersionRequest | 'all',
): readonly VersionRecord[] {
  const live = liveVersions(state)
  if (version === 'all') return live
  if (version === 'latest') return live.slice(-1)
  const wanted = live.filter((record) => record.version === version)
  if (wanted.length === 0) throw registryError('VERSION_NOT_FOUND', { version })
  return wanted
}

async function check(
  room: RegistryRoom,
  { name, state, scopes }: Facts,
  history: readonly VersionRecord[],
  offer: SchemaOffer,
  normalize: boolean,
): Promise<CompatibilityAnswer> {
  const config = effectiveConfig(state, scopes, room.settings)
  const lenient = lenientRules(config, effectiveMode(state, scopes), normalize, room.settings)
  const rules = newSchemaRules(lenient, offer.schemaId, config, room.settings)
  const { schemaText = '', schemaType, references } = offer
  const text = { schemaText, schemaType, references }
  const parsed = await room.schemas.parseOffer(name.context, text, rules)
  return await judgeCandidate(room, name, soughtSchema(parsed, offer), history, config)
}

/** A candidate that is no schema at all, in the words of design 4. */
function invalid({ message, cause }: Error): Incompatibility {
  const place = cause instanceof SchemaFault ? cause.place : undefined
  return {
    kind: 'INVALID_SCHEMA',
    path: place?.pointer ?? '',
    direction: 'new-reads-old',
    message,
    ...(place === undefined ? {} : { reader: place }),
  }
}
