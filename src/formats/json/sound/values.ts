import type { JsonNode } from '../../json-reader.ts'
import { comparableText } from '../load/loading.ts'
import { parseDecimal } from '../decimal.ts'
import { kindOf, typedKinds, valueLists } from './kinds.ts'
import { keyword } from './part.ts'
import type { Conjunction } from './part.ts'

/**
 * All values that may satisfy a conjunction, when they are listed; `undefined` when they are not.
 *
 * What other keywords rule out may still be among them.
 */
export function finiteValues(conjunction: Conjunction): readonly JsonNode[] | undefined {
  if (!known.has(conjunction)) known.set(conjunction, readValues(conjunction))
  return known.get(conjunction)
}

const known = new WeakMap<Conjunction, readonly JsonNode[] | undefined>()

function readValues(conjunction: Conjunction): readonly JsonNode[] | undefined {
  let values: readonly JsonNode[] | undefined
  for (const flat of conjunction.flats) {
    for (const { values: listed } of valueLists(flat)) {
      const keys = new Set(listed.map(valueKey))
      values = values === undefined ? listed : values.filter((value) => keys.has(valueKey(value)))
    }
  }
  return values?.filter((value) =>
    conjunction.flats.every((flat) => typedKinds(keyword(flat, 'type')).has(kindOf(value))),
  )
}

/** A text that two values share exactly when JSON Schema calls them equal: `1` is `1.0`. */
export function valueKey(value: JsonNode): string {
  switch (value.kind) {
    case 'number': {
      const { digits, exponent } = parseDecimal(value.literal)
      return `${digits}e${exponent}`
    }
    case 'array':
      return `[${value.items.map(valueKey).join()}]`
    case 'object':
      return `{${[...value.members]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([name, member]) => `${JSON.stringify(name)}:${valueKey(member)}`)
        .join()}}`
    case 'string':
    case 'literal':
      return comparableText(value)
  }
}
