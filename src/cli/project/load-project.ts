import { access } from 'node:fs/promises'
import { basename, dirname, join, relative, resolve } from 'node:path'
import type { SchemaType } from '../../model/schema.ts'
import { CommandError } from '../command.ts'
import type { NamedReference } from '../reference-flag.ts'
import { fileProblem, readTextFile, typeOfFile, withoutExtension } from '../schema-file.ts'
import { inDependencyOrder } from './dependency-order.ts'
import { findSchemaFiles, globPattern, isFolder } from './find-files.ts'
import { namesIn } from './needed-names.ts'
import type { SchemaNames } from './needed-names.ts'
import type { Project, ProjectSchema } from './project.ts'
import type { FileRule, ProjectFile } from './project-file.ts'
import { recordNameIn } from './record-name.ts'

/** The project file that is read when it is there. */
export const PROJECT_FILE = 'concordat.yaml'

/** What a command was asked to work on. */
export interface ProjectRequest {
  /** Files and folders; empty: everything that the project file names. */
  readonly targets: readonly string[]
  /** Default {@link PROJECT_FILE}, when there is one. */
  readonly projectFile?: string | undefined
  /** Of the only file. */
  readonly subject?: string | undefined
  readonly type?: SchemaType | undefined
  readonly references?: readonly NamedReference[]
}

/** A file on its way to becoming a schema. */
interface Listed {
  readonly path: string
  readonly file: string
  readonly rule: FileRule
  readonly selected: boolean
  /** The subject, or a pattern of it. */
  readonly subject: string
}

/**
 * Reads the project file, the files it names and those that were asked for.
 *
 * A file that the project file names has the subject it says; any other is called by its path
 * without the extension.
 *
 * @throws CommandError
 */
export async function loadProject(request: ProjectRequest): Promise<Project> {
  const configured = await readProjectFile(request)
  const listed = await listFiles(request, configured)
  const schemas = await Promise.all(listed.map((one) => readSchema(one, request)))
  refuseTwice(schemas)
  return {
    schemas: inDependencyOrder(withReferences(schemas, listed)),
    accepted: configured?.content.accept ?? [],
    ...(configured?.content.registry === undefined
      ? {}
      : { registryUrl: configured.content.registry }),
    ...(configured?.content.lint === undefined ? {} : { lint: configured.content.lint }),
  }
}

interface Configured {
  readonly folder: string
  readonly content: ProjectFile
}

async function readProjectFile(request: ProjectRequest): Promise<Configured | undefined> {
  const file = request.projectFile ?? PROJECT_FILE
  if (request.projectFile === undefined && !(await exists(file))) {
    if (request.targets.length > 0) return undefined
    throw new CommandError(`name files or folders, or write a ${PROJECT_FILE}`)
  }
  const text = await readTextFile(file)
  const { parseProjectFile } = await import('./project-file.ts')
  return { folder: dirname(file), content: parseProjectFile(file, text) }
}

async function exists(file: string): Promise<boolean> {
  try {
    await access(file)
    return true
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return false
    throw new CommandError(`${file}: ${fileProblem(cause)}`, undefined, { cause })
  }
}

async function listFiles(
  { targets, subject }: ProjectRequest,
  configured: Configured | undefined,
): Promise<readonly Listed[]> {
  const mapped = configured === undefined ? [] : await mappedFiles(configured)
  if (targets.length === 0) return mapped
  const byFile = new Map(mapped.map((one) => [resolve(one.file), { ...one, selected: false }]))
  const folders = await Promise.all(targets.map(isFolder))
  if (subject !== undefined && (targets.length > 1 || folders[0] === true)) {
    throw new CommandError(
      '--subject names the subject of one file; write a concordat.yaml for more',
    )
  }
  for (const [index, target] of targets.entries()) {
    const paths = folders[index] === true ? await findSchemaFiles(target) : undefined
    for (const path of paths ?? [basename(target)]) {
      const file = paths === undefined ? target : join(target, path)
      const known = byFile.get(resolve(file))
      byFile.set(resolve(file), {
        file,
        path: known?.path ?? path,
        rule: known?.rule ?? configured?.content.defaults ?? { settings: {} },
        subject: subject ?? known?.subject ?? withoutExtension(path),
        selected: true,
      })
    }
  }
  return [...byFile.values()]
}

