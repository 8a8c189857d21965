import { directionOf } from '../check/finding.ts'
import type { CheckReport, Finding } from '../check/finding.ts'

/** A report as JUnit XML: a test case a file, a failure each finding; what is accepted is skipped. */
export function reportJunit(report: CheckReport): string {
  const suites = report.files.map(({ subject, file, findings }) => {
    const open = findings.filter(({ accepted }) => accepted === undefined)
    const cases = findings.length === 0 ? [undefined] : findings
    const names = unequal(cases.map(nameOf))
    return [
      `  <testsuite name="${xml(subject)}" tests="${cases.length}" failures="${open.length}"` +
        ` errors="0" skipped="${findings.length - open.length}">`,
      ...cases.map((finding, at) => testCase(subject, names[at] ?? '', file, finding)),
      '  </testsuite>',
    ].join('\n')
  })
  const tests = report.files.reduce((sum, { findings }) => sum + Math.max(findings.length, 1), 0)
  const failures = report.files
    .flatMap(({ findings }) => findings)
    .filter(({ accepted }) => accepted === undefined).length
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="concordat ${report.command}" tests="${tests}" failures="${failures}">`,
    ...suites,
    '</testsuites>',
    '',
  ].join('\n')
}

function nameOf(finding: Finding | undefined): string {
  if (finding === undefined) return 'compatible'
  const name = `${finding.kind} ${finding.path}`.trim()
  return finding.against === undefined ? name : `${name} (${directionOf(finding)})`
}

/** Who reads a report takes test cases of one name for one. */
function unequal(names: readonly string[]): readonly string[] {
  const seen = new Map<string, number>()
  return names.map((name) => {
    const count = (seen.get(name) ?? 0) + 1
    seen.set(name, count)
    return count === 1 ? name : `${name} #${count}`
  })
}

function testCase(
  subject: string,
  name: string,
  file: string,
  finding: Finding | undefined,
): string {
  const head = `    <testcase classname="${xml(subject)}" name="${xml(name)}" file="${xml(file)}"`
  if (finding === undefined) return `${head}/>`
  const { line, column, message, hint, accepted, kind } = finding
  if (accepted !== undefined) return `${head}><skipped message="${xml(accepted)}"/></testcase>`
  const text = `${file}:${line}:${column}${hint === undefined ? '' : `\nfix: ${hint}`}`
  return (
    `${head} line="${line}"><failure type="${xml(kind)}" message="${xml(message)}">` +
    `${xml(text)}</failure></testcase>`
  )
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
  '\n': '&#10;',
}

const loneSurrogate = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g

/** XML 1.0 has no place for other control characters, nor for half a surrogate pair. */
function xml(text: string): string {
  return (
    text
      .replaceAll(loneSurrogate, '\ufffd')
      .replaceAll(/[&<>"'\n]/g, (character) => entities[character] ?? character)
      // oxlint-disable-next-line no-control-regex -- control characters are what must be found
      .replaceAll(/[\u0000-\u0008\u000b-\u001f\ufffe\uffff]/g, '�')
  )
}
