import {
  demandsOn,
  knownDemands,
  knownNames,
  onlyNames,
  patternDemands,
  propertyPatterns,
  requiredNames,
} from './names.ts'
import type { Obligation, Pair, Sink, Trial } from './obligations.ts'
import {
  acceptsAll,
  acceptsNothing,
  innerPart,
  keyword,
  membersOf,
  sameText,
  syntheticPart,
  textsIn,
  textsOf,
} from './part.ts'
import type { Part } from './part.ts'
import { STEPS_PER_LOOK } from './steps.ts'
import { checkCounts, mayWrite } from './scalar-obligations.ts'

/** Everything the reader demands of objects. */
export const checkObjects: Obligation = (pair, sink, trial) => {
  if (!mayWrite(pair, 'object')) return
  const { writer, reader } = pair
  const required = requiredNames(writer)
  if (textsOf(reader, 'required').some((name) => !required.has(name))) {
    sink.fail('REQUIRED_NAME_ADDED', 'required', true)
  }
  checkCounts(pair, 'Properties', undefined, sink)
  checkNamedProperties(pair, sink, trial)
  checkPatternProperties(pair, sink, trial)
  checkOtherProperties(pair, sink, trial)
  checkPropertyNames(pair, sink, trial)
  checkDependencies(pair, required, sink, trial)
}

/** Properties that one of the sides names. */
function checkNamedProperties({ writer, reader }: Pair, sink: Sink, trial: Trial): void {
  const rest = keyword(reader, 'additionalProperties')
  const { spend } = trial
  const names = new Set([...membersOf(reader, 'properties').keys(), ...knownNames(writer)])
  spend(names.size * STEPS_PER_LOOK)
  for (const name of names) {
    const known = knownDemands(writer, name, spend)
    if (known.some((part) => acceptsNothing(part.spot.json))) continue
    const isNamed = membersOf(reader, 'properties').has(name)
    const demands = demandsOn(reader, name, spend)
    // A pattern that cannot be tried may or may not match: both must be fine.
    for (const { compiled, json } of propertyPatterns(reader)) {
      if (compiled.findsIn(name, spend) !== undefined) continue
      demands.push(json)
      if (!isNamed && rest !== undefined) demands.push(rest)
    }
    for (const demand of demands) {
      if (acceptsAll(demand)) continue
      if (acceptsNothing(demand)) sink.fail('CLOSED_TO_KNOWN_PROPERTY', `properties/${name}`, true)
      else sink.descend(known, innerPart(reader.part, demand), `properties/${name}`)
    }
  }
}

function checkPatternProperties({ writer, reader }: Pair, sink: Sink, trial: Trial): void {
  if (onlyNames(writer) !== undefined) return
  for (const [pattern, json] of membersOf(reader, 'patternProperties')) {
    if (acceptsAll(json)) continue
    const known = patternDemands(writer, pattern, trial.spend)
    if (known.some((part) => acceptsNothing(part.spot.json))) continue
    if (known.length === 0) sink.fail('PATTERN_PROPERTY_CHANGED', 'patternProperties')
    else sink.descend(known, innerPart(reader.part, json), `patternProperties/${pattern}`)
  }
}

/** Properties that the reader does not name. */
function checkOtherProperties({ writer, reader }: Pair, sink: Sink, trial: Trial): void {
  const rest = keyword(reader, 'additionalProperties')
  if (acceptsAll(rest) || rest === undefined || onlyNames(writer) !== undefined) return
  const target = innerPart(reader.part, rest)
  const readerPatterns = membersOf(reader, 'patternProperties')
  for (const flat of writer.flats) {
    const patterns = membersOf(flat, 'patternProperties')
    trial.spend(patterns.size * STEPS_PER_LOOK)
    for (const [pattern, json] of patterns) {
      if (readerPatterns.has(pattern) || acceptsNothing(json)) continue
      sink.descend([innerPart(flat.part, json)], target, 'additionalProperties')
    }
  }
  // What matches one of the writer's patterns was examined above: here all of its rests apply.
  const known = writer.flats.flatMap((flat) => {
    const own = keyword(flat, 'additionalProperties')
    return own === undefined ? [] : [innerPart(flat.part, own)]
  })
  if (known.some((part) => acceptsNothing(part.spot.json))) return
  if (known.length === 0) sink.fail('CLOSED_TO_KNOWN_PROPERTY', 'additionalProperties', true)
  else sink.descend(known, target, 'additionalProperties')
}

function checkPropertyNames({ writer, reader }: Pair, sink: Sink, trial: Trial): void {
  const names = keyword(reader, 'propertyNames')
  if (names === undefined || acceptsAll(names)) return
  const target = innerPart(reader.part, names)
  const only = onlyNames(writer)
  const implied =
    (only && [...only].every((name) => trial.holds([constantPart(name, reader.part)], target))) ??
    writer.flats.some((flat) => {
      const own = keyword(flat, 'propertyNames')
      return own !== undefined && trial.holds([innerPart(flat.part, own)], target)
    })
  if (!implied) sink.fail('PROPERTY_NAMES_CHANGED', 'propertyNames')
}

function constantPart(value: string, like: Part): Part {
  const text = { kind: 'string', value, start: 0, end: 0 } as const
  const list = { kind: 'array', items: [text], start: 0, end: 0 } as const
  return syntheticPart(new Map([['enum', list]]), like)
}

function checkDependencies(
  { writer, writerParts, reader }: Pair,
  required: ReadonlySet<string>,
  sink: Sink,
  trial: Trial,
): void {
  const only = onlyNames(writer)
  for (const name of ['dependencies', 'dependentRequired', 'dependentSchemas']) {
    for (const [property, demand] of membersOf(reader, name)) {
      if (only !== undefined && !only.has(property)) continue
      trial.spend(writer.flats.length * STEPS_PER_LOOK)
      if (writer.flats.some((flat) => sameDependency(flat, property, demand))) continue
      const implied =
        demand.kind === 'array'
          ? textsIn(demand).every((each) => required.has(each))
          : trial.holds(writerParts, innerPart(reader.part, demand))
      if (!implied) sink.fail('DEPENDENCY_CHANGED', name)
    }
  }
}

function sameDependency(
  flat: Pair['reader'],
  property: string,
  demand: Parameters<typeof sameText>[0],
): boolean {
  const names =
    flat.draft === '2019-09' || flat.draft === '2020-12'
      ? ['dependentRequired', 'dependentSchemas']
      : ['dependencies']
  return names.some((name) => {
    const own = membersOf(flat, name).get(property)
    if (own === undefined) return false
    if (own.kind !== 'array' || demand.kind !== 'array') return sameText(own, demand)
    const all = new Set(textsIn(own))
    return textsIn(demand).every((each) => all.has(each))
  })
}
