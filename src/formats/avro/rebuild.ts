import { FieldIndex } from './field-index.ts'
import { assertNever } from '../../errors/assert-never.ts'
import type { AvroType, Field } from './ast.ts'

/** What a copy changes: each function gets a node and gives it back, altered or not. */
export interface Edits {
  /** The node's parts are replaced afterwards; whatever is done to them here is lost. */
  readonly type: (type: AvroType) => AvroType
  readonly field: (field: Field) => Field
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] }

/**
 * A copy of a type and of all it reaches.
 *
 * Nodes wait in a list instead of on the stack: names can chain types far deeper than a text nests.
 */
export function rebuild(root: AvroType, edits: Edits): AvroType {
  const copies = new Map<AvroType, AvroType>()
  const waiting: { from: AvroType; to: AvroType }[] = []
  const copyOf = (from: AvroType): AvroType => {
    let to = copies.get(from)
    if (to === undefined) {
      to = { ...edits.type(from) }
      copies.set(from, to)
      waiting.push({ from, to })
    }
    return to
  }
  const copy = copyOf(root)
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    connect(next.from, next.to, edits, copyOf)
  }
  return copy
}

function connect(
  from: AvroType,
  to: Mutable<AvroType>,
  edits: Edits,
  copyOf: (type: AvroType) => AvroType,
): void {
  switch (to.kind) {
    case 'record': {
      if (from.kind !== 'record') return
      const fields = from.fields.map((field) => ({
        ...edits.field(field),
        type: copyOf(field.type),
      }))
      to.fields = fields
      to.fieldByName = new FieldIndex(fields)
      return
    }
    case 'array':
      if (from.kind === 'array') to.items = copyOf(from.items)
      return
    case 'map':
      if (from.kind === 'map') to.values = copyOf(from.values)
      return
    case 'union':
      if (from.kind === 'union') to.branches = from.branches.map(copyOf)
      return
    case 'enum':
    case 'fixed':
    case 'null':
    case 'boolean':
    case 'int':
    case 'long':
    case 'float':
    case 'double':
    case 'bytes':
    case 'string':
      return
    default:
      return assertNever(to)
  }
}
