import { SchemaFault } from '../../formats/schema-fault.ts'
import type { SchemaType } from '../../model/schema.ts'
import type { Baseline, BaseVersion, History, VanishedFile } from '../baseline/baseline.ts'
import { acceptFindings } from '../check/accept-findings.ts'
import { faultOf } from '../check/check-schema.ts'
import type { FileReport, Finding } from '../check/finding.ts'
import { unreadableReport } from '../check/unreadable.ts'
import { CommandError } from '../command.ts'
import { closureOf } from '../project/closure.ts'
import type { LintChoice, Project, ProjectSchema } from '../project/project.ts'
import { withoutExtension } from '../schema-file.ts'
import { avroLinter } from './avro-linter.ts'
import { jsonLinter } from './json-linter.ts'
import type { BrokenRule, LintedText, Linter } from './linter.ts'
import { brokenByVanishing, withoutMoved } from './protobuf-files.ts'
import type { CurrentFile } from './protobuf-files.ts'
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
  const current = await Promise.all(
    project.schemas.map(async (schema) => ({
      schema,
      file: schema.file,
      text: {
        schemaText: schema.schemaText,
        references: await closureOf(
          schema,
          bySubject,
          ({ schemaText }) => schemaText,
          baseline.outside,
        ),
      },
    })),
  )
  const protobuf = current.filter(({ schema }) => schema.schemaType === 'PROTOBUF')
  const accepted = (report: FileReport): FileReport => ({
    ...report,
    findings: acceptFindings(report.findings, project.accepted, today),
  })
  const reports = await Promise.all(
    current
      .filter(({ schema }) => schema.selected)
      .map(async ({ schema, text }) => {
        const history = await baseline.historyOf(schema)
        const others = protobuf.filter(({ file }) => file !== schema.file)
        return lintSchema(schema, text, { history, others }, choice)
      }),
  )
  const vanished = await baseline.vanished()
  return [
    ...reports,
    ...vanished.flatMap((file) => lintVanished(file, protobuf, choice)),
    ...project.unreadable.map(unreadableReport),
  ].map(accepted)
}

/** A file that is gone has a report when that breaks a rule. */
function lintVanished(
  file: VanishedFile,
  others: readonly CurrentFile[],
  { use, except }: LintChoice,
): readonly FileReport[] {
  const { name, path } = file
  const subject = withoutExtension(path)
  const names = use.length === 0 ? protobufLinter.defaultUse : use
  const broken = brokenByVanishing(file, others, { use: names, except })
  if (broken.length === 0) return []
  return [
    {
      subject,
      file: path,
      status: 'problems',
      level: names.join(' '),
      levelSource: '',
      checked: [name],
      latest: name,
      texts: new Map(),
      findings: broken.map(({ rule, path: place, message }) => ({
        subject,
        file: path,
        line: 1,
        column: 1,
        kind: rule,
        path: place,
        message,
        against: { name, line: 0, column: 0 },
      })),
    },
  ]
}

function lintSchema(
  schema: ProjectSchema,
  current: LintedText,
  { history, others }: { readonly history: History; readonly others: readonly CurrentFile[] },
  { use, except }: LintChoice,
): FileReport {
  const { subject, file, schemaText, schemaType } = schema
  const linter = linters[schemaType]
  const latest = history.versions.at(-1)
  const names = (use.length === 0 ? linter.defaultUse : use).filter((one) => linter.knows(one))
  const report = {
    subject,
    file,
    // Categories of one format select nothing in another, and then nothing is held against anything.
    level: names.join(' ') || 'no rules',
    levelSource: '',
    checked: latest === undefined || names.length === 0 ? [] : [latest.name],
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
    const all = linter.lint(current, previous, { use: names, except })
    const broken = schemaType === 'PROTOBUF' ? withoutMoved(all, previous, others) : all
    const findings = broken.map((one) => findingOf(schema, one, latest))
    return { ...report, texts, findings, status: findings.length === 0 ? 'compatible' : 'problems' }
  } catch (thrown) {
    if (!(thrown instanceof SchemaFault)) throw thrown
    const fault = faultOf(schema, current.references, history)
    if (fault !== undefined) return { ...report, texts, status: 'problems', findings: [fault] }
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
