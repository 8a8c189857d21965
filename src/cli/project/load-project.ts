import { access } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import type { SchemaType } from '../../model/schema.ts'
import { parseSubject } from '../../model/subject.ts'
import { CommandError } from '../command.ts'
import type { NamedReference } from '../reference-flag.ts'
import {
  FileError,
  fileProblem,
  readTextFile,
  typeOfFile,
  withoutExtension,
} from '../schema-file.ts'
import { inDependencyOrder } from './dependency-order.ts'
import { findSchemaFiles, globPattern, isFolder, shownPath } from './find-files.ts'
import { namesIn } from './needed-names.ts'
import type { SchemaNames } from './needed-names.ts'
import type { Project, ProjectFolder, ProjectSchema, UnreadableFile } from './project.ts'
import type { FileRule, ProjectFile } from './project-file.ts'
import { subjectFrom } from './referred-subject.ts'
import { subjectOfPattern } from './subject-pattern.ts'

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
  /** Files that cannot be read are told of in the project, not thrown at once. */
  readonly keepsUnreadable?: boolean
}

/** A file on its way to becoming a schema. */
interface Listed {
  readonly path: string
  readonly file: string
  readonly rule: FileRule
  readonly selected: boolean
  /** With a glob a pattern of subjects, else the subject itself. */
  readonly subject: string
  readonly isPattern: boolean
  /** The project file that names it, where a wrong name would have to be mended. */
  readonly namedBy?: string
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
  if (listed.length === 0) throw new CommandError(nothingIn(request, configured))
  const read = await Promise.all(listed.map((one) => readOrTell(one, request)))
  const schemas = read.flatMap(({ schema }) => schema ?? [])
  refuseTwice(schemas)
  const isRead = listed.filter((_, at) => read[at]?.schema !== undefined)
  return {
    schemas: inDependencyOrder(withReferences(schemas, isRead)),
    unreadable: read.flatMap(({ unreadable }) => unreadable ?? []),
    folders: await foldersOf(request, configured),
    accepted: configured?.content.accept ?? [],
    ...(configured === undefined ? {} : { projectFile: configured.file }),
    ...(configured?.content.registry === undefined
      ? {}
      : { registryUrl: configured.content.registry }),
    ...(configured?.content.lint === undefined ? {} : { lint: configured.content.lint }),
  }
}

async function foldersOf(
  { targets }: ProjectRequest,
  configured: Configured | undefined,
): Promise<readonly ProjectFolder[]> {
  if (targets.length > 0) {
    const areFolders = await Promise.all(targets.map(isFolder))
    return targets
      .filter((_, at) => areFolders[at] === true)
      .map((folder) => ({ folder, covers: () => true }))
  }
  if (configured === undefined) return []
  const { folder, content } = configured
  const patterns = content.files.map(({ glob }) => globPattern(glob))
  return [{ folder, covers: (path) => patterns.some((pattern) => pattern.test(path)) }]
}

/** A gate that looks at nothing lets everything through: that is no check. */
function nothingIn({ targets }: ProjectRequest, configured: Configured | undefined): string {
  return targets.length === 0
    ? `${configured?.file ?? PROJECT_FILE} names no schema files`
    : `there are no schema files in ${targets.join(', ')}`
}

interface Configured {
  /** As messages show it. */
  readonly file: string
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
  return { file, folder: dirname(file), content: parseProjectFile(file, text) }
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
  { targets, subject, references = [] }: ProjectRequest,
  configured: Configured | undefined,
): Promise<readonly Listed[]> {
  const mapped = configured === undefined ? [] : await mappedFiles(configured)
  const isOne = targets.length === 1 && !(await isFolder(targets[0] ?? ''))
  if (subject !== undefined && !isOne) {
    throw new CommandError(
      '--subject names the subject of one file; write a concordat.yaml for more',
    )
  }
  if (references.length > 0 && !isOne) {
    throw new CommandError('--reference is of one file; write a concordat.yaml for more')
  }
  if (targets.length === 0) return mapped
  const below = (await Promise.all(targets.map(filesBelow))).flat()
  // A file may be named by itself and lie in a folder that is named, too: it is still one file.
  const files = [...new Map(below.map((one) => [resolve(one.file), one])).values()]
  const wanted = new Set(files.map(({ file }) => resolve(file)))
  const known = new Set(mapped.map(({ file }) => resolve(file)))
  const rule = configured?.content.defaults ?? { settings: {} }
  const isMapped = (file: string): boolean => subject === undefined && known.has(resolve(file))
  return [
    ...mapped
      .filter(({ file }) => subject === undefined || !wanted.has(resolve(file)))
      .map((one) => ({ ...one, selected: wanted.has(resolve(one.file)) })),
    ...files
      .filter(({ file }) => !isMapped(file))
      .map(({ file, path }) => ({
        file,
        path,
        rule,
        subject: subject ?? withoutExtension(path),
        isPattern: false,
        selected: true,
      })),
  ]
}

