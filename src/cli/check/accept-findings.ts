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
    const covering = exceptions.filter((one) => covers(one, finding))
    const found = covering.find(({ until }) => until === undefined || today <= until)
    if (found !== undefined) return { ...finding, accepted: reasonOf(found) }
    const [past] = covering
    return past === undefined ? finding : { ...finding, expired: reasonOf(past) }
  })
}

function covers({ subject, kind, path }: AcceptedFinding, finding: Finding): boolean {
  return (
    subject === finding.subject &&
    (kind === undefined || kind === finding.kind) &&
    (path === undefined || path === finding.path)
  )
}

function reasonOf({ reason, until }: AcceptedFinding): string {
  return until === undefined ? reason : `${reason} (until ${until})`
}
