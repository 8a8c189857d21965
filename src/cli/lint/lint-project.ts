import { SchemaFault } from '../../formats/schema-fault.ts'
import type { SchemaType } from '../../model/schema.ts'
import type { Baseline, BaseVersion } from '../baseline/baseline.ts'
import { acceptFindings } from '../check/accept-findings.ts'
import type { FileReport, Finding } from '../check/finding.ts'
import { CommandError } from '../command.ts'
import { closureOf } from '../project/closure.ts'
import type { LintChoice, Project, ProjectSchema } from '../project/project.ts'
import { avroLinter } from './avro-linter.ts'
import { jsonLinter } from './json-linter.ts'
import type { BrokenRule, LintedText, Linter } from './linter.ts'
import { protobufLinter } from './protobuf-linter.ts'

const linters: { readonly [T in SchemaType]: Linter } = {
  AVRO: avroLinter,
  JSON: jsonLinter,
  PROTOBUF: protobufLinter,
}

/** @throws CommandError naming what is neither rule nor category of any format */
export function refuseUnknownRules({ use, except }: LintChoice): void {
  const unknown = [...use, ...except].find(
    (name) => !Object.values(linters).some((linter) => linter.knows(name)),
  )
  if (unknown !== undefined) throw new CommandError(`'${unknown}' is no rule and no category`)
}

/**
 * Holds every selected schema against the one before it, by source rules.
 *
 * @param choice without `use`, each format applies its own default
 * @param today `2026-12-31`, for exceptions that run out
 * @throws CommandError, RequestError
 */
export async function lintProject(
  project: Project,
  baseline: Baseline,
  choice: LintChoice,
  today: string,
): Promise<readonly FileReport[]> {
  const bySubject = new Map(project.schemas.map((schema) => [schema.subject, schema]))
  return Promise.all(
    project.schemas
      .filter((schema) => schema.selected)
      .map(async (schema) => {
        const [{ versions }, references] = await Promise.all([
          baseline.historyOf(schema),
          closureOf(schema, bySubject, ({ schemaText }) => schemaText, baseline.outside),
        ])
        const current = { schemaText: schema.schemaText, references }
        const report = lintSchema(schema, current, versions.at(-1), choice)
        return { ...report, findings: acceptFindings(report.findings, project.accepted, today) }
      }),
  )
}

function lintSchema(
  schema: ProjectSchema,
  current: LintedText,
  latest: BaseVersion | undefined,
  { use, except }: LintChoice,
): FileReport {
  const { subject, file, schemaText, schemaType } = schema
  const linter = linters[schemaType]
  const names = use.length === 0 ? linter.defaultUse : use
  const report = {
    subject,
    file,
    level: names.join(' '),
    levelSource: '',
    checked: latest === undefined ? [] : [latest.name],
    latest: latest?.name,
  }
  const texts = new Map([[file, schemaText]])
  if (latest === undefined || (latest.input.schemaType ?? 'AVRO') !== schemaType) {
    return { ...report, texts, status: 'new', findings: [] }
  }
  texts.set(latest.name, latest.input.schemaText)
  const previous = {
    schemaText: latest.input.schemaText,
    references: (latest.input.references ?? []).map((one) => ({ ...one, subject: '', version: 0 })),
  }
  try {
    const broken = linter.lint(current, previous, { use: names, except })
    const findings = broken.map((one) => findingOf(schema, one, latest))
    return { ...report, texts, findings, status: findings.length === 0 ? 'compatible' : 'problems' }
  } catch (thrown) {
    if (!(thrown instanceof SchemaFault)) throw thrown
    throw new CommandError(`${file} cannot be linted: ${thrown.message}; check says more`)
  }
}

function findingOf(
  { subject, file }: ProjectSchema,
  { rule, path, message, current, previous }: BrokenRule,
  latest: BaseVersion,
): Finding {
  return {
    subject,
    file,
    line: Math.max(current?.line ?? 1, 1),
    column: Math.max(current?.column ?? 1, 1),
    kind: rule,
    path,
    message,
    version: latest.version,
    schemaId: latest.schemaId,
    against: { name: latest.name, line: previous?.line ?? 0, column: previous?.column ?? 0 },
  }
}
