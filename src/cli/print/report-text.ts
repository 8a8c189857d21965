import { directionOf, problemsOf } from '../check/finding.ts'
import type { CheckReport, FileReport, Finding, Rechecked } from '../check/finding.ts'
import { counted } from './counted.ts'
import { excerptOf, printable } from './excerpt.ts'
import type { Paint } from './paint.ts'

/** Width beyond which names are not lined up any more. */
const MAX_COLUMN = 40

/**
 * A report for people: one line a file, and under it every finding with its place in both texts.
 *
 * @param elapsedMs how long the check took
 */
export function reportText(report: CheckReport, paint: Paint, elapsedMs: number): string {
  const subjects = columnWidth(report.files.map(({ subject }) => subject))
  const files = columnWidth(report.files.map(({ file }) => file))
  const levels = columnWidth(report.files.map(levelOf))
  const lines = report.files.flatMap((file) => {
    const linesOf = linesBySubject(file)
    return [
      [
        paint('bold', printable(file.subject).padEnd(subjects)),
        printable(file.file).padEnd(files),
        paint('dim', levelOf(file).padEnd(levels)),
        statusOf(file, paint),
      ].join('  '),
      ...noteLines(file, paint),
      ...file.findings.flatMap((finding) => findingLines(finding, linesOf(finding.subject), paint)),
    ]
  })
  return [...lines, '', summary(report, paint, elapsedMs), ''].join('\n')
}

function columnWidth(texts: readonly string[]): number {
  return Math.min(Math.max(...texts.map((text) => text.length), 0), MAX_COLUMN)
}

function levelOf({ level, levelSource }: FileReport): string {
  return levelSource === '' ? level : `${level} (${levelSource})`
}

function statusOf({ status, checked, latest, findings }: FileReport, paint: Paint): string {
  switch (status) {
    case 'new':
      return paint('cyan', 'new')
    case 'unchanged':
      return paint('dim', `unchanged since ${printable(latest ?? '')}`)
    case 'compatible':
      return `${paint('green', 'ok')} ${paint('dim', printable(rangeOf(checked)))}`
    case 'problems': {
      const open = findings.filter(({ accepted }) => accepted === undefined).length
      return open === 0 ? paint('yellow', 'accepted') : paint('red', counted(open, 'problem'))
    }
  }
}

/** What is to be known of a file beside its findings. */
function noteLines({ changed = [], referrers = [] }: FileReport, paint: Paint): readonly string[] {
  const broken = referrers.filter(({ problems }) => problems > 0)
  const verdict = broken.length === 0 ? 'ok' : `${names(broken)} would break`
  return [
    ...(changed.length === 0 ? [] : [paint('dim', `  its ${changed.join(' and ')} would change`)]),
    ...(referrers.length === 0
      ? []
      : [
          paint(
            broken.length === 0 ? 'dim' : 'red',
            `  referenced by ${names(referrers)}: rechecked, ${verdict}`,
          ),
        ]),
  ]
}

function names(referrers: readonly Rechecked[]): string {
  return referrers.map(({ subject }) => printable(subject)).join(', ')
}

function rangeOf(checked: readonly string[]): string {
  const [first] = checked
  if (first === undefined) return '(nothing is compared)'
  return checked.length === 1 ? `against ${first}` : `against ${first} to ${checked.at(-1)}`
}

function findingLines(finding: Finding, linesOf: LinesOf, paint: Paint): readonly string[] {
  const { file, line, column, kind, message, hint, accepted, expired, against, undecided } = finding
  const mark = accepted === undefined ? 'red' : 'yellow'
  const version = against === undefined ? '' : ` ${paint('dim', printable(directionOf(finding)))}`
  return [
    `  ${paint('cyan', `${printable(file)}:${line}:${column}`)}  ${paint(mark, kind)}${version}`,
    `    ${printable(message)}${undecided === true ? ' (cannot be decided)' : ''}`,
    ...(hint === undefined ? [] : [`    ${paint('green', 'fix:')} ${printable(hint)}`]),
    ...(accepted === undefined
      ? []
      : [`    ${paint('yellow', 'accepted:')} ${printable(accepted)}`]),
    ...(expired === undefined
      ? []
      : [`    ${paint('yellow', 'accepted no more:')} ${printable(expired)}`]),
    ...(against === undefined
      ? []
      : frame('-', linesOf(against.name), against, (text) => paint('dim', text))),
    ...frame('+', linesOf(file), finding, (text) => paint(mark, text)),
  ]
}

/** The lines of a text by its name; none of one that is not there. */
type LinesOf = (name: string) => readonly string[]

/** A version of one subject is called like that of another: each has texts of its own. */
function linesBySubject({ texts, referrers = [] }: FileReport): (subject: string) => LinesOf {
  const own = splitOnce(texts)
  const others = new Map(
    referrers.flatMap(({ subject, texts: theirs }) =>
      theirs === undefined ? [] : [[subject, splitOnce(theirs)] as const],
    ),
  )
  return (subject) => others.get(subject) ?? own
}

/** A text may have thousands of findings. */
function splitOnce(texts: ReadonlyMap<string, string>): LinesOf {
  const split = new Map<string, readonly string[]>()
  return (name) => {
    const lines = split.get(name) ?? texts.get(name)?.split('\n') ?? []
    split.set(name, lines)
    return lines
  }
}

/** One line of a text with a mark under the column; nothing when there is nothing to see there. */
function frame(
  sign: string,
  lines: readonly string[],
  { line, column }: { readonly line: number; readonly column: number },
  colour: (text: string) => string,
): readonly string[] {
  const excerpt = excerptOf(lines, line, column)
  // The bracket that opens a record tells nobody which one it is.
  if (excerpt === undefined || !/[\p{L}\p{N}]/u.test(excerpt.line)) return []
  const gutter = `    ${sign} ${String(line).padStart(4)} | `
  return [
    colour(`${gutter}${excerpt.line}`),
    colour(`${' '.repeat(gutter.length - 2)}| ${excerpt.indent}^`),
  ]
}

function summary(report: CheckReport, paint: Paint, elapsedMs: number): string {
  const problems = problemsOf(report).length
  const accepted = report.files.flatMap(({ findings }) => findings).length - problems
  const parts = [
    counted(report.files.length, report.command === 'lint' ? 'file' : 'subject'),
    problems === 0 ? paint('green', 'no problems') : paint('red', counted(problems, 'problem')),
    ...(accepted === 0 ? [] : [`${accepted} accepted`]),
    `against ${report.against}`,
    `${(elapsedMs / 1000).toFixed(1)} s`,
  ]
  const [first] = problemsOf(report)
  const hint = first === undefined ? '' : paint('dim', `  (concordat explain ${first.kind})`)
  return `${parts.join(', ')}${hint}`
}
