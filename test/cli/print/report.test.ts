import { describe, expect, it } from 'vitest'
import type { CheckReport, Finding } from '../../../src/cli/check/finding.ts'
import { reportJunit } from '../../../src/cli/print/report-junit.ts'
import { reportText } from '../../../src/cli/print/report-text.ts'

const finding: Finding = {
  subject: 's',
  file: 's.json',
  line: 1,
  column: 1,
  kind: 'KIND',
  path: '/a',
  message: 'it breaks',
}

function report(findings: readonly Finding[], text: string): CheckReport {
  const file = {
    subject: 's',
    file: 's.json',
    status: 'problems',
    level: 'FULL',
    levelSource: '',
    checked: [],
    latest: undefined,
    findings,
    texts: new Map([['s.json', text]]),
  } as const
  return { command: 'check', against: 'old', files: [file] }
}

describe('a report', () => {
  it('has a name of its own for each test case, even of equal findings', () => {
    const out = reportJunit(report([finding, finding], ''))
    expect(out).toContain('name="KIND /a"')
    expect(out).toContain('name="KIND /a #2"')
  })

  it('tells thousands of findings in one long text', () => {
    const text = Array.from({ length: 20_000 }, (_, line) => `"field ${line}"`).join('\n')
    const many = Array.from({ length: 20_000 }, (_, at) => ({ ...finding, line: at + 1 }))
    const started = performance.now()
    const out = reportText(report(many, text), (_, part) => part, 0)
    expect(out).toContain('+ 20000 | "field 19999"')
    // Splitting the text for each of them took a minute.
    expect(performance.now() - started).toBeLessThan(5000)
  })
})
