import type { JsonNode } from '../../json-reader.ts'
import { possibleKinds } from './kinds.ts'
import type { ValueKind } from './kinds.ts'
import type { Obligation, Pair, Trial } from './obligations.ts'
import {
  acceptsAll,
  conjunctionOf,
  innerPart,
  itemsOf,
  keyword,
  sameText,
  syntheticPart,
} from './part.ts'
import type { Part } from './part.ts'

/** `anyOf`, `oneOf`, `not`, conditions, and what the draft leaves to other keywords. */
export const checkChoices: Obligation = (pair, sink, trial) => {
  const { reader, writer, writerParts } = pair
  const anyOf = itemsOf(reader, 'anyOf')?.map((json) => innerPart(reader.part, json))
  if (anyOf !== undefined && !byCases(pair, (parts) => someHolds(parts, anyOf, trial))) {
    sink.fail('CHOICE_NOT_COVERED', 'anyOf')
  }
  const oneOf = itemsOf(reader, 'oneOf')?.map((json) => innerPart(reader.part, json))
  if (oneOf !== undefined && !byCases(pair, (parts) => oneHolds(parts, oneOf, trial))) {
    const covered = byCases(pair, (parts) => someHolds(parts, oneOf, trial))
    sink.fail(covered ? 'ONEOF_OVERLAP' : 'CHOICE_NOT_COVERED', 'oneOf')
  }
  const forbidden = keyword(reader, 'not')
  if (forbidden !== undefined) {
    const part = innerPart(reader.part, forbidden)
    const implied =
      trial.areDisjoint(writerParts, [part]) ||
      writer.flats.some((flat) => {
        const own = keyword(flat, 'not')
        return own !== undefined && trial.holds([part], innerPart(flat.part, own))
      })
    if (!implied) sink.fail('NOT_CHANGED', 'not')
  }
  checkCondition(pair, sink, trial)
  checkUnevaluated(pair, sink)
  for (const name of ['$dynamicRef', '$recursiveRef']) {
    if (keyword(reader, name) !== undefined) sink.fail('REFERENCE_UNDECIDED', name)
  }
}

function someHolds(writer: readonly Part[], branches: readonly Part[], trial: Trial): boolean {
  return branches.some((branch) => trial.holds(writer, branch))
}

function oneHolds(writer: readonly Part[], branches: readonly Part[], trial: Trial): boolean {
  return branches.some(
    (branch) =>
      trial.holds(writer, branch) &&
      branches.every((other) => other === branch || trial.areDisjoint(writer, [other])),
  )
}

// Cases multiply; a writer with more of them is left undecided.
const MAX_CASES = 400

/** True when a claim holds for the writer as a whole, or for each of its branches, kinds and values. */
function byCases(
  { writer, writerParts }: Pair,
  claim: (writer: readonly Part[]) => boolean,
): boolean {
  if (claim(writerParts)) return true
  for (const flat of writer.flats) {
    for (const name of ['anyOf', 'oneOf']) {
      const branches = itemsOf(flat, name)
      if (branches === undefined || branches.length > MAX_CASES) continue
      const cases = branches.map((json) => [...writerParts, innerPart(flat.part, json)])
      if (cases.every((parts) => claim(parts) || byKinds(parts, claim))) return true
    }
    const values = itemsOf(flat, 'enum')
    if (values === undefined || values.length > MAX_CASES) continue
    const cases = values.map((value) => {
      const list = { kind: 'array', items: [value], start: 0, end: 0 } as const
      return [...writerParts, syntheticPart(new Map([['enum', list]]), flat.part)]
    })
    if (cases.every(claim)) return true
  }
  return byKinds(writerParts, claim)
}

function byKinds(parts: readonly Part[], claim: (writer: readonly Part[]) => boolean): boolean {
  const [first] = parts
  if (first === undefined) return false
  const kinds = new Set([...possibleKinds(conjunctionOf(parts))].map(typeOfKind))
  if (kinds.size < 2 || kinds.size > 6) return false
  return [...kinds].every((type) => claim([...parts, kindPart(type, first)]))
}

function typeOfKind(kind: ValueKind): string {
  return kind === 'integer' || kind === 'fraction' ? 'number' : kind
}

const kindParts = new Map<string, JsonNode>()

function kindPart(type: string, like: Part): Part {
  let json = kindParts.get(type)
  if (json === undefined) {
    const value = { kind: 'string', value: type, start: 0, end: 0 } as const
    json = { kind: 'object', members: new Map([['type', value]]), start: 0, end: 0 }
    kindParts.set(type, json)
  }
  return { ...like, spot: { ...like.spot, json } }
}

function checkCondition(
  { writer, writerParts, reader }: Pair,
  sink: Parameters<Obligation>[1],
  trial: Trial,
): void {
  const condition = keyword(reader, 'if')
  if (condition === undefined) return
  const premise = innerPart(reader.part, condition)
  const twin = writer.flats.find((flat) => {
    const own = keyword(flat, 'if')
    return own !== undefined && sameText(own, condition)
  })
  const branch = (name: 'then' | 'else'): boolean => {
    const demand = keyword(reader, name)
    if (demand === undefined || acceptsAll(demand)) return true
    const own = twin === undefined ? undefined : keyword(twin, name)
    const known = [...writerParts]
    if (name === 'then') known.push(premise)
    if (own !== undefined && twin !== undefined) known.push(innerPart(twin.part, own))
    if (trial.holds(known, innerPart(reader.part, demand))) return true
    return name === 'then'
      ? trial.areDisjoint(writerParts, [premise])
      : trial.holds(writerParts, premise)
  }
  if (!branch('then') || !branch('else')) sink.fail('CONDITION_CHANGED', 'if')
}

/** What is evaluated depends on the whole subschema: only an equal one, self-contained, is sure. */
function checkUnevaluated({ writer, reader }: Pair, sink: Parameters<Obligation>[1]): void {
  for (const name of ['unevaluatedProperties', 'unevaluatedItems']) {
    const rest = keyword(reader, name)
    if (rest === undefined || acceptsAll(rest)) continue
    const same = writer.flats.some((flat) => sameScope(flat, reader))
    if (!same) sink.fail('UNEVALUATED_CHANGED', name)
  }
}

function sameScope(flat: Pair['reader'], reader: Pair['reader']): boolean {
  return sameText(flat.json, reader.json) && flat.draft === reader.draft
}
