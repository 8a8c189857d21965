import type { ProtobufSchema } from '../../formats/protobuf/protobuf-schema.ts'
import { protobufFormat } from '../../formats/protobuf/protobuf-format.ts'
import { lintProtobuf } from '../../formats/protobuf/rules/lint.ts'
import { unknownRules } from '../../formats/protobuf/rules/select-rules.ts'
import type { LintedText, Linter } from './linter.ts'

/** The rules of Protobuf, under the ids that Buf users know. @see Breaking-rules 1 */
export const protobufLinter: Linter = {
  defaultUse: ['FILE'],
  knows: (name) => unknownRules({ use: [name] }).length === 0,
  lint(current, previous, choice) {
    return lintProtobuf(parse(current), parse(previous), choice).map((difference) => ({
      rule: difference.kind,
      path: difference.path,
      message: protobufFormat.sentence(difference, 'new-reads-old'),
      current: difference.reader,
      previous: difference.writer,
    }))
  },
}

function parse(text: LintedText): ProtobufSchema {
  return protobufFormat.parse(text, { mode: 'lenient' })
}
