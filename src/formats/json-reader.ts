import { assertNever } from '../errors/assert-never.ts'
import { CONTAINER_CELLS, jsonKinds, SCALAR_CELLS } from './json-tape.ts'
import { lineAndColumn } from './line-and-column.ts'
import { scanJson } from './scan-json.ts'
import type { Place } from '../model/place.ts'
import type { JsonTape } from './json-tape.ts'
import type { JsonDialect } from './scan-json.ts'

/** A JSON value that knows where it stands. Offsets are UTF-16 code units into the text. */
export type JsonNode = JsonObject | JsonArray | JsonString | JsonNumber | JsonLiteral

interface Span {
  readonly start: number
  readonly end: number
}
/** Members keep the order of first occurrence; a repeated name keeps its place and the last value. */
export interface JsonObject extends Span {
  readonly kind: 'object'
  readonly members: ReadonlyMap<string, JsonNode>
}
export interface JsonArray extends Span {
  readonly kind: 'array'
  readonly items: readonly JsonNode[]
}
export interface JsonString extends Span {
  readonly kind: 'string'
  readonly value: string
}
/** `literal` is the number as written; `NaN`, `Infinity` and `-Infinity` occur when allowed. */
export interface JsonNumber extends Span {
  readonly kind: 'number'
  readonly literal: string
}
export interface JsonLiteral extends Span {
  readonly kind: 'literal'
  readonly value: true | false | null
}

/**
 * Reads the first JSON value of a text; what follows it is ignored.
 *
 * @throws SchemaFault with line and column, on any syntax error or on nesting beyond the bound
 */
export function readJson(text: string, dialect: JsonDialect): JsonNode {
  return nodeOf(scanJson(text, dialect), 0)
}

/** A value of a tape with all that is in it. */
export function nodeOf(tape: JsonTape, value: number): JsonNode {
  const start = tape.start(value)
  const end = tape.end(value)
  const kind = tape.kind(value)
  switch (kind) {
    case jsonKinds.string:
    case jsonKinds.escapedString:
      return { kind: 'string', value: tape.string(value), start, end }
    case jsonKinds.number:
      return { kind: 'number', literal: tape.text.slice(start, end), start, end }
    case jsonKinds.true:
      return { kind: 'literal', value: true, start, end }
    case jsonKinds.false:
      return { kind: 'literal', value: false, start, end }
    case jsonKinds.null:
      return { kind: 'literal', value: null, start, end }
    case jsonKinds.object:
      return { kind: 'object', members: membersOf(tape, value), start, end }
    case jsonKinds.array:
      return { kind: 'array', items: itemsOf(tape, value), start, end }
    default:
      return assertNever(kind)
  }
}

function membersOf(tape: JsonTape, object: number): Map<string, JsonNode> {
  const members = new Map<string, JsonNode>()
  const end = tape.next(object)
  for (let name = object + CONTAINER_CELLS; name < end;) {
    const value = name + SCALAR_CELLS
    members.set(tape.string(name), nodeOf(tape, value))
    name = tape.next(value)
  }
  return members
}

function itemsOf(tape: JsonTape, array: number): JsonNode[] {
  const items: JsonNode[] = []
  const end = tape.next(array)
  for (let item = array + CONTAINER_CELLS; item < end; item = tape.next(item)) {
    items.push(nodeOf(tape, item))
  }
  return items
}

/** JSON pointer (RFC 6901), line and column of a node inside the document it was read from. */
export function placeOf(text: string, root: JsonNode, node: JsonNode): Place {
  return { pointer: pointerTo(root, node), ...lineAndColumn(text, node.start) }
}

function pointerTo(root: JsonNode, node: JsonNode): string {
  let pointer = ''
  let here = root
  while (here !== node) {
    const entries: Iterable<[string | number, JsonNode]> =
      here.kind === 'object' ? here.members : here.kind === 'array' ? here.items.entries() : []
    let inside: JsonNode | undefined
    for (const [key, child] of entries) {
      if (child.start <= node.start && node.end <= child.end) {
        pointer += `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`
        inside = child
        break
      }
    }
    if (inside === undefined) return pointer
    here = inside
  }
  return pointer
}

/**
 * A JSON string literal as the reference's writer prints it: only `"`, `\` and control characters
 * are escaped, the latter in upper-case hex where they have no short form; everything else is raw.
 */
export function quoteJson(value: string): string {
  return `"${escapeJson(value)}"`
}

/** What stands between the quotes of {@link quoteJson}: mostly the value itself. */
export function escapeJson(value: string): string {
  // oxlint-disable-next-line no-control-regex -- control characters are what must be found
  if (!/["\\\u0000-\u001f]/.test(value)) return value
  // oxlint-disable-next-line no-control-regex -- control characters are what must be found
  return value.replace(/["\\\u0000-\u001f]/g, (c) => shortEscapes.get(c) ?? hexEscape(c))
}

const shortEscapes = new Map(
  Object.entries({
    '"': '\\"',
    '\\': '\\\\',
    '\b': '\\b',
    '\f': '\\f',
    '\n': '\\n',
    '\r': '\\r',
    '\t': '\\t',
  }),
)

function hexEscape(c: string): string {
  return `\\u${c.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`
}
