import { spawn } from 'node:child_process'
import { realpathSync } from 'node:fs'
import { basename, dirname, isAbsolute, join, posix, relative, resolve } from 'node:path'
import { CommandError, exitCodes } from '../command.ts'
import type { Project, ProjectFolder, ProjectSchema } from '../project/project.ts'
import type { ProjectFile } from '../project/project-file.ts'
import { schemaTypeOf } from '../schema-file.ts'
import type { OldTexts } from './file-baseline.ts'
import { matchedFiles, namedFiles, olderProjectFile } from './named-files.ts'

/**
 * Reads the files of a project as they are at a git revision, all in one go.
 *
 * @throws CommandError when there is no git, no repository or no such revision
 */
export async function readGitTexts(
  revision: string,
  { schemas, folders, projectFile, unreadable }: Project,
): Promise<OldTexts> {
  const commit = await git([
    'rev-parse',
    '--verify',
    '--quiet',
    '--end-of-options',
    `${revision}^{commit}`,
  ])
  if (commit.code !== 0) {
    const reason = commit.errors.trim() || (await depthOfClone())
    throw new CommandError(`git has no revision '${revision}'${reason === '' ? '' : `: ${reason}`}`)
  }
  const hash = commit.output.toString('utf8').trim()
  const files = schemas.map(({ file }) => file)
  const older = projectFile === undefined ? undefined : await projectFileAt(hash, projectFile)
  const moved = new Map(older && namedFiles(older.file, older.content))
  const fileOf = ({ subject, file }: ProjectSchema): string => moved.get(subject) ?? file
  const texts = new Map(await readFiles(hash, schemas.map(fileOf)))
  const isLost = (schema: ProjectSchema): boolean => !texts.has(fileOf(schema))
  if (older !== undefined && schemas.some(isLost)) {
    const goneTexts = await readGone(hash, dirname(older.file), files)
    const matched = matchedFiles(older.file, older.content, goneTexts)
    for (const { subject } of schemas.filter(isLost)) {
      const file = matched.get(subject)
      if (file === undefined) continue
      moved.set(subject, file)
      texts.set(file, goneTexts.get(file) ?? '')
    }
  }
  await refuseSubmodules(hash, schemas.filter(isLost).map(fileOf))
  return {
    name: `git:${revision}`,
    nameOf: (schema) => `git:${revision}:${fileOf(schema)}`,
    textOf: (schema) => texts.get(fileOf(schema)),
    async vanished() {
      const present = [...files, ...unreadable.map(({ file }) => file)]
      const known = new Set(present.map((file) => resolve(file)))
      const gone = (await Promise.all(folders.map((folder) => listProtobuf(hash, folder))))
        .flat()
        .filter(({ file }) => !known.has(resolve(file)))
      const goneTexts = await readFiles(
        hash,
        gone.map(({ file }) => file),
      )
      return gone.map(({ file, path }) => ({
        name: `git:${revision}:${file}`,
        path,
        schemaText: goneTexts.get(file) ?? '',
      }))
    },
  }
}

/** Why a revision may not be there that is elsewhere: CI clones the last commit alone. */
async function depthOfClone(): Promise<string> {
  const { output } = await git(['rev-parse', '--is-shallow-repository'])
  const isShallow = output.toString('utf8').trim() === 'true'
  return isShallow ? 'this clone is shallow (git fetch --unshallow, or fetch-depth: 0)' : ''
}

/** Schema files that a folder had and a project has no more. */
async function readGone(
  hash: string,
  folder: string,
  files: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const known = new Set(files.map((file) => resolve(file)))
  const there = await listFiles(hash, folder)
  return readFiles(
    hash,
    there.filter(
      (file) =>
        schemaTypeOf(file) !== undefined && !known.has(resolve(file)) && !file.includes('\n'),
    ),
  )
}

/** The project file as it was; nothing where it was not, or lies elsewhere. */
async function projectFileAt(
  hash: string,
  projectFile: string,
): Promise<{ readonly file: string; readonly content: ProjectFile } | undefined> {
  const path = relativeToHere(projectFile)
  const { output, code } = await git(['cat-file', 'blob', `${hash}:${path}`])
  if (code !== 0) return undefined
  const content = await olderProjectFile(projectFile, output.toString('utf8'))
  return content && { file: projectFile, content }
}

/** Protobuf files that a folder had, named as the project would name them. */
async function listProtobuf(
  hash: string,
  { folder, covers }: ProjectFolder,
): Promise<readonly { readonly file: string; readonly path: string }[]> {
  return (await listFiles(hash, folder))
    .filter((file) => schemaTypeOf(file) === 'PROTOBUF')
    .map((file) => ({ file, path: relative(folder, file).replaceAll('\\', '/') }))
    .filter(({ path }) => covers(path))
}

