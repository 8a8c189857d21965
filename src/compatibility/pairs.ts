import { compatibilityLevels } from '../model/compatibility-level.ts'
import type { CompatibilityLevel, Direction } from '../model/compatibility-level.ts'
import type { Metadata } from '../model/metadata.ts'

/** Who reads whom. */
export interface Pair<S> {
  readonly direction: Direction
  readonly reader: S
  readonly writer: S
}

/**
 * The versions a level asks about, in the order of asking.
 *
 * @param history live versions, ascending
 * @returns newest first; only the newest for levels that are not transitive, none for NONE
 * @see Compatibility 2
 */
export function versionsToCompare<V>(level: CompatibilityLevel, history: readonly V[]): V[] {
  switch (compatibilityLevels[level].history) {
    case 'none':
      return []
    case 'latest':
      return history.slice(-1)
    case 'all':
      return history.toReversed()
  }
}

/** The questions a level asks about one version: the one whose answers come first stands first. */
export function pairsOf<S>(level: CompatibilityLevel, candidate: S, version: S): Pair<S>[] {
  return compatibilityLevels[level].reads.map((direction) =>
    direction === 'new-reads-old'
      ? { direction, reader: candidate, writer: version }
      : { direction, reader: version, writer: candidate },
  )
}

/**
 * Tells whether two schemas belong to the same compatibility group: the property has the same
 * value in both, or is absent from both.
 *
 * @param group name of the metadata property
 * @see Compatibility 3, `compatibilityGroup`
 */
export function inSameGroup(
  group: string,
  a: Metadata | undefined,
  b: Metadata | undefined,
): boolean {
  return a?.properties?.get(group) === b?.properties?.get(group)
}