async function mappedFiles({ folder, content }: Configured): Promise<readonly Listed[]> {
  const named = [...content.subjects].map(([subject, rule]): Listed => {
    const path = rule.file.replaceAll('\\', '/').replace(/^\.\//, '')
    return {
      path,
      file: shown(folder, path),
      rule: over(content.defaults, rule),
      selected: true,
      subject,
    }
  })
  if (content.files.length === 0) return named
  const taken = new Set(named.map(({ path }) => path))
  const globs = content.files.map((rule) => ({ rule, pattern: globPattern(rule.glob) }))
  const matched = (await findSchemaFiles(folder)).flatMap((path): Listed[] => {
    const found = globs.find(({ pattern }) => pattern.test(path))
    if (found === undefined || taken.has(path)) return []
    const rule = over(content.defaults, found.rule)
    return [{ path, file: shown(folder, path), rule, selected: true, subject: found.rule.subject }]
  })
  return [...named, ...matched]
}

function over(defaults: FileRule, rule: FileRule): FileRule {
  return { ...defaults, ...rule, settings: { ...defaults.settings, ...rule.settings } }
}

function shown(folder: string, path: string): string {
  return relative('.', join(folder, path)) || path
}

async function readSchema(
  { path, file, rule, selected, subject }: Listed,
  request: ProjectRequest,
): Promise<ProjectSchema> {
  const schemaType = typeOfFile(file, (selected ? request.type : undefined) ?? rule.type)
  const schemaText = await readTextFile(file)
  const own = selected && request.references?.length ? request.references : rule.references
  return {
    subject: subjectOf(subject, { path, file, schemaType, schemaText }),
    file,
    path,
    schemaType,
    schemaText,
    references: own ?? [],
    settings: rule.settings,
    normalize: rule.normalize ?? false,
    selected,
    ...(rule.metadata === undefined ? {} : { metadata: rule.metadata }),
  }
}

function subjectOf(
  pattern: string,
  schema: Pick<ProjectSchema, 'path' | 'file' | 'schemaType' | 'schemaText'>,
): string {
  const path = withoutExtension(schema.path)
  return pattern.replaceAll(/\{(path|name|record)\}/g, (_, word: string) => {
    if (word === 'path') return path
    if (word === 'name') return basename(path)
    const name = recordNameIn(schema.schemaType, schema.schemaText)
    if (name === undefined) throw new CommandError(`${schema.file}: no record name for its subject`)
    return name
  })
}

function refuseTwice(schemas: readonly ProjectSchema[]): void {
  const files = new Map<string, string>()
  for (const { subject, file } of schemas) {
    const other = files.get(subject)
    if (other !== undefined) {
      throw new CommandError(`subject '${subject}' has two files: ${other} and ${file}`)
    }
    files.set(subject, file)
  }
}

/** Fills in references to neighbours where none were written down. */
function withReferences(
  schemas: readonly ProjectSchema[],
  listed: readonly Listed[],
): readonly ProjectSchema[] {
  const names = schemas.map(({ schemaType, schemaText, path }) =>
    namesIn(schemaType, schemaText, path),
  )
  const offered = offers(schemas, names)
  return schemas.map((schema, index) => {
    if (schema.references.length > 0 || listed[index]?.rule.references !== undefined) return schema
    const references = (names[index]?.needs ?? []).flatMap((name) => {
      const subject = offered.get(`${schema.schemaType} ${name}`)
      return subject === undefined || subject === schema.subject ? [] : [{ name, subject }]
    })
    return { ...schema, references }
  })
}

/** Who offers a name; longer paths come first, so that they win over their own ends. */
function offers(
  schemas: readonly ProjectSchema[],
  names: readonly SchemaNames[],
): ReadonlyMap<string, string> {
  const offered = new Map<string, string>()
  for (const [index, { schemaType, subject }] of schemas.entries()) {
    for (const name of names[index]?.offers ?? []) {
      const key = `${schemaType} ${name}`
      if (!offered.has(key)) offered.set(key, subject)
    }
  }
  return offered
}
