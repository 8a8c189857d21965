import type { UnreadableFile } from '../project/project.ts'
import type { CheckReport, FileReport } from './finding.ts'
import { problemsOf } from './finding.ts'

/** The rule of a finding that says why a file could not be looked at. */
export const UNREADABLE_FILE = 'UNREADABLE_FILE'

/** What is said of a file that could not be read: that, among what is said of the others. */
export function unreadableReport({ subject, file, reason }: UnreadableFile): FileReport {
  return {
    subject,
    file,
    status: 'problems',
    level: '',
    levelSource: '',
    checked: [],
    latest: undefined,
    texts: new Map(),
    findings: [
      {
        subject,
        file,
        line: 1,
        column: 1,
        kind: UNREADABLE_FILE,
        path: '',
        message: `The file could not be read: ${reason}`,
      },
    ],
  }
}

/** Whether a report leaves something open because a file could not be read. */
export function isIncomplete(report: CheckReport): boolean {
  return problemsOf(report).some(({ kind }) => kind === UNREADABLE_FILE)
}
