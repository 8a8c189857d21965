import type { JsonNode, JsonObject } from '../../formats/json-reader.ts'
import { textsIn } from '../../formats/json/sound/part.ts'
import { sameJson } from './avro-type-rules.ts'
import type { JsonRule } from './json-rules.ts'
import { sameMeaning } from './json-same-meaning.ts'
import { pointerStep } from './json-walk.ts'
import type { SchemaPair } from './json-walk.ts'

/** A rule that a pair of schemas breaks. */
export interface KeywordFinding {
  readonly rule: JsonRule
  /** Below the pair's own place: keyword, then name. */
  readonly steps: readonly string[]
  readonly message: string
}

type Check = (pair: SchemaPair) => readonly KeywordFinding[]

const conditions = ['if', 'then', 'else']
const formats = ['format', 'contentEncoding', 'contentMediaType', 'contentSchema']
const references = ['$ref', '$dynamicRef', '$recursiveRef']

/** Schemas of which a rule of their own says that they changed. */
const hasRule = /\/(?:contains|patternProperties|propertyNames|if|then|else)(?:\/|$)/

/** The rules that the comparison has no difference for. @see Breaking-rules 3 */
const checks: readonly Check[] = [
  ({ current, previous }) => {
    const [now, before] = [requiredBy(current), requiredBy(previous)]
    return [
      ...now
        .filter((name) => !before.includes(name))
        .map((name) => broken('REQUIRED_NO_ADD', ['required'], `'${name}' became required`)),
      ...before
        .filter((name) => !now.includes(name))
        .map((name) =>
          broken('REQUIRED_NO_DELETE', ['required'], `'${name}' is not required any more`),
        ),
    ]
  },
  ({ current, previous }) => {
    const [now, before] = [patternsOf(current), patternsOf(previous)]
    const names = [...new Set([...now.keys(), ...before.keys()])]
    return names
      .filter((name) => !sameMeaning(now.get(name), before.get(name)))
      .map((name) => {
        const what = changeOf(now.get(name), before.get(name))
        const words = `the schema of properties like '${name}' ${what}`
        return broken('PATTERN_PROPERTY_CHANGED', ['patternProperties', name], words)
      })
  },
  added('PROPERTY_NAMES_CHANGED', 'propertyNames', 'what properties may be called'),
  added('CONTAINS_CHANGED', 'contains', 'what an array has to contain'),
  changed('FORMAT_SAME', formats, (a, b) => sameMeaning(a, b)),
  changed('CONST_SAME', ['const'], sameJson),
  // The comparison does not see a type beside keywords of other types, such as a number's maxLength.
  ({ current, previous, pointer }) => {
    const [now, before] = [typesOf(current), typesOf(previous)]
    if (hasRule.test(pointer) || now === undefined || before === undefined || sameSet(now, before))
      return []
    const isNarrowed = before.some((type) => !allows(now, type))
    return [
      broken('PROPERTY_SAME_TYPE', ['type'], 'the types that are allowed changed'),
      ...(isNarrowed
        ? [
            broken(
              'PROPERTY_TYPE_NARROWED',
              ['type'],
              'a type that was allowed is not allowed any more',
            ),
          ]
        : []),
    ]
  },
  ({ current, previous }) => {
    const isFree = !previous.members.has('enum') && !previous.members.has('const')
    if (!isFree || !current.members.has('enum')) return []
    const words = 'the values are listed now: all others are not allowed any more'
    return [broken('ENUM_VALUE_NO_DELETE', ['enum'], words)]
  },
  changed('CONDITION_SAME', conditions, (a, b) => sameMeaning(a, b)),
  ({ current, previous }) =>
    references.flatMap((keyword) => {
      const [now, before] = [current, previous].map((json) => json.members.get(keyword))
      if (now?.kind !== 'string' || before?.kind !== 'string') return []
      if (withNewName(now.value) === withNewName(before.value)) return []
      const words = `the reference leads to ${now.value}, it led to ${before.value}`
      return [broken('REF_TARGET_SAME', [keyword], words)]
    }),
]

/** What a pair of schemas breaks by its own keywords. */
export function brokenByKeywords(pair: SchemaPair): readonly KeywordFinding[] {
  return checks.flatMap((check) => check(pair))
}

function broken(rule: JsonRule, steps: readonly string[], message: string): KeywordFinding {
  return { rule, steps, message }
}

/** A keyword that asks more of data when it comes or changes, and less when it goes. */
function added(rule: JsonRule, keyword: string, what: string): Check {
  return ({ current, previous }) => {
    const [now, before] = [current.members.get(keyword), previous.members.get(keyword)]
    if (now === undefined || sameMeaning(now, before)) return []
    return [broken(rule, [keyword], `${what} ${changeOf(now, before)}`)]
  }
}

/** Keywords that may not come, go or change. */
function changed(
  rule: JsonRule,
  keywords: readonly string[],
  isSame: (now: JsonNode | undefined, before: JsonNode | undefined) => boolean,
): Check {
  return ({ current, previous }) =>
    keywords.flatMap((keyword) => {
      const [now, before] = [current.members.get(keyword), previous.members.get(keyword)]
      if (isSame(now, before)) return []
      return [broken(rule, [keyword], `${keyword} ${changeOf(now, before)}`)]
    })
}

function changeOf(now: JsonNode | undefined, before: JsonNode | undefined): string {
  if (before === undefined) return 'was added'
  return now === undefined ? 'was removed' : 'changed'
}

/** In draft 4 and before, `required` on a property means something else: it holds a boolean. */
function requiredBy({ members }: JsonObject): readonly string[] {
  return textsIn(members.get('required'))
}

function typesOf({ members }: JsonObject): readonly string[] | undefined {
  const type = members.get('type')
  return type?.kind === 'string' ? [type.value] : type && textsIn(type)
}

function sameSet(a: readonly string[], b: readonly string[]): boolean {
  return a.every((one) => b.includes(one)) && b.every((one) => a.includes(one))
}

function allows(types: readonly string[], type: string): boolean {
  return types.includes(type) || (type === 'integer' && types.includes('number'))
}

function patternsOf({ members }: JsonObject): ReadonlyMap<string, JsonNode> {
  const patterns = members.get('patternProperties')
  return patterns?.kind === 'object' ? patterns.members : new Map<string, JsonNode>()
}

/** Definitions that moved to their new keyword are where they were. */
function withNewName(target: string): string {
  return target.replace('#/definitions/', '#/$defs/')
}

/** The place of a finding as a JSON pointer. */
export function pointerOf({ pointer }: SchemaPair, steps: readonly string[]): string {
  return [pointer, ...steps.map(pointerStep)].join('/')
}