async function listFiles(hash: string, folder: string): Promise<readonly string[]> {
  const args = ['ls-tree', '-r', '-z', '--name-only', hash, '--', relativeToHere(join(folder, '/'))]
  const { output, code, errors } = await git(args)
  if (code !== 0) throw new CommandError(`git ls-tree failed: ${errors.trim()}`, exitCodes.failed)
  return output
    .toString('utf8')
    .split('\0')
    .filter((file) => file !== '')
}

/** The texts of files at a commit; those that are not there are left out. */
async function readFiles(
  hash: string,
  files: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const unaskable = files.find((file) => file.includes('\n'))
  if (unaskable !== undefined) {
    throw new CommandError(`${unaskable}: git cannot be asked for a name that holds a line end`)
  }
  const input = files.map((file) => `${hash}:${relativeToHere(file)}\n`).join('')
  const { output, code, errors } = await git(['cat-file', '--batch', '--follow-symlinks'], input)
  if (code !== 0) throw new CommandError(`git cat-file failed: ${errors.trim()}`, exitCodes.failed)
  return readBatch(output, files)
}

/**
 * A commit names the commit of a submodule and holds none of its files, which would all pass for
 * new.
 *
 * @param missing files that are not at the commit
 * @throws CommandError naming one that is in a submodule
 */
async function refuseSubmodules(hash: string, missing: readonly string[]): Promise<void> {
  const folders = new Set(missing.flatMap((file) => foldersAbove(relativeToHere(file))))
  if (folders.size === 0) return
  const { output, code, errors } = await git(['ls-tree', '-z', hash, '--', ...folders])
  if (code !== 0) throw new CommandError(`git ls-tree failed: ${errors.trim()}`, exitCodes.failed)
  for (const entry of output.toString('utf8').split('\0')) {
    const submodule = /^160000 commit [0-9a-f]+\t(.+)$/s.exec(entry)?.[1]
    if (submodule === undefined) continue
    const file = missing.find((one) => foldersAbove(relativeToHere(one)).includes(submodule))
    throw new CommandError(`${file} is in the submodule ${submodule}: check it from within`)
  }
}

/** `a/b` and `a` for `./a/b/c.proto`. */
function foldersAbove(path: string): readonly string[] {
  const folder = posix.dirname(posix.normalize(path))
  return folder === '.' || folder.endsWith('..') ? [] : [folder, ...foldersAbove(folder)]
}

/** Git takes paths from the top of the repository unless they say `./`, and none from the root. */
function relativeToHere(file: string): string {
  const path = (isAbsolute(file) ? fromHere(file) : file).replaceAll('\\', '/')
  return path.startsWith('../') ? path : `./${path}`
}

/** Links on the way to a file are followed, as they were on the way to the current folder. */
function fromHere(file: string): string {
  try {
    return relative('.', join(realpathSync(dirname(file)), basename(file)))
  } catch {
    return relative('.', file)
  }
}

/** Reads `<hash> blob <size>` LF content LF, or `<name> missing` LF, once for each file. */
function readBatch(output: Buffer, files: readonly string[]): ReadonlyMap<string, string> {
  const texts = new Map<string, string>()
  // As files are read from the disk: a byte order mark is no part of the text.
  const decoder = new TextDecoder('utf-8')
  let at = 0
  for (const file of files) {
    const end = output.indexOf(0x0a, at)
    if (end < 0) break
    const head = output.toString('utf8', at, end)
    at = end + 1
    const [, kind, size] = /(?:^| )(blob|tree|symlink|dangling|loop|notdir) (\d+)$/.exec(head) ?? []
    if (size === undefined) continue
    if (kind === 'symlink') throw new CommandError(`${file} is a link out of the repository`)
    if (kind === 'blob') texts.set(file, decoder.decode(output.subarray(at, at + Number(size))))
    at += Number(size) + 1
  }
  return texts
}

interface Ended {
  readonly code: number | null
  readonly output: Buffer
  readonly errors: string
}

function git(args: readonly string[], input = ''): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn('git', args, { stdio: ['pipe', 'pipe', 'pipe'] })
    const chunks: Buffer[] = []
    let errors = ''
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk))
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
      errors += chunk
    })
    child.once('error', (cause) => {
      reject(new CommandError(`git cannot be run: ${cause.message}`, exitCodes.failed, { cause }))
    })
    child.once('close', (code) => resolve({ code, output: Buffer.concat(chunks), errors }))
    // A git that ends early, outside of a repository, closes its input: its words say why.
    child.stdin.on('error', () => undefined)
    child.stdin.end(input)
  })
}
