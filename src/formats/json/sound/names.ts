import type { JsonNode, JsonObject } from '../../json-reader.ts'
import { javaPattern } from '../regex/java-pattern.ts'
import type { JavaPattern } from '../regex/java-pattern.ts'
import { acceptsNothing, innerPart, keyword, membersOf, textsOf } from './part.ts'
import type { Conjunction, Flat, Part } from './part.ts'
import { remembered } from './remembered.ts'
import { STEPS_PER_LOOK } from './steps.ts'
import type { Spend } from './steps.ts'

/** A pattern of `patternProperties` with its demand. */
export interface PropertyPattern {
  readonly compiled: JavaPattern
  readonly json: JsonNode
}

const patterns = new WeakMap<JsonObject, readonly PropertyPattern[]>()

/** The patterns of one object of keywords, compiled once: each is tried on every name. */
export function propertyPatterns(flat: Flat): readonly PropertyPattern[] {
  return remembered(patterns, flat.json, () =>
    [...membersOf(flat, 'patternProperties')].map(([pattern, json]) => ({
      compiled: javaPattern(pattern),
      json,
    })),
  )
}

/** What one object of keywords demands of the property of a name. */
export function demandsOn(flat: Flat, name: string, spend: Spend): JsonNode[] {
  const demands: JsonNode[] = []
  const named = membersOf(flat, 'properties').get(name)
  if (named !== undefined) demands.push(named)
  let mayMatch = false
  for (const { compiled, json } of propertyPatterns(flat)) {
    const found = compiled.findsIn(name, spend)
    if (found === true) demands.push(json)
    mayMatch ||= found !== false
  }
  const rest = keyword(flat, 'additionalProperties')
  if (named === undefined && !mayMatch && rest !== undefined) demands.push(rest)
  return demands
}

const demands = new WeakMap<Conjunction, Map<string, readonly Part[]>>()

/** What a conjunction surely demands of the property of a name. */
export function knownDemands(
  conjunction: Conjunction,
  name: string,
  spend: Spend,
): readonly Part[] {
  const byName = remembered(demands, conjunction, () => new Map<string, readonly Part[]>())
  let known = byName.get(name)
  if (known === undefined) {
    spend(conjunction.flats.length * STEPS_PER_LOOK)
    known = conjunction.flats.flatMap((flat) =>
      demandsOn(flat, name, spend).map((json) => innerPart(flat.part, json)),
    )
    byName.set(name, known)
  }
  return known
}

/** What a conjunction surely demands of properties whose name matches a pattern. */
export function patternDemands(
  conjunction: Conjunction,
  pattern: string,
  spend: Spend,
): readonly Part[] {
  spend(conjunction.flats.length * STEPS_PER_LOOK)
  return conjunction.flats.flatMap((flat) => {
    const own = membersOf(flat, 'patternProperties')
    const same = own.get(pattern)
    if (same !== undefined) return [innerPart(flat.part, same)]
    const rest = keyword(flat, 'additionalProperties')
    return rest === undefined || own.size > 0 ? [] : [innerPart(flat.part, rest)]
  })
}

const names = new WeakMap<Conjunction, ReadonlySet<string>>()

/** Names a conjunction speaks of. */
export function knownNames(conjunction: Conjunction): ReadonlySet<string> {
  return remembered(
    names,
    conjunction,
    () => new Set(conjunction.flats.flatMap((flat) => [...membersOf(flat, 'properties').keys()])),
  )
}

const only = new WeakMap<Conjunction, { readonly names: ReadonlySet<string> | undefined }>()

/** All names a property can have; `undefined` when they are not limited. */
export function onlyNames(conjunction: Conjunction): ReadonlySet<string> | undefined {
  return remembered(only, conjunction, () => {
    const closed = conjunction.flats.find(
      (flat) =>
        acceptsNothing(keyword(flat, 'additionalProperties')) &&
        membersOf(flat, 'patternProperties').size === 0,
    )
    return { names: closed && new Set(membersOf(closed, 'properties').keys()) }
  }).names
}

const required = new WeakMap<Conjunction, ReadonlySet<string>>()

/** Names of properties that every object has. */
export function requiredNames(conjunction: Conjunction): ReadonlySet<string> {
  return remembered(
    required,
    conjunction,
    () => new Set(conjunction.flats.flatMap((flat) => textsOf(flat, 'required'))),
  )
}
