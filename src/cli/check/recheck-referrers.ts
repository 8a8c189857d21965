import type { Baseline, Referrer } from '../baseline/baseline.ts'
import { closureOf } from '../project/closure.ts'
import type { Project, ProjectSchema } from '../project/project.ts'
import { referredSubject } from '../project/referred-subject.ts'
import { checkSchema } from './check-schema.ts'
import type { FileReport, Finding, Rechecked } from './finding.ts'

/**
 * Checks those who refer to a changed schema, as they would be with it: neighbours in the project as
 * they stand there, the rest as they are registered.
 *
 * @param reports of the selected schemas, by subject
 * @throws CommandError, RequestError
 */
export async function recheckReferrers(
  schema: ProjectSchema,
  project: Project,
  reports: ReadonlyMap<string, FileReport>,
  baseline: Baseline,
): Promise<readonly Rechecked[]> {
  const bySubject = new Map(project.schemas.map((one) => [one.subject, one]))
  const neighbours = referrersIn(project, schema.subject)
  const own = await Promise.all(
    neighbours.map(async (neighbour): Promise<Rechecked> => {
      const { subject } = neighbour
      const known = reports.get(subject)
      // Its findings stand in its own report.
      if (known !== undefined) return { subject, problems: openIn(known.findings), findings: [] }
      const [history, references] = await Promise.all([
        baseline.historyOf(neighbour),
        closureOf(neighbour, bySubject, ({ schemaText }) => schemaText, baseline.outside),
      ])
      const { findings, texts } = checkSchema(neighbour, references, history)
      return { subject, problems: findings.length, findings, texts }
    }),
  )
  const needs = await closureOf(schema, bySubject, ({ schemaText }) => schemaText, baseline.outside)
  const outside = (await baseline.referrersOf(schema, needs)).filter(
    ({ schema: { subject } }) => !bySubject.has(subject),
  )
  return [...own, ...outside.map((referrer) => recheck(schema, referrer))]
}

function referrersIn({ schemas }: Project, subject: string): readonly ProjectSchema[] {
  return schemas.filter(({ subject: referrer, references }) =>
    references.some(
      (one) => one.version === undefined && referredSubject(referrer, one.subject) === subject,
    ),
  )
}

function openIn(findings: readonly Finding[]): number {
  return findings.filter(({ accepted }) => accepted === undefined).length
}

/** What breaks there is told of the file that breaks it, for that is what can be mended. */
function recheck({ file }: ProjectSchema, { schema, references, history }: Referrer): Rechecked {
  const { subject } = schema
  const { findings } = checkSchema(schema, references, history)
  return {
    subject,
    problems: findings.length,
    findings: findings.map(({ kind, path, message, direction, version, schemaId, hint }) => ({
      subject,
      file,
      line: 1,
      column: 1,
      kind,
      path,
      message: `${subject}, which refers to it, would break: ${message}`,
      version,
      schemaId,
      ...(direction === undefined ? {} : { direction }),
      ...(hint === undefined ? {} : { hint }),
    })),
  }
}
