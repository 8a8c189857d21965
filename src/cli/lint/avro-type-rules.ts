import type { AvroType, EnumType, FixedType } from '../../formats/avro/ast.ts'
import { nameOrKind } from '../../formats/avro/ast.ts'
import type { JsonNode } from '../../formats/json-reader.ts'
import type { AvroRule } from './avro-rules.ts'

/** Where a rule is broken: the path in the current schema, and a spot in each text. */
export interface Where {
  readonly path: string
  readonly currentAt: number
  readonly previousAt: number
}

/** Takes note of a broken rule. */
export type Report = (rule: AvroRule, where: Where, message: string) => void

/** Two types at the same place. */
type TypePair = Where & { readonly current: AvroType; readonly previous: AvroType }

/** Symbols that went, came or moved, and the default. */
export function checkEnum(
  where: Where,
  current: EnumType,
  previous: EnumType,
  report: Report,
): void {
  const now = new Set(current.symbols)
  const before = new Set(previous.symbols)
  for (const symbol of previous.symbols.filter((one) => !now.has(one))) {
    report('ENUM_SYMBOL_NO_DELETE', where, `symbol ${symbol} was removed`)
  }
  const isMoved = previous.symbols.some(
    (symbol, index) => now.has(symbol) && current.symbols[index] !== symbol,
  )
  if (isMoved) report('ENUM_SYMBOL_ORDER_SAME', where, 'symbols have other ordinals')
  if (previous.default !== undefined && current.default !== previous.default) {
    report(
      'ENUM_DEFAULT_NO_DELETE',
      where,
      `the default ${previous.default} was removed or changed`,
    )
  }
  const added = current.symbols.filter((symbol) => !before.has(symbol))
  if (previous.default === undefined && added.length > 0) {
    const words = `old readers have no default for ${added.join(', ')}`
    report('ENUM_SYMBOL_ADDED_WITHOUT_DEFAULT', where, words)
  }
}

/** The size. */
export function checkFixed(
  where: Where,
  current: FixedType,
  previous: FixedType,
  report: Report,
): void {
  if (current.size === previous.size) return
  report('FIXED_SAME_SIZE', where, `the size is ${current.size} bytes, it was ${previous.size}`)
}

/** Branches that went or came, and which is first. A type that is no union is a union of one. */
export function checkUnion(pair: TypePair, report: Report): void {
  const now = namesOf(pair.current)
  const before = namesOf(pair.previous)
  for (const name of before.filter((one) => !now.includes(one))) {
    report('UNION_BRANCH_NO_DELETE', pair, `branch ${name} was removed`)
  }
  for (const name of now.filter((one) => !before.includes(one))) {
    report('UNION_BRANCH_ADDED', pair, `branch ${name} was added, which old readers cannot read`)
  }
  if (now[0] !== before[0]) {
    report('UNION_FIRST_BRANCH_SAME', pair, `the first branch is ${now[0]}, it was ${before[0]}`)
  }
}

function namesOf(type: AvroType): readonly string[] {
  return type.kind === 'union' ? type.branches.map(nameOrKind) : [nameOrKind(type)]
}

const logicalAttributes = ['logicalType', 'precision', 'scale']

/** Avro 1.12, Logical Types, Decimal: without a scale, the scale is 0. */
const NO_SCALE: JsonNode = { kind: 'number', literal: '0', start: 0, end: 0 }

function attributeOf(type: AvroType, name: string): JsonNode | undefined {
  if (type.kind === 'union') return undefined
  return type.properties.get(name) ?? (name === 'scale' ? NO_SCALE : undefined)
}

/** The logical type with its precision and scale. */
export function checkLogicalType(pair: TypePair, report: Report): void {
  const { current, previous } = pair
  if (current.kind === 'union' || previous.kind === 'union') return
  const changed = logicalAttributes.filter(
    (name) => !sameJson(attributeOf(current, name), attributeOf(previous, name)),
  )
  if (changed.length > 0) report('LOGICAL_TYPE_SAME', pair, `${changed.join(', ')} changed`)
}

/** Whether two JSON values are the same, numbers by their digits. */
export function sameJson(a: JsonNode | undefined, b: JsonNode | undefined): boolean {
  if (a === undefined || b === undefined) return a === b
  switch (a.kind) {
    case 'object':
      return (
        b.kind === 'object' &&
        a.members.size === b.members.size &&
        [...a.members].every(([name, value]) => sameJson(value, b.members.get(name)))
      )
    case 'array':
      return (
        b.kind === 'array' &&
        a.items.length === b.items.length &&
        a.items.every((item, index) => sameJson(item, b.items[index]))
      )
    case 'string':
      return b.kind === 'string' && a.value === b.value
    case 'number':
      return b.kind === 'number' && a.literal === b.literal
    case 'literal':
      return b.kind === 'literal' && a.value === b.value
  }
}
