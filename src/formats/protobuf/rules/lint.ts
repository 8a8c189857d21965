import type { Difference } from '../../difference.ts'
import { differenceOf } from '../differences.ts'
import { placeAtPath } from '../place-in.ts'
import type { Target } from '../place-in.ts'
import type { ProtobufSchema } from '../protobuf-schema.ts'
import { checkDeletions } from './deletion-rules.ts'
import { elementsOf } from './element.ts'
import type { LintFinding, Versions } from './element.ts'
import { checkEnums } from './enum-rules.ts'
import { checkField } from './field-rules.ts'
import { checkFile } from './file-rules.ts'
import { checkMessages } from './message-rules.ts'
import { lintRows } from './rule-table.ts'
import { selectRules } from './select-rules.ts'
import type { LintSelection } from './select-rules.ts'
import { checkServices } from './service-rules.ts'

/**
 * Holds a schema against its previous version under source rules.
 *
 * @returns one difference for each broken rule, its `kind` the rule's id; the current schema is the
 *   reader, the previous one the writer
 * @see Breaking-rules 1
 */
export function lintProtobuf(
  current: ProtobufSchema,
  previous: ProtobufSchema,
  selection: LintSelection,
): readonly Difference[] {
  const rules = selectRules(selection)
  const pair = { current: elementsOf(current), previous: elementsOf(previous) }
  const findings = [
    ...checkFile(pair),
    ...checkDeletions(pair),
    ...checkMessages(pair),
    ...checkEnums(pair),
    ...checkServices(pair),
    ...[...pair.previous.extensions].flatMap(([key, before]) => {
      const now = pair.current.extensions.get(key)
      return now === undefined ? [] : checkField(`#/${key}`, { current: now, previous: before })
    }),
  ]
  return findings
    .filter(({ rule }) => rules.has(rule))
    .map((finding) => placed(finding, { current, previous }))
}

function placed(
  { rule, path, info, current, previous }: LintFinding,
  schemas: Versions<ProtobufSchema>,
): Difference {
  const place = (parsed: ProtobufSchema, target: Target | undefined) =>
    placeAtPath(parsed, path, target)
  const places = {
    reader: place(schemas.current, current),
    writer: place(schemas.previous, previous),
  }
  return { ...differenceOf(rule, lintRows[rule], path, places), info }
}