/** A file, or every schema file of a folder. */
async function filesBelow(
  target: string,
): Promise<readonly { readonly file: string; readonly path: string }[]> {
  if (!(await isFolder(target))) return [{ file: target, path: basename(target) }]
  return (await findSchemaFiles(target)).map((path) => ({ file: join(target, path), path }))
}

async function mappedFiles({
  file: namedBy,
  folder,
  content,
}: Configured): Promise<readonly Listed[]> {
  const named = [...content.subjects].map(([subject, rule]): Listed => {
    const path = rule.file.replaceAll('\\', '/').replace(/^\.\//, '')
    return {
      path,
      file: shownPath(folder, path),
      rule: over(content.defaults, rule),
      selected: true,
      subject,
      isPattern: false,
      namedBy,
    }
  })
  if (content.files.length === 0) return named
  const taken = new Set(named.map(({ path }) => path))
  const globs = content.files.map((rule) => ({ rule, pattern: globPattern(rule.glob) }))
  const matched = (await findSchemaFiles(folder)).flatMap((path): Listed[] => {
    const found = globs.find(({ pattern }) => pattern.test(path))
    if (found === undefined || taken.has(path)) return []
    const rule = over(content.defaults, found.rule)
    const { subject } = found.rule
    return [{ path, file: shownPath(folder, path), rule, selected: true, subject, isPattern: true }]
  })
  return [...named, ...matched]
}

function over(defaults: FileRule, rule: FileRule): FileRule {
  return { ...defaults, ...rule, settings: { ...defaults.settings, ...rule.settings } }
}

/**
 * Reads a file, or says why it could not be read: the others can still be looked at. A name in the
 * project file that leads nowhere is another thing, for there it is the project file that is wrong.
 */
async function readOrTell(
  one: Listed,
  request: ProjectRequest,
): Promise<{ readonly schema?: ProjectSchema; readonly unreadable?: UnreadableFile }> {
  try {
    return { schema: await readSchema(one, request) }
  } catch (thrown) {
    const { file, path, subject: said, isPattern, selected } = one
    if (request.keepsUnreadable !== true || !(thrown instanceof FileError)) throw thrown
    if (!selected) return {}
    if (one.namedBy !== undefined && thrown.isMissing) throw thrown
    const subject = isPattern ? withoutExtension(path) : said
    return { unreadable: { subject, file, path, reason: thrown.reason } }
  }
}

async function readSchema(
  { path, file, rule, selected, subject, isPattern, namedBy }: Listed,
  request: ProjectRequest,
): Promise<ProjectSchema> {
  const schemaType = typeOfFile(file, (selected ? request.type : undefined) ?? rule.type)
  const schemaText = await readTextFile(file).catch((thrown: unknown) => {
    if (namedBy === undefined || !(thrown instanceof FileError)) throw thrown
    const where = `${namedBy} names it for subject '${subject}'`
    throw new FileError(file, `${thrown.reason} (${where})`, thrown.cause)
  })
  const own = selected && request.references?.length ? request.references : rule.references
  return {
    subject: isPattern
      ? subjectOfPattern(subject, { path, file, schemaType, schemaText })
      : subject,
    file,
    path,
    schemaType,
    schemaText,
    references: own ?? [],
    settings: rule.settings,
    normalize: rule.normalize ?? false,
    selected,
    ...(rule.metadata === undefined ? {} : { metadata: rule.metadata }),
    ...(rule.ruleSet === undefined ? {} : { ruleSet: rule.ruleSet }),
  }
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
      const own = nameKey(schema, name, parseSubject(schema.subject).context)
      const subject = offered.get(own) ?? offered.get(nameKey(schema, name))
      return subject === undefined || subject === schema.subject
        ? []
        : [{ name, subject: subjectFrom(schema.subject, subject) }]
    })
    return { ...schema, references }
  })
}

/**
 * Who offers a name, in each context and at all. What a file is first of all, its whole path or its
 * outermost type, goes before what it is besides, such as an end of its path or a type inside.
 */
function offers(
  schemas: readonly ProjectSchema[],
  names: readonly SchemaNames[],
): ReadonlyMap<string, string> {
  const offered = new Map<string, string>()
  const take = (index: number, name: string): void => {
    const schema = schemas[index]
    if (schema === undefined) return
    const { context } = parseSubject(schema.subject)
    for (const key of [nameKey(schema, name, context), nameKey(schema, name)]) {
      if (!offered.has(key)) offered.set(key, schema.subject)
    }
  }
  for (const [index, { offers: own }] of names.entries()) {
    for (const name of own.slice(0, 1)) take(index, name)
  }
  for (const [index, { offers: own }] of names.entries()) {
    for (const name of own) take(index, name)
  }
  return offered
}

function nameKey({ schemaType }: ProjectSchema, name: string, context?: string): string {
  return JSON.stringify([schemaType, name, context])
}
