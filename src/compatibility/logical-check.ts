import { compareLogical } from '../formats/logical/compare.ts'
import type { LogicalDirection } from '../formats/logical/compare.ts'
import { findingText } from '../formats/logical/finding.ts'
import type { Finding } from '../formats/logical/finding.ts'
import { logicalModeNames } from '../formats/logical/logical-modes.ts'
import type { LogicalMode } from '../formats/logical/logical-modes.ts'
import { logicalOf } from '../formats/logical/to-logical/to-logical.ts'
import type { Translated } from '../formats/logical/to-logical/translated.ts'
import { checkValidity } from '../formats/logical/validity.ts'
import type { ParsedSchema } from '../formats/parsed-schema.ts'
import { SchemaFault } from '../formats/schema-fault.ts'
import type { CompatibilityLevel, Direction } from '../model/compatibility-level.ts'
import type { Incompatibility } from '../model/incompatibility.ts'
import { joinFindings } from './findings.ts'
import type { Findings } from './findings.ts'
import { pairsOf } from './pairs.ts'

/** The part of a check that the policy LOGICAL adds. */
export interface LogicalCheck {
  /** What is wrong with the candidate by itself, whatever the level. */
  readonly validity: Findings
  /** What is wrong between it and a version; nothing when the version has no logical types. */
  compareWith(schema: ParsedSchema, version: number): Findings
}

/**
 * Begins the logical part of a check.
 *
 * @see Compatibility 9
 */
export function beginLogicalCheck(
  candidate: ParsedSchema,
  level: CompatibilityLevel,
): LogicalCheck {
  const translated = translate(candidate)
  if (translated instanceof SchemaFault) {
    return { validity: unrepresentable(translated), compareWith: () => joinFindings([]) }
  }
  return {
    validity: joinFindings(logicalModeNames.map((mode) => judgeAlone(translated, mode))),
    compareWith(schema, version) {
      const other = translate(schema)
      if (other instanceof SchemaFault) return joinFindings([])
      const pairs = pairsOf(level, translated, other)
      return joinFindings(
        logicalModeNames.flatMap((mode) =>
          pairs.map(({ reader, writer, direction }) => {
            const found = compareLogical(
              reader.schema,
              writer.schema,
              mode,
              directionWords[direction],
            )
            const label = `Logical compatibility (${mode}, ${directionWords[direction]})`
            return describe(found, label, { reader, writer, direction, version, mode })
          }),
        ),
      )
    },
  }
}

const directionWords: Readonly<Record<Direction, LogicalDirection>> = {
  'new-reads-old': 'backward',
  'old-reads-new': 'forward',
}

function translate(schema: ParsedSchema): Translated | SchemaFault {
  try {
    return logicalOf(schema)
  } catch (thrown) {
    if (thrown instanceof SchemaFault) return thrown
    throw thrown
  }
}

function unrepresentable(fault: SchemaFault): Findings {
  const message = `Schema cannot be represented as a logical type: ${fault.message}`
  const incompatibility: Incompatibility = {
    kind: 'NO_LOGICAL_TYPE',
    path: '',
    direction: 'new-reads-old',
    message,
    ...(fault.place === undefined ? {} : { reader: fault.place }),
  }
  return { messages: [message], incompatibilities: [incompatibility] }
}

function judgeAlone(reader: Translated, mode: LogicalMode): Findings {
  const found = checkValidity(reader.schema, mode)
  return describe(found, `Logical validity (${mode})`, { reader, direction: 'new-reads-old', mode })
}

/** What findings are about. */
interface Subject {
  readonly mode: LogicalMode
  readonly direction: Direction
  readonly reader: Translated
  readonly writer?: Translated
  readonly version?: number
}

function describe(found: readonly Finding[], label: string, about: Subject): Findings {
  if (found.length === 0) return joinFindings([])
  const { direction, version, mode } = about
  const readers = about.reader.placesOf(found.flatMap(({ reader }) => reader ?? []))
  const writers = about.writer?.placesOf(found.flatMap(({ writer }) => writer ?? []))
  const incompatibilities = found.map((finding): Incompatibility => {
    const reader = finding.reader && readers.get(finding.reader)
    const writer = finding.writer && writers?.get(finding.writer)
    return {
      kind: finding.rule,
      path: finding.path,
      direction,
      ...(version === undefined ? {} : { version }),
      message: `${mode}: ${finding.text}`,
      ...(reader === undefined ? {} : { reader }),
      ...(writer === undefined ? {} : { writer }),
    }
  })
  return { messages: [`${label}: ${found.map(findingText).join('\n')}`], incompatibilities }
}
