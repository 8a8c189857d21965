import type { JsonNode } from '../../json-reader.ts'
import { isWhole, parseDecimal } from '../decimal.ts'
import { conjunctionOf, innerPart, itemsOf, keyword } from './part.ts'
import type { Conjunction, Flat } from './part.ts'

/** What a JSON value can be; numbers are told apart by having a fraction. */
export type ValueKind = 'null' | 'boolean' | 'integer' | 'fraction' | 'string' | 'array' | 'object'

const all: readonly ValueKind[] = [
  'null',
  'boolean',
  'integer',
  'fraction',
  'string',
  'array',
  'object',
]

const everyKind: ReadonlySet<ValueKind> = new Set(all)

const kindsOfType = new Map<string, readonly ValueKind[]>([
  ['null', ['null']],
  ['boolean', ['boolean']],
  ['integer', ['integer']],
  ['number', ['integer', 'fraction']],
  ['string', ['string']],
  ['array', ['array']],
  ['object', ['object']],
])

/** The kind of one value. */
export function kindOf(value: JsonNode): ValueKind {
  if (value.kind === 'literal') return value.value === null ? 'null' : 'boolean'
  if (value.kind !== 'number') return value.kind
  return isWhole(parseDecimal(value.literal)) ? 'integer' : 'fraction'
}

/** The kinds a `type` keyword names; all when it is absent. */
export function typedKinds(type: JsonNode | undefined): ReadonlySet<ValueKind> {
  if (type === undefined) return everyKind
  const names = type.kind === 'array' ? type.items : [type]
  return new Set(
    names.flatMap((name) => (name.kind === 'string' ? (kindsOfType.get(name.value) ?? []) : [])),
  )
}

// Branches nest; what lies deeper than this only makes the answer less sharp.
const MAX_DEPTH = 8

const known = new WeakMap<Conjunction, ReadonlySet<ValueKind>>()

/** Kinds of the values that may satisfy a conjunction: never too few. */
export function possibleKinds(conjunction: Conjunction, depth = 0): ReadonlySet<ValueKind> {
  let kinds = known.get(conjunction)
  if (kinds === undefined) known.set(conjunction, (kinds = readKinds(conjunction, depth)))
  return kinds
}

function readKinds(conjunction: Conjunction, depth: number): ReadonlySet<ValueKind> {
  if (conjunction.never) return new Set()
  let kinds: ReadonlySet<ValueKind> = everyKind
  for (const flat of conjunction.flats) {
    kinds = intersect(kinds, typedKinds(keyword(flat, 'type')))
    for (const { values } of valueLists(flat)) kinds = intersect(kinds, new Set(values.map(kindOf)))
    if (depth < MAX_DEPTH) kinds = intersect(kinds, branchKinds(flat, depth))
  }
  return kinds
}

function branchKinds(flat: Flat, depth: number): ReadonlySet<ValueKind> {
  let kinds = everyKind
  for (const name of ['anyOf', 'oneOf']) {
    const branches = itemsOf(flat, name)
    if (branches === undefined) continue
    const union = branches.flatMap((branch) => [...kindsOfBranch(flat, branch, depth)])
    kinds = intersect(kinds, new Set(union))
  }
  return kinds
}

// Branches are asked about again and again, and may lead back to themselves.
const branchesSeen = new WeakMap<JsonNode, ReadonlySet<ValueKind>>()

function kindsOfBranch(flat: Flat, branch: JsonNode, depth: number): ReadonlySet<ValueKind> {
  let kinds = branchesSeen.get(branch)
  if (kinds === undefined) {
    branchesSeen.set(branch, new Set(all))
    kinds = possibleKinds(conjunctionOf([innerPart(flat.part, branch)]), depth + 1)
    branchesSeen.set(branch, kinds)
  }
  return kinds
}

/** A keyword that lists the values it takes. */
export interface ValueList {
  readonly keyword: 'enum' | 'const'
  readonly values: readonly JsonNode[]
}

/** The value lists of one object of keywords: all of them hold. */
export function valueLists(flat: Flat): ValueList[] {
  const lists: ValueList[] = []
  const fixed = flat.draft === '4' ? undefined : keyword(flat, 'const')
  if (fixed !== undefined) lists.push({ keyword: 'const', values: [fixed] })
  const listed = itemsOf(flat, 'enum')
  if (listed !== undefined) lists.push({ keyword: 'enum', values: listed })
  return lists
}

function intersect(
  first: ReadonlySet<ValueKind>,
  second: ReadonlySet<ValueKind>,
): ReadonlySet<ValueKind> {
  if (first === everyKind) return second
  if (second === everyKind) return first
  return new Set([...first].filter((kind) => second.has(kind)))
}
