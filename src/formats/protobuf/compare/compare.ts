import type { Difference } from '../../difference.ts'
import { javaHashMapOrder, javaUnionOrder } from '../../java-hash-order.ts'
import { enumsOf, isMapEntry, messagesOf } from '../ast.ts'
import type { EnumNode, MessageNode, TypeNode } from '../ast.ts'
import type { ReferenceKind } from '../differences.ts'
import { LOCAL_ORIGIN } from '../protobuf-schema.ts'
import type { ProtobufSchema } from '../protobuf-schema.ts'
import { packageScopeOf, qualified } from '../scope.ts'
import type { ScopedType } from '../scope.ts'
import { compareEnums } from './enum.ts'
import { compareBodies } from './message.ts'
import type { Target } from '../place-in.ts'
import { referenceDifference, sideInside, sideOf } from './side.ts'
import type { Sides } from './side.ts'
import { walkPairs } from './walk.ts'
import type { MessagePair, PairSteps, ScopedMessage, Step } from './walk.ts'

/**
 * Lists what differs between two schemas as the reference does, harmless differences included.
 *
 * @see Protobuf 8
 */
export function compareAsReference(
  reader: ProtobufSchema,
  writer: ProtobufSchema,
): readonly Difference[] {
  const sides: Sides = { reader: sideOf(reader), writer: sideOf(writer) }
  const top = {
    sides,
    path: '#',
    reader: topLevel(reader),
    writer: topLevel(writer),
  }
  const root = [...comparePackages(sides), ...compareDeclarations(top)]
  return walkPairs(root, (pair) => comparePair(sides, pair))
}

function comparePackages(sides: Sides): readonly Step[] {
  const reader = sides.reader.parsed.file.packageName ?? ''
  const writer = sides.writer.parsed.file.packageName ?? ''
  if (reader === writer) return []
  const start = { start: 0 }
  return [difference(sides, 'PACKAGE_CHANGED', '#/', { reader: start, writer: start })]
}

/** Declarations of one level, and what their names hang from. */
interface Level {
  readonly declarations: readonly TypeNode[]
  readonly outer: Omit<ScopedType, 'node'>
}

/** One level on both sides. */
interface LevelPair {
  readonly sides: Sides
  readonly path: string
  readonly reader: Level
  readonly writer: Level
}

function topLevel(parsed: ProtobufSchema): Level {
  const { file } = parsed
  const fullName = file.packageName ?? ''
  const scope = packageScopeOf(parsed)
  const outer = { fullName, localName: '', origin: LOCAL_ORIGIN, file, scope }
  return { declarations: file.declarations, outer }
}

function comparePair(sides: Sides, { reader, writer }: MessagePair): PairSteps {
  const inner: Sides = {
    reader: sideInside(sides.reader, reader),
    writer: sideInside(sides.writer, writer),
  }
  const path = `#/${reader.localName.replaceAll('.', '/')}`
  return {
    body: compareBodies(inner, path, reader.node, writer.node),
    types: compareDeclarations({
      sides: inner,
      path,
      reader: { declarations: reader.node.declarations, outer: reader },
      writer: { declarations: writer.node.declarations, outer: writer },
    }),
  }
}

/** Compares the types declared on one level by name. Protobuf 8.1, "types". */
function compareDeclarations(pair: LevelPair): readonly Step[] {
  if (pair.reader.declarations.length === 0 && pair.writer.declarations.length === 0) return []
  return [...compareMessageNames(pair), ...compareEnumNames(pair)]
}

function compareMessageNames(pair: LevelPair): readonly Step[] {
  const readers = indexed(messagesOf(pair.reader.declarations))
  const writers = indexed(messagesOf(pair.writer.declarations))
  return unionOrder(writers, readers).flatMap((name) => {
    const reader = readers.get(name)
    const writer = writers.get(name)
    const path = `${pair.path}/${name}`
    if (reader === undefined || writer === undefined) {
      const only = reader ?? writer
      if (only === undefined || isMapEntry(only.node)) return []
      const kind = reader === undefined ? 'MESSAGE_REMOVED' : 'MESSAGE_ADDED'
      return [difference(pair.sides, kind, path, { reader: reader?.node, writer: writer?.node })]
    }
    const messages = {
      reader: scoped(pair.reader, reader.node),
      writer: scoped(pair.writer, writer.node),
    }
    const nested: Step = { kind: 'nested', pair: messages }
    if (reader.index === writer.index) return [nested]
    const targets = { reader: reader.node, writer: writer.node }
    return [nested, difference(pair.sides, 'MESSAGE_MOVED', path, targets)]
  })
}

function compareEnumNames(pair: LevelPair): readonly Step[] {
  const readers = indexed(enumsOf(pair.reader.declarations))
  const writers = indexed(enumsOf(pair.writer.declarations))
  return unionOrder(writers, readers).flatMap((name) => {
    const reader = readers.get(name)?.node
    const writer = writers.get(name)?.node
    const path = `${pair.path}/${name}`
    if (reader !== undefined && writer !== undefined) {
      return compareEnums(pair.sides, path, reader, writer)
    }
    const kind = reader === undefined ? 'ENUM_REMOVED' : 'ENUM_ADDED'
    return [difference(pair.sides, kind, path, { reader, writer })]
  })
}

/** A declaration and its position among its like. */
interface Indexed<T> {
  readonly node: T
  readonly index: number
}

/** Declarations by name; of several with one name the last counts. */
function indexed<T extends MessageNode | EnumNode>(
  nodes: readonly T[],
): ReadonlyMap<string, Indexed<T>> {
  return new Map(nodes.map((node, index) => [node.name, { node, index }]))
}

function unionOrder(
  writers: ReadonlyMap<string, unknown>,
  readers: ReadonlyMap<string, unknown>,
): readonly string[] {
  return javaUnionOrder(
    javaHashMapOrder([...writers.keys()]),
    javaHashMapOrder([...readers.keys()]),
  )
}

function scoped({ outer }: Level, node: MessageNode): ScopedMessage {
  return {
    node,
    fullName: qualified(outer.fullName, node.name),
    localName: qualified(outer.localName, node.name),
    origin: outer.origin,
    file: outer.file,
    scope: outer.scope.children.get(node.name) ?? outer.scope,
  }
}

function difference(
  sides: Sides,
  kind: ReferenceKind,
  path: string,
  targets: { readonly reader: Target | undefined; readonly writer: Target | undefined },
): Step {
  return { kind: 'difference', difference: referenceDifference(sides, kind, path, targets) }
}
