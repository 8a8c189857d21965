import type { OneofNode } from '../ast.ts'
import type { ReferenceKind } from '../differences.ts'
import type { Target } from '../place-in.ts'
import { referenceDifference } from './side.ts'
import type { Sides } from './side.ts'
import type { Step } from './walk.ts'

/** The oneofs of one message on both sides. */
export interface OneofPair {
  readonly sides: Sides
  /** Of the message. */
  readonly path: string
  readonly reader: readonly OneofNode[]
  readonly writer: readonly OneofNode[]
  /** For each tag of the writer: its oneof, `undefined` for a plain field. */
  readonly writerHomes: ReadonlyMap<number, string | undefined>
}

/** Finds fields that were gathered into a oneof. Protobuf 8.1, body 1. */
export function compareOneofMoves(pair: OneofPair): readonly Step[] {
  const writers = byName(pair.writer)
  return pair.reader.flatMap((oneof) => {
    const tags = oneof.fields.map(({ tag }) => tag).filter((tag) => pair.writerHomes.has(tag))
    const origins = new Set(tags.map((tag) => pair.writerHomes.get(tag) ?? tag))
    if (origins.size < 2) return []
    const plain = [...origins].filter((origin) => typeof origin === 'number')
    const kind =
      plain.length > 1 ? 'MULTIPLE_FIELDS_MOVED_TO_ONEOF' : 'FIELD_MOVED_TO_EXISTING_ONEOF'
    const writer = writers.get(oneof.name)
    return [difference(pair, kind, oneof.name, { reader: oneof, writer })]
  })
}

/** Finds added and removed oneofs. Protobuf 8.1, body 2. */
export function compareOneofNames(pair: OneofPair): readonly Step[] {
  const readers = byName(pair.reader)
  const writers = byName(pair.writer)
  const names = new Set([...writers.keys(), ...readers.keys()])
  return [...names].toSorted().flatMap((name) => {
    const reader = readers.get(name)
    const writer = writers.get(name)
    if (reader !== undefined && writer !== undefined) return []
    const kind = reader === undefined ? 'ONEOF_REMOVED' : 'ONEOF_ADDED'
    return [difference(pair, kind, name, { reader, writer })]
  })
}

function difference(
  pair: OneofPair,
  kind: ReferenceKind,
  name: string,
  targets: { readonly reader: Target | undefined; readonly writer: Target | undefined },
): Step {
  const path = `${pair.path}/${name}`
  return { kind: 'difference', difference: referenceDifference(pair.sides, kind, path, targets) }
}

/** Of several oneofs with one name the first counts. */
export function byName(oneofs: readonly OneofNode[]): ReadonlyMap<string, OneofNode> {
  return new Map(oneofs.toReversed().map((oneof) => [oneof.name, oneof]))
}
