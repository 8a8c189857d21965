import { isMultiple, parseDecimal } from '../decimal.ts'
import { javaPattern } from '../regex/java-pattern.ts'
import { countRange, isBoundImplied, isInside, knownMultiples, numberBounds } from './bounds.ts'
import type { Side } from './bounds.ts'
import { kindOf, possibleKinds, typedKinds, valueLists } from './kinds.ts'
import type { ValueKind } from './kinds.ts'
import type { Obligation, Pair, Trial } from './obligations.ts'
import { keyword, numberOf } from './part.ts'
import { STEPS_PER_LOOK } from './steps.ts'
import { finiteValues, valueKey } from './values.ts'

/** Lengths are counted character by character. */
const STEPS_PER_CHARACTER = STEPS_PER_LOOK / 20

/** True when the writer may write a value of one of the kinds. */
export function mayWrite({ writer }: Pair, ...kinds: readonly ValueKind[]): boolean {
  const possible = possibleKinds(writer)
  return kinds.some((kind) => possible.has(kind))
}

/** `type`, `enum` and `const`. */
export const checkKinds: Obligation = ({ writer, reader }, sink, trial) => {
  const taken = typedKinds(keyword(reader, 'type'))
  const values = finiteValues(writer)
  const written = values === undefined ? possibleKinds(writer) : new Set(values.map(kindOf))
  if ([...written].some((kind) => !taken.has(kind))) {
    sink.fail('TYPE_CONSTRAINT_ADDED', 'type', true)
  }
  const all = values ?? valuesOfKinds(possibleKinds(writer))
  for (const list of valueLists(reader)) {
    trial.spend(list.values.length * STEPS_PER_LOOK)
    const keys = new Set(list.values.map(valueKey))
    if (all === undefined || all.some((value) => !keys.has(valueKey(value)))) {
      sink.fail('VALUE_LOST', list.keyword, true)
    }
  }
}

/** The values of kinds that have few. */
function valuesOfKinds(kinds: ReadonlySet<ValueKind>): ReturnType<typeof finiteValues> {
  if ([...kinds].some((kind) => kind !== 'null' && kind !== 'boolean')) return undefined
  const values = kinds.has('boolean') ? [true, false] : []
  return [...values, ...(kinds.has('null') ? [null] : [])].map((value) => ({
    kind: 'literal',
    value,
    start: 0,
    end: 0,
  }))
}

const sides: readonly (readonly [Side, string])[] = [
  ['lower', 'minimum'],
  ['upper', 'maximum'],
]

/** Limits on numbers and `multipleOf`. */
export const checkNumbers: Obligation = (pair, sink) => {
  const { writer, reader } = pair
  if (!mayWrite(pair, 'integer', 'fraction')) return
  const values = finiteValues(writer)?.flatMap((value) =>
    value.kind === 'number' ? [value.literal] : [],
  )
  for (const [side, name] of sides) {
    for (const bound of numberBounds(reader, side)) {
      const implied =
        values?.every((literal) => isInside(literal, bound, side)) ??
        isBoundImplied(writer, bound, side)
      if (!implied) sink.fail('LIMIT_NARROWED', name, true)
    }
  }
  const step = numberOf(reader, 'multipleOf')
  if (step === undefined) return
  const wanted = parseDecimal(step)
  const onlyWhole = !possibleKinds(writer).has('fraction')
  const known = [...knownMultiples(writer), ...(onlyWhole ? [parseDecimal('1')] : [])]
  const implied =
    values?.every((literal) => isMultiple(parseDecimal(literal), wanted)) ??
    known.some((each) => isMultiple(each, wanted))
  if (!implied) sink.fail('LIMIT_NARROWED', 'multipleOf', true)
}

/** Limits on texts, patterns and formats. */
export const checkStrings: Obligation = (pair, sink, trial) => {
  const { writer, reader } = pair
  if (!mayWrite(pair, 'string')) return
  const texts = finiteValues(writer)?.flatMap((value) =>
    value.kind === 'string' ? [value.value] : [],
  )
  checkCounts(pair, 'Length', texts && lengthsOf(texts, trial), sink)
  const pattern = keyword(reader, 'pattern')
  if (pattern?.kind === 'string') {
    const compiled = javaPattern(pattern.value)
    const implied =
      texts?.every((text) => compiled.findsIn(text, trial.spend) === true) ??
      saysToo(pair, 'pattern', pattern.value)
    if (!implied) sink.fail('PATTERN_ADDED_OR_CHANGED', 'pattern')
  }
  const format = keyword(reader, 'format')
  if (format?.kind === 'string' && !saysToo(pair, 'format', format.value)) {
    sink.fail('FORMAT_CHANGED', 'format')
  }
}

/** In characters as JSON Schema counts them. */
function lengthsOf(texts: readonly string[], trial: Trial): readonly number[] {
  return texts.map((text) => {
    trial.spend(text.length * STEPS_PER_CHARACTER)
    return Array.from(text).length
  })
}

function saysToo({ writer }: Pair, name: string, text: string): boolean {
  return writer.flats.some((flat) => {
    const own = keyword(flat, name)
    return own?.kind === 'string' && own.value === text
  })
}

/**
 * The least and the most of something.
 *
 * @param counts of the writer's listed values, if they are listed
 */
export function checkCounts(
  { writer, reader }: Pair,
  counted: 'Length' | 'Items' | 'Properties',
  counts: readonly number[] | undefined,
  sink: Parameters<Obligation>[1],
): void {
  const range = countRange(writer, counted)
  // Spread into one call, many counts would not fit on the call stack.
  const least = counts?.reduce((a, b) => Math.min(a, b), Infinity) ?? range.least
  const most = counts?.reduce((a, b) => Math.max(a, b), -Infinity) ?? range.most
  const min = numberOf(reader, `min${counted}`)
  const max = numberOf(reader, `max${counted}`)
  if (min !== undefined && least < Number(min)) sink.fail('LIMIT_NARROWED', `min${counted}`, true)
  if (max !== undefined && most > Number(max)) sink.fail('LIMIT_NARROWED', `max${counted}`, true)
}
