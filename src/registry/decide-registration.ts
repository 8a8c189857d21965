import { registryError } from '../errors/registry-error.ts'
import { modes } from '../model/mode.ts'
import type { Mode } from '../model/mode.ts'
import type { VersionRecord } from '../model/version-record.ts'
import { printContext, printSubject } from '../model/subject.ts'
import { MAX_VERSION } from '../model/version.ts'
import type { VersionPlan } from '../store/store.ts'
import { liveVersions } from './find-version.ts'
import type { FoundVersion } from './find-version.ts'
import type { SchemaOffer } from './offers.ts'
import type { Facts } from './read-facts.ts'

/** The numbers that an offer asks for. */
export type Asked = Pick<SchemaOffer, 'version' | 'schemaId'>

/** Where a registration lands, decided on facts alone. */
export type Placement = Pick<VersionPlan, 'schemaId' | 'version' | 'overwrite' | 'purge'>

/** One more than the highest version, soft-deleted ones included. */
export function nextVersion({ state }: Facts): number {
  return (state.versions.at(-1)?.version ?? 0) + 1
}

/**
 * Answers a registration with a version that stands already, whatever the mode.
 *
 * @param found the version that the offer is, among the live ones
 * @param guid of the offer
 * @returns `undefined`: go on and register
 * @see Rest-api 3.5 A
 */
export function decideShortcut(
  { state }: Facts,
  { version, schemaId }: Asked,
  found: FoundVersion,
  guid: string,
): FoundVersion | undefined {
  const { record } = found
  if (version <= 0) {
    return schemaId === undefined || schemaId === record.schemaId ? found : undefined
  }
  if (schemaId !== record.schemaId) return undefined
  if (record.version === version) return found
  const twin = liveVersions(state).find(
    (live) => live.version === version && live.schemaId === schemaId && live.guid === guid,
  )
  return twin === undefined ? undefined : { kind: 'same-content', record: twin }
}

/**
 * Refuses a registration that the mode in force does not permit.
 *
 * @throws RegistryError READ_ONLY_MODE, NOT_IMPORT_MODE, NOT_READ_WRITE_MODE
 * @see Rest-api 3.8
 */
export function requireRegistrable({ name }: Facts, mode: Mode, { schemaId }: Asked): void {
  const { registersWithId, registersWithoutId, writable } = modes[mode]
  const where = { subject: printSubject(name), context: printContext(name.context) }
  if (!writable) throw registryError('READ_ONLY_MODE', where)
  if (schemaId !== undefined && !registersWithId) throw registryError('NOT_IMPORT_MODE', where)
  if (schemaId === undefined && !registersWithoutId) {
    throw registryError('NOT_READ_WRITE_MODE', where)
  }
}

/**
 * Whether a live version may turn out to be what a registration without a version of its own offers.
 *
 * @param knownId by which the context knows the offered content, whatever subject uses it
 * @see Rest-api 3.5 F
 */
export function mayBeReused(
  { schemaId, deleted }: VersionRecord,
  asked: Asked,
  knownId: number | undefined,
): boolean {
  const id = asked.schemaId ?? knownId
  return asked.version === 0 && !deleted && (id === undefined || id === schemaId)
}

/**
 * Places a new version: its number, its id, and which soft-deleted versions it replaces.
 *
 * @param contiguous whether versions must follow one another: everywhere but in IMPORT and FORWARD
 * @throws RegistryError VERSION_NOT_NEXT
 * @see Rest-api 3.5 H
 */
export function decidePlacement(
  facts: Facts,
  asked: Asked,
  use: VersionRecord | undefined,
  contiguous: boolean,
): Placement {
  const next = nextVersion(facts)
  const version = asked.version <= 0 ? next : asked.version
  // Behind the highest number that an import can give, there is no next one.
  if (version > MAX_VERSION || (contiguous && version !== next)) {
    throw registryError('VERSION_NOT_NEXT')
  }
  const id = asked.schemaId ?? use?.schemaId
  const purge =
    id === undefined
      ? []
      : facts.state.versions.filter(
          (old) => old.deleted && old.schemaId === id && old.version < version,
        )
  return {
    // The store finds the id that the context has for a content by itself, race or no race.
    schemaId: asked.schemaId ?? 'allocate',
    version,
    overwrite: !contiguous,
    purge: purge.map((old) => old.version),
  }
}
