import type { ConstantNode } from '../ast.ts'
import { featureIn, featureOf } from '../features.ts'
import {
  cardinalityOf,
  defaultOf,
  hasSameDefault,
  jsonNameOf,
  optionText,
  optionsOf,
} from '../field-facts.ts'
import { resolvedTypeOf, typeText } from '../field-facts.ts'
import type { Cardinality, FieldFacts, ResolvedType } from '../field-facts.ts'
import type { ScopedType } from '../scope.ts'
import { changeText } from './element.ts'
import type { LintFinding, Versions } from './element.ts'
import type { LintRule } from './rule-table.ts'

/** A property of a field that one rule wants kept; `undefined` where the rule does not apply. */
type Property = (facts: FieldFacts) => string | undefined

const kept: readonly (readonly [rule: LintRule, property: Property])[] = [
  ['FIELD_SAME_NAME', ({ node }) => node.name],
  ['FIELD_SAME_JSON_NAME', ({ node }) => jsonNameOf(node)],
  ['FIELD_SAME_ONEOF', ({ oneof }) => oneof ?? 'no oneof'],
  ['FIELD_SAME_CARDINALITY', cardinalityOf],
  ['FIELD_SAME_TYPE', (facts) => typeText(resolvedTypeOf(facts))],
  ['FIELD_SAME_JSTYPE', ({ node }) => optionText(optionsOf(node), 'jstype') ?? 'JS_NORMAL'],
  ['FIELD_SAME_CPP_STRING_TYPE', cppStringType],
  ['FIELD_SAME_UTF8_VALIDATION', utf8Validation],
  ['FIELD_SAME_JAVA_UTF8_VALIDATION', javaUtf8Validation],
]

/** Holds a field, or an extension, against its previous version. */
export function checkField(path: string, pair: Versions<FieldFacts>): readonly LintFinding[] {
  const current = pair.current.node
  const previous = pair.previous.node
  const found = (rule: LintRule, info: string): LintFinding => ({
    rule,
    path,
    info,
    current,
    previous,
  })
  const sameProperties = kept.flatMap(([rule, property]) => {
    const texts = { current: property(pair.current), previous: property(pair.previous) }
    if (texts.current === undefined || texts.previous === undefined) return []
    const info = changeText(texts)
    return info === undefined ? [] : [found(rule, info)]
  })
  return [...sameProperties, ...checkDefault(pair, found), ...checkWire(pair, found)]
}

type Found = (rule: LintRule, info: string) => LintFinding

/** Only fields that keep their type can keep their default. */
function checkDefault(pair: Versions<FieldFacts>, found: Found): readonly LintFinding[] {
  if (hasSameDefault(pair.current, pair.previous)) return []
  const [now, before] = [pair.current, pair.previous]
  if (resolvedTypeOf(now).kind !== resolvedTypeOf(before).kind) return []
  return [found('FIELD_SAME_DEFAULT', `${defaultOf(before)} became ${defaultOf(now)}`)]
}

function checkWire(pair: Versions<FieldFacts>, found: Found): readonly LintFinding[] {
  const cardinalities = {
    current: cardinalityOf(pair.current),
    previous: cardinalityOf(pair.previous),
  }
  const types = { current: resolvedTypeOf(pair.current), previous: resolvedTypeOf(pair.previous) }
  const cardinality = `${cardinalities.previous} became ${cardinalities.current}`
  const type = `${typeText(types.previous)} became ${typeText(types.current)}`
  const sameCardinality = (groups: Record<Cardinality, string>): boolean =>
    groups[cardinalities.current] === groups[cardinalities.previous]
  return [
    ...(sameCardinality(wireCardinalities)
      ? []
      : [found('FIELD_WIRE_COMPATIBLE_CARDINALITY', cardinality)]),
    ...(sameCardinality(jsonCardinalities)
      ? []
      : [found('FIELD_WIRE_JSON_COMPATIBLE_CARDINALITY', cardinality)]),
    ...(isTypeKept(types, wireGroups) ? [] : [found('FIELD_WIRE_COMPATIBLE_TYPE', type)]),
    ...(isTypeKept(types, jsonGroups) ? [] : [found('FIELD_WIRE_JSON_COMPATIBLE_TYPE', type)]),
  ]
}

const wireCardinalities = {
  implicit: 'one',
  explicit: 'one',
  required: 'required',
  repeated: 'many',
  map: 'many',
} as const
const jsonCardinalities = { ...wireCardinalities, map: 'map' } as const

/** Groups of scalars that may replace each other; every other scalar stands alone. */
const wireGroups: readonly (readonly string[])[] = [
  ['int32', 'int64', 'uint32', 'uint64', 'bool'],
  ['sint32', 'sint64'],
  ['fixed32', 'sfixed32'],
  ['fixed64', 'sfixed64'],
]
const jsonGroups: readonly (readonly string[])[] = [
  ['int32', 'uint32'],
  ['int64', 'uint64'],
  ['fixed32', 'sfixed32'],
  ['fixed64', 'sfixed64'],
]

function isTypeKept(
  { current, previous }: Versions<ResolvedType>,
  groups: readonly (readonly string[])[],
): boolean {
  if (typeText(current) === typeText(previous)) return true
  if (current.kind === 'map' && previous.kind === 'map') {
    return (
      isTypeKept({ current: current.key, previous: previous.key }, groups) &&
      isTypeKept({ current: current.value, previous: previous.value }, groups)
    )
  }
  if (current.kind === 'enum' && previous.kind === 'enum') {
    return isEnumGrown(current.type.node, previous.type.node)
  }
  if (current.kind !== 'scalar' || previous.kind !== 'scalar') return false
  // Texts become bytes without loss, on the binary wire only.
  if (previous.name === 'string' && current.name === 'bytes') return groups === wireGroups
  return groups.some((group) => group.includes(current.name) && group.includes(previous.name))
}

/** An enum may be replaced by one of the same short name that has all its constants. */
function isEnumGrown(current: ScopedType['node'], previous: ScopedType['node']): boolean {
  if (current.kind !== 'enum' || previous.kind !== 'enum') return false
  if (current.name !== previous.name) return false
  const text = ({ name, number }: ConstantNode): string => `${name} ${number}`
  const known = new Set(current.constants.map(text))
  return previous.constants.every((constant) => known.has(text(constant)))
}

function isText(facts: FieldFacts): boolean {
  const type = resolvedTypeOf(facts)
  return type.kind === 'scalar' && type.name === 'string'
}

function cppStringType(facts: FieldFacts): string | undefined {
  const type = resolvedTypeOf(facts)
  if (type.kind !== 'scalar' || (type.name !== 'string' && type.name !== 'bytes')) return undefined
  const options = optionsOf(facts.node)
  const feature = featureIn(options, ['(pb.cpp)', 'string_type'])
  return feature ?? optionText(options, 'ctype') ?? 'STRING'
}

function utf8Validation(facts: FieldFacts): string | undefined {
  if (!isText(facts)) return undefined
  return featureOf('utf8_validation', optionsOf(facts.node), facts.scope, facts.file)
}

function javaUtf8Validation(facts: FieldFacts): string | undefined {
  if (!isText(facts)) return undefined
  const path = ['(pb.java)', 'utf8_validation']
  const feature = featureIn(optionsOf(facts.node), path) ?? featureIn(facts.file.options, path)
  if (feature !== undefined) return feature
  const isChecked = optionText(facts.file.options, 'java_string_check_utf8') === 'true'
  return isChecked || utf8Validation(facts) === 'VERIFY' ? 'VERIFY' : 'DEFAULT'
}
