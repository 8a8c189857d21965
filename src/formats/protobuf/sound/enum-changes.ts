import { isClosedEnum } from '../features.ts'
import type { ScopedType } from '../scope.ts'
import type { SoundKind } from './sound-rows.ts'

/** A difference and the words that belong to it. */
export interface Change {
  readonly kind: SoundKind
  readonly info: string
}

const known = new WeakMap<ScopedType, WeakMap<ScopedType, readonly Change[]>>()

/** What is lost when one enum reads another; remembered, as many fields may share both. */
export function enumChanges(reader: ScopedType, writer: ScopedType): readonly Change[] {
  const row = known.get(reader) ?? new WeakMap<ScopedType, readonly Change[]>()
  known.set(reader, row)
  const changes = row.get(writer) ?? findEnumChanges(reader, writer)
  row.set(writer, changes)
  return changes
}

/** Protobuf 8.4, classes 4 and 9. */
function findEnumChanges(reader: ScopedType, writer: ScopedType): readonly Change[] {
  if (reader.node.kind !== 'enum' || writer.node.kind !== 'enum') return []
  const namesOf = new Map<number, Set<string>>()
  for (const { number, name } of reader.node.constants) {
    namesOf.set(number, (namesOf.get(number) ?? new Set()).add(name))
  }
  const lostNumbers = writer.node.constants.filter(({ number }) => !namesOf.has(number))
  const names = new Set(reader.node.constants.map(({ name }) => name))
  const lostNames = writer.node.constants.filter(({ name }) => !names.has(name))
  const moved = writer.node.constants.filter(
    ({ number, name }) => names.has(name) && namesOf.get(number)?.has(name) !== true,
  )
  const changes: Change[] = []
  if (reader.fullName !== writer.fullName && lostNumbers.length + moved.length > 0) {
    changes.push({
      kind: 'FIELD_ENUM_TYPE_CHANGED',
      info: `${writer.fullName} became ${reader.fullName}`,
    })
  } else if (moved.length > 0) {
    changes.push({ kind: 'FIELD_ENUM_TYPE_CHANGED', info: `${list(moved)} renumbered` })
  }
  if (lostNumbers.length > 0 && isClosedEnum(reader)) {
    changes.push({ kind: 'CLOSED_ENUM_CONST_REMOVED', info: list(lostNumbers) })
  }
  if (lostNames.length > 0) changes.push({ kind: 'ENUM_NAME_REMOVED', info: list(lostNames) })
  return changes
}

function list(constants: readonly { readonly name: string; readonly number: number }[]): string {
  return constants.map(({ name, number }) => `${name} = ${number}`).join(', ')
}
