import type { JsonNode } from '../../json-reader.ts'
import { javaPattern } from '../regex/java-pattern.ts'
import { acceptsNothing, innerPart, keyword, membersOf } from './part.ts'
import type { Conjunction, Flat, Part } from './part.ts'

/** What one object of keywords demands of the property of a name. */
export function demandsOn(flat: Flat, name: string): JsonNode[] {
  const demands: JsonNode[] = []
  const named = membersOf(flat, 'properties').get(name)
  if (named !== undefined) demands.push(named)
  let mayMatch = false
  for (const [pattern, json] of membersOf(flat, 'patternProperties')) {
    const found = javaPattern(pattern).findsIn(name)
    if (found === true) demands.push(json)
    mayMatch ||= found !== false
  }
  const rest = keyword(flat, 'additionalProperties')
  if (named === undefined && !mayMatch && rest !== undefined) demands.push(rest)
  return demands
}

/** What a conjunction surely demands of the property of a name. */
export function knownDemands(conjunction: Conjunction, name: string): Part[] {
  return conjunction.flats.flatMap((flat) =>
    demandsOn(flat, name).map((json) => innerPart(flat.part, json)),
  )
}

/** What a conjunction surely demands of properties whose name matches a pattern. */
export function patternDemands(conjunction: Conjunction, pattern: string): Part[] {
  return conjunction.flats.flatMap((flat) => {
    const patterns = membersOf(flat, 'patternProperties')
    const same = patterns.get(pattern)
    if (same !== undefined) return [innerPart(flat.part, same)]
    const rest = keyword(flat, 'additionalProperties')
    return rest === undefined || patterns.size > 0 ? [] : [innerPart(flat.part, rest)]
  })
}

/** Names a conjunction speaks of. */
export function knownNames(conjunction: Conjunction): string[] {
  return conjunction.flats.flatMap((flat) => [...membersOf(flat, 'properties').keys()])
}

/** All names a property can have; `undefined` when they are not limited. */
export function onlyNames(conjunction: Conjunction): readonly string[] | undefined {
  for (const flat of conjunction.flats) {
    if (!acceptsNothing(keyword(flat, 'additionalProperties'))) continue
    if (membersOf(flat, 'patternProperties').size === 0) {
      return [...membersOf(flat, 'properties').keys()]
    }
  }
  return undefined
}
