import { textMember } from '../../formats/json/document.ts'
import { jsonFormat } from '../../formats/json/json-format.ts'
import type { JsonSchema } from '../../formats/json/parse.ts'
import { createPlaceFinder } from '../../formats/json/places.ts'
import type { PlaceFinder } from '../../formats/json/places.ts'
import { createResolver } from '../../formats/json/references.ts'
import { changedItems } from './json-items.ts'
import { brokenByDifferences } from './json-difference-rules.ts'
import { brokenByKeywords, pointerOf } from './json-keyword-rules.ts'
import type { KeywordFinding } from './json-keyword-rules.ts'
import { overlappingBranches } from './json-one-of.ts'
import { jsonRules } from './json-rules.ts'
import { pairsOf } from './json-walk.ts'
import type { SchemaPair } from './json-walk.ts'
import { isNamed, rulesNamed } from './linter.ts'
import type { BrokenRule, LintedText, Linter } from './linter.ts'

/** The rules of JSON Schema. What lies in referenced texts is told of their own files, not here. */
export const jsonLinter: Linter = {
  defaultUse: ['WIRE', 'SOURCE'],
  knows: (name) => isNamed(jsonRules, name),
  lint(current, previous, { use, except }) {
    const dropped = rulesNamed(jsonRules, except)
    const selected = new Set([...rulesNamed(jsonRules, use)].filter((id) => !dropped.has(id)))
    const [now, before] = [parse(current), parse(previous)]
    const differences = jsonFormat.compare(now, before, {
      policy: 'STRICT',
      strictness: 'reference',
    })
    const told = brokenByDifferences(differences, now.main.root, before.main.root)
    const pairs = [...pairsFrom(now, before)]
    const finders = [createPlaceFinder(now.main), createPlaceFinder(before.main)] as const
    const walked = [
      ...draftChange(now, before, finders),
      ...pairs.flatMap((pair) =>
        [...brokenByKeywords(pair), ...overlappingBranches(pair)].map((one) =>
          placed(one, pair, finders),
        ),
      ),
      ...changedItems(differences, pairs, told),
    ]
    return [...told, ...withoutTold(walked, told)].filter(({ rule }) => selected.has(rule))
  },
}

/** Most of what a `type` says the comparison has said already, of the same place. */
function withoutTold(
  walked: readonly BrokenRule[],
  told: readonly BrokenRule[],
): readonly BrokenRule[] {
  const known = new Set(told.map(spotOf))
  return walked.filter((one) => !one.rule.startsWith('PROPERTY_') || !known.has(spotOf(one)))
}

function spotOf({ rule, current }: BrokenRule): string {
  return `${rule} ${current?.line} ${current?.column}`
}

function parse(text: LintedText): JsonSchema {
  return jsonFormat.parse(text, { mode: 'lenient' })
}

function pairsFrom(now: JsonSchema, before: JsonSchema): Iterable<SchemaPair> {
  const { root: current } = now.main
  const { root: previous } = before.main
  if (current.kind !== 'object' || previous.kind !== 'object') return []
  const resolver = createResolver(now)
  const part = { resolver, draft: now.draft, spot: resolver.root }
  return pairsOf({ pointer: '', current, previous, part })
}

function placed(
  { rule, steps, message }: KeywordFinding,
  pair: SchemaPair,
  [now, before]: readonly [PlaceFinder, PlaceFinder],
): BrokenRule {
  const path = `#${pointerOf(pair, steps)}`
  return {
    rule,
    path,
    message: `${path}: ${message}`,
    current: now.find(pair.current, steps),
    previous: before.find(pair.previous, steps),
  }
}

/** A dialect that is not named is that of draft 7. Json-schema 1. */
function draftChange(
  now: JsonSchema,
  before: JsonSchema,
  finders: readonly [PlaceFinder, PlaceFinder],
): readonly BrokenRule[] {
  const [after, earlier] = [now, before].map(dialectOf)
  if (after === earlier) return []
  return [
    {
      rule: 'DRAFT_SAME',
      path: '#/$schema',
      message: `#/$schema: the dialect is ${after}, it was ${earlier}`,
      current: finders[0].find(now.main.root, ['$schema']),
      previous: finders[1].find(before.main.root, ['$schema']),
    },
  ]
}

/** A draft by its number, another dialect by its name. */
function dialectOf({ main, draft }: JsonSchema): string {
  const named = textMember(main.root, '$schema')
  const isUnknown = named !== undefined && draft === '7' && !/\bdraft-0?7\b/.test(named)
  return isUnknown ? named : `draft ${draft}`
}
