import { differences as avroDifferences } from '../../formats/avro/differences.ts'
import { formatOf } from '../../formats/all-formats.ts'
import type { Effect } from '../../formats/difference.ts'
import { withHint } from '../../formats/json/hints.ts'
import { differenceKinds as jsonDifferences } from '../../formats/json/differences.ts'
import { soundKinds as jsonSoundKinds } from '../../formats/json/sound/kinds-of-difference.ts'
import { differenceRows } from '../../formats/protobuf/differences.ts'
import type { DifferenceRow } from '../../formats/protobuf/differences.ts'
import { lintAliases, lintRows } from '../../formats/protobuf/rules/rule-table.ts'
import { soundRows } from '../../formats/protobuf/sound/sound-rows.ts'
import { schemaTypes } from '../../model/schema.ts'
import type { SchemaType } from '../../model/schema.ts'
import { avroRules } from '../lint/avro-rules.ts'
import { jsonRules } from '../lint/json-rules.ts'
import { UNREADABLE_FILE } from '../check/unreadable.ts'
import type { RuleTable } from '../lint/linter.ts'

/** What a rule means in one format and one command. */
export interface Explanation {
  readonly rule: string
  readonly schemaType: SchemaType
  readonly command: 'check' | 'lint'
  /** One sentence; `<path>` stands for the place, `<what>` for what is there. */
  readonly meaning: string
  /** Categories that select it; with `lint`. */
  readonly categories?: readonly string[]
  /** Whether it breaks readers, or breaks only under a setting; with `check`. */
  readonly effect?: 'breaks' | 'harmless' | 'breaks under strictness sound' | 'breaks under STRICT'
  readonly fix?: string
}

/** Everything that `check` and `lint` may say, sorted by rule. */
export function allExplanations(): readonly Explanation[] {
  return [
    ...schemaTypes.flatMap((schemaType) => ofAnyFile(schemaType)),
    ...Object.keys(avroDifferences).map((kind) => checked('AVRO', kind, 'breaks')),
    ...Object.entries(jsonDifferences).map(([kind, { tolerated }]) =>
      checked('JSON', kind, effectOfTolerance[tolerated]),
    ),
    ...Object.keys(jsonSoundKinds).map((kind) => checked('JSON', kind, SOUND)),
    ...Object.entries(differenceRows).map(([kind, row]) => ofRow(kind, row, effects[row.effect])),
    ...Object.entries(soundRows).map(([kind, row]) => ofRow(kind, row, SOUND)),
    ...linted('AVRO', avroRules),
    ...linted('JSON', jsonRules),
    ...Object.entries(lintRows).map(([rule, row]): Explanation => {
      const { meaning, fix } = ofRow(rule, row, 'breaks')
      const { categories } = row
      return { rule, schemaType: 'PROTOBUF', command: 'lint', meaning, categories, ...fixed(fix) }
    }),
  ].toSorted((a, b) => (a.rule < b.rule ? -1 : 1))
}

/** What both commands may say of a file, whatever was there before. */
function ofAnyFile(schemaType: SchemaType): readonly Explanation[] {
  const meanings = {
    INVALID_SCHEMA: 'The file is no schema, whatever was there before; its message says why',
    [UNREADABLE_FILE]: 'The file could not be read; the others were, and the command ends with 2',
  }
  return Object.entries(meanings).flatMap(([rule, meaning]) =>
    (['check', 'lint'] as const).map((command): Explanation => ({
      rule,
      schemaType,
      command,
      meaning,
      effect: 'breaks',
    })),
  )
}

/** What a rule means, in every format that knows it; ids of older versions are known, too. */
export function explanationsOf(rule: string): readonly Explanation[] {
  const id = rule.toUpperCase()
  const known = lintAliases.get(id) ?? id
  return allExplanations().filter((one) => one.rule === known)
}

type CheckEffect = NonNullable<Explanation['effect']>

const SOUND: CheckEffect = 'breaks under strictness sound'

const effects: Readonly<Record<Effect, CheckEffect>> = {
  none: 'harmless',
  breaks: 'breaks',
  undecided: SOUND,
}

const effectOfTolerance: Readonly<Record<'always' | 'lenient' | 'never', CheckEffect>> = {
  always: 'harmless',
  lenient: 'breaks under STRICT',
  never: 'breaks',
}

function checked(schemaType: SchemaType, kind: string, effect: CheckEffect): Explanation {
  const difference = {
    kind,
    path: '<path>',
    effect: 'breaks',
    info: '<what>',
    reader: undefined,
    writer: undefined,
  } as const
  const { hint } = schemaType === 'JSON' ? withHint(difference) : {}
  const sentence = formatOf(schemaType).sentence(difference, 'new-reads-old')
  const meaning = sentence === '' ? 'Readers do not mind; diff shows it' : sentence
  return { rule: kind, schemaType, command: 'check', meaning, effect, ...fixed(hint) }
}

function ofRow(rule: string, { text, hint }: DifferenceRow, effect: CheckEffect): Explanation {
  const meaning = text
    .replaceAll('%1', 'new')
    .replaceAll('%2', 'old')
    .replaceAll('%p', '<path>')
    .replaceAll('%i', '<what>')
  return { rule, schemaType: 'PROTOBUF', command: 'check', meaning, effect, ...fixed(hint) }
}

function linted(schemaType: SchemaType, table: RuleTable): readonly Explanation[] {
  return Object.entries(table).map(([rule, { categories, meaning }]) => ({
    rule,
    schemaType,
    command: 'lint',
    meaning,
    categories,
  }))
}

function fixed(fix: string | undefined): { readonly fix?: string } {
  return fix === undefined ? {} : { fix }
}
