import { checkCompatibility, SchemaFault } from '../../compatibility/index.ts'
import type { SchemaInput } from '../../compatibility/index.ts'
import { formatOf } from '../../formats/all-formats.ts'
import type { ResolvedReference } from '../../formats/format.ts'
import type { Incompatibility } from '../../model/incompatibility.ts'
import type { BaseVersion, History } from '../baseline/baseline.ts'
import { CommandError } from '../command.ts'
import { toMetadata } from '../metadata-body.ts'
import type { ProjectSchema } from '../project/project.ts'
import { changedAnnotations, effectiveAnnotations } from './annotations.ts'
import type { Annotations } from './annotations.ts'
import type { FileReport, Finding } from './finding.ts'
import { isUnchanged } from './is-unchanged.ts'

/** Checks one schema against its history, at the level that the history brings. */
export function checkSchema(
  schema: ProjectSchema,
  references: readonly ResolvedReference[],
  history: History,
): FileReport {
  const { subject, file, schemaText } = schema
  const { versions, settings, levelSource, offerConfig } = history
  const report = {
    subject,
    file,
    level: settings.level,
    levelSource,
    checked: settings.level === 'NONE' ? [] : versions.map(({ name }) => name),
    latest: versions.at(-1)?.name,
    texts: new Map([
      [file, schemaText],
      ...versions.map(({ name, input }) => [name, input.schemaText] as const),
    ]),
  }
  const fault = faultOf(schema, references, history)
  if (fault !== undefined) return { ...report, status: 'problems', findings: [fault] }
  const latest = versions.at(-1)
  if (latest === undefined) return { ...report, status: 'new', findings: [] }
  const annotations = effectiveAnnotations(schema, latest.annotations, offerConfig)
  const candidate = candidateOf(schema, references, annotations)
  const changed =
    latest.annotations === undefined ? [] : changedAnnotations(annotations, latest.annotations)
  const normalizes = schema.normalize || offerConfig.normalize === true
  const isSame = isUnchanged(candidate, latest.input, normalizes)
  if (isSame && changed.length === 0) return { ...report, status: 'unchanged', findings: [] }
  const { incompatibilities, compatible } = judge(candidate, file, history)
  const findings = incompatibilities.map((found) => findingOf(schema, found, versions))
  return { ...report, findings, changed, status: compatible ? 'compatible' : 'problems' }
}

function candidateOf(
  { schemaText, schemaType }: ProjectSchema,
  references: readonly ResolvedReference[],
  { metadata }: Annotations,
): SchemaInput {
  return {
    schemaText,
    schemaType,
    references,
    ...(metadata === undefined ? {} : { metadata: toMetadata(metadata) }),
  }
}

function judge(candidate: SchemaInput, file: string, { settings, versions }: History) {
  try {
    return checkCompatibility({
      ...settings,
      candidate,
      history: versions.map(({ input }) => input),
    })
  } catch (thrown) {
    // The candidate has been parsed already: what fails now is what it is held against.
    if (!(thrown instanceof SchemaFault)) throw thrown
    const names = versions.map(({ name }) => name).join(', ')
    throw new CommandError(`${file} cannot be checked: ${names}: ${thrown.message}`, undefined, {
      cause: thrown,
    })
  }
}

/** Why the file is no schema, if it is none. */
export function faultOf(
  schema: ProjectSchema,
  references: readonly ResolvedReference[],
  { settings }: History,
): Finding | undefined {
  const format = formatOf(schema.schemaType)
  try {
    const parsed = format.parse({ schemaText: schema.schemaText, references }, { mode: 'new' })
    format.validate(parsed, {
      validateFields: settings.validateFields ?? false,
      strictness: settings.strictness ?? 'reference',
    })
    return undefined
  } catch (thrown) {
    if (!(thrown instanceof SchemaFault)) throw thrown
    const { subject, file } = schema
    const { line, column, pointer } = thrown.place ?? { line: 1, column: 1, pointer: '' }
    const place = { line: Math.max(line, 1), column: Math.max(column, 1) }
    return {
      subject,
      file,
      ...place,
      kind: 'INVALID_SCHEMA',
      path: pointer,
      message: thrown.reason,
    }
  }
}

function findingOf(
  { subject, file }: ProjectSchema,
  found: Incompatibility,
  versions: readonly BaseVersion[],
): Finding {
  const isReader = found.direction === 'new-reads-old'
  const own = isReader ? found.reader : found.writer
  const other = isReader ? found.writer : found.reader
  // Files have no versions: there the engine counts positions.
  const base = versions.find(({ version }, index) => (version ?? index + 1) === found.version)
  return {
    subject,
    file,
    line: Math.max(own?.line ?? 1, 1),
    column: Math.max(own?.column ?? 1, 1),
    ...found,
    version: base?.version,
    schemaId: base?.schemaId,
    ...(base === undefined
      ? {}
      : { against: { name: base.name, line: other?.line ?? 0, column: other?.column ?? 0 } }),
  }
}
