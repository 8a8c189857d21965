import type { Place } from '../../model/place.ts'
import { childTypes } from './scope.ts'
import type { FileNode, GroupNode, MessageBody, ServiceNode, TypeNode } from './ast.ts'
import type { ProtobufSchema } from './protobuf-schema.ts'

type Declaration = TypeNode | GroupNode | ServiceNode

const LINE_FEED = 0x0a
const CARRIAGE_RETURN = 0x0d

const lineStarts = new WeakMap<ProtobufSchema, readonly number[]>()

/**
 * The place of a declaration in the submitted text.
 *
 * @param start offset of the declaration; -1 when it stands in another file
 * @param pointer dotted path of the declaration
 */
export function placeIn(parsed: ProtobufSchema, start: number, pointer: string): Place {
  if (parsed.sourceText === undefined || start < 0) return { pointer, line: 0, column: 0 }
  const starts = lineStartsOf(parsed, parsed.sourceText)
  let low = 0
  let high = starts.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((starts[middle] ?? 0) <= start) low = middle
    else high = middle - 1
  }
  return { pointer, line: low + 1, column: start - (starts[low] ?? 0) + 1 }
}

function lineStartsOf(parsed: ProtobufSchema, text: string): readonly number[] {
  const known = lineStarts.get(parsed)
  if (known !== undefined) return known
  const starts = [0]
  for (let at = 0; at < text.length; at++) {
    const c = text.charCodeAt(at)
    if (c === LINE_FEED || (c === CARRIAGE_RETURN && text.charCodeAt(at + 1) !== LINE_FEED)) {
      starts.push(at + 1)
    }
  }
  lineStarts.set(parsed, starts)
  return starts
}

/** A declaration to point at. */
export interface Target {
  readonly start: number
  readonly name?: string
}

/**
 * The place of what a difference's path leads to.
 *
 * @param path `#/Outer/Inner/7`: its last part may be a number where people look for the name
 * @param target `undefined` where the schema has no such thing: then it is the place of the type or
 *   service that would hold it, if there is one
 */
export function placeAtPath(
  parsed: ProtobufSchema,
  path: string,
  target: Target | undefined,
): Place | undefined {
  const names = path.slice('#/'.length).split('/')
  if (target === undefined) return placeOfHolder(parsed, names)
  const { start, name } = target
  const outer = names.slice(0, -1)
  return placeIn(parsed, start, (name === undefined ? names : [...outer, name]).join('.'))
}

/** The innermost declaration on the way to what is not there. */
function placeOfHolder(parsed: ProtobufSchema, names: readonly string[]): Place | undefined {
  let inside: ReadonlyMap<string, Declaration> | undefined = declarationsIn(parsed.file)
  let holder: Declaration | undefined
  let depth = 0
  for (const name of names) {
    const node: Declaration | undefined = inside?.get(name)
    if (node === undefined) break
    holder = node
    depth += 1
    inside = node.kind === 'message' || node.kind === 'group' ? declarationsIn(node) : undefined
  }
  return holder && placeIn(parsed, holder.start, names.slice(0, depth).join('.'))
}

const known = new WeakMap<object, ReadonlyMap<string, Declaration>>()

/** By name: of a large file that is another, every declaration is asked for. */
function declarationsIn(holder: FileNode | MessageBody): ReadonlyMap<string, Declaration> {
  let byName = known.get(holder)
  if (byName === undefined) {
    const nodes =
      'services' in holder ? [...holder.declarations, ...holder.services] : childTypes(holder)
    byName = new Map(nodes.toReversed().map((node) => [node.name, node]))
    known.set(holder, byName)
  }
  return byName
}
