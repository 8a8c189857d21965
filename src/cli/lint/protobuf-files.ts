import { selectRules } from '../../formats/protobuf/rules/select-rules.ts'
import { SchemaFault } from '../../formats/schema-fault.ts'
import type { VanishedFile } from '../baseline/baseline.ts'
import type { LintChoice } from '../project/project.ts'
import type { BrokenRule, LintedText } from './linter.ts'
import { protobufLinter } from './protobuf-linter.ts'

/** A Protobuf file as it is, among the others of its project. */
export interface CurrentFile {
  readonly file: string
  readonly text: LintedText
}

/**
 * Leaves out what has only moved: a package is all of its files, so what one of them lacks another
 * one may have.
 *
 * @param others the other files of the project
 * @see Breaking-rules 1, "moving between files is fine"
 */
export function withoutMoved(
  broken: readonly BrokenRule[],
  previous: LintedText,
  others: readonly CurrentFile[],
): readonly BrokenRule[] {
  const ofPackages = [...new Set(broken.map(({ rule }) => rule).filter(isOfPackage))]
  if (ofPackages.length === 0) return broken
  const choice = { use: ofPackages, except: [] }
  const lacking = others.map(({ text }) => keysOf(protobufLinter.lint(text, previous, choice)))
  return broken.filter(
    (one) => !isOfPackage(one.rule) || lacking.every((keys) => keys.has(keyOf(one))),
  )
}

/** What it breaks that a file is gone: the rule on files, and those on what its package lacks now. */
export function brokenByVanishing(
  { path, schemaText }: VanishedFile,
  others: readonly CurrentFile[],
  { use, except }: LintChoice,
): readonly BrokenRule[] {
  const selected = selectRules({ use, except })
  const gone: BrokenRule = {
    rule: 'FILE_NO_DELETE',
    path,
    message: `the file ${path} is gone`,
    current: undefined,
    previous: undefined,
  }
  const previous = { schemaText, references: [] }
  return [
    ...(selected.has('FILE_NO_DELETE') ? [gone] : []),
    ...lostWith(previous, others, { use, except }),
  ]
}

function lostWith(
  previous: LintedText,
  [first, ...rest]: readonly CurrentFile[],
  choice: LintChoice,
): readonly BrokenRule[] {
  if (first === undefined) return []
  try {
    const broken = protobufLinter.lint(first.text, previous, choice)
    return withoutMoved(
      broken.filter(({ rule }) => isOfPackage(rule)),
      previous,
      rest,
    )
  } catch (thrown) {
    // What the lost file refers to may be lost with it; that it is gone is told anyway.
    if (thrown instanceof SchemaFault) return []
    throw thrown
  }
}

function isOfPackage(rule: string): boolean {
  return rule.startsWith('PACKAGE_')
}

function keyOf({ rule, path }: BrokenRule): string {
  return `${rule} ${path}`
}

function keysOf(broken: readonly BrokenRule[]): ReadonlySet<string> {
  return new Set(broken.map(keyOf))
}
