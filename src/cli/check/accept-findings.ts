import type { AcceptedFinding } from '../project/project.ts'
import type { Finding } from './finding.ts'

/**
 * Marks findings that the project lives with.
 *
 * @param today `2026-12-31`; an exception counts on its last day
 */
export function acceptFindings(
  findings: readonly Finding[],
  exceptions: readonly AcceptedFinding[],
  today: string,
): readonly Finding[] {
  return findings.map((finding) => {
    const found = exceptions.find((one) => covers(one, finding, today))
    return found === undefined ? finding : { ...finding, accepted: reasonOf(found) }
  })
}

function covers(
  { subject, kind, path, until }: AcceptedFinding,
  finding: Finding,
  today: string,
): boolean {
  return (
    subject === finding.subject &&
    (kind === undefined || kind === finding.kind) &&
    (path === undefined || path === finding.path) &&
    (until === undefined || today <= until)
  )
}

function reasonOf({ reason, until }: AcceptedFinding): string {
  return until === undefined ? reason : `${reason} (until ${until})`
}
