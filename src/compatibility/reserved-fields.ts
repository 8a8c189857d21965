import { RESERVED_PROPERTY } from '../model/metadata.ts'
import type { Incompatibility } from '../model/incompatibility.ts'
import type { Metadata } from '../model/metadata.ts'

/**
 * Checks the field names that metadata reserves.
 *
 * @param previous metadata of the latest live version, whatever its group
 * @param topLevelFields asked for only when the new schema reserves anything
 * @see Compatibility 5
 */
export function checkReservedFields(
  candidate: Metadata | undefined,
  previous: Metadata | undefined,
  topLevelFields: () => readonly string[],
): Incompatibility[] {
  const reserved = reservedNames(candidate)
  const removed = [...reservedNames(previous)]
    .filter((name) => !reserved.has(name))
    .map((name) =>
      fault(
        'RESERVED_FIELD_REMOVED',
        name,
        `The new schema has reserved field ${name} removed from its metadata which is present in the old schema's metadata.`,
      ),
    )
  const present = new Set(reserved.size === 0 ? [] : topLevelFields())
  const conflicting = [...reserved]
    .filter((name) => present.has(name))
    .map((name) =>
      fault(
        'RESERVED_FIELD_CONFLICT',
        name,
        `The new schema has field that conflicts with the reserved field ${name}.`,
      ),
    )
  return [...removed, ...conflicting]
}

function reservedNames(metadata: Metadata | undefined): ReadonlySet<string> {
  const names = (metadata?.properties?.get(RESERVED_PROPERTY) ?? '').split(',')
  return new Set(names.map((name) => name.trim()).filter((name) => name !== ''))
}

function fault(kind: string, name: string, message: string): Incompatibility {
  return { kind, path: name, direction: 'new-reads-old', message }
}
