import { spawn } from 'node:child_process'
import { join, relative } from 'node:path'
import { CommandError, exitCodes } from '../command.ts'
import type { Project, ProjectFolder } from '../project/project.ts'
import { schemaTypeOf } from '../schema-file.ts'
import type { OldTexts } from './file-baseline.ts'

/**
 * Reads the files of a project as they are at a git revision, all in one go.
 *
 * @throws CommandError when there is no git, no repository or no such revision
 */
export async function readGitTexts(
  revision: string,
  { schemas, folders }: Project,
): Promise<OldTexts> {
  const commit = await git([
    'rev-parse',
    '--verify',
    '--quiet',
    '--end-of-options',
    `${revision}^{commit}`,
  ])
  if (commit.code !== 0) {
    const reason = commit.errors.trim()
    throw new CommandError(`git has no revision '${revision}'${reason === '' ? '' : `: ${reason}`}`)
  }
  const hash = commit.output.toString('utf8').trim()
  const texts = await readFiles(
    hash,
    schemas.map(({ file }) => file),
  )
  return {
    name: `git:${revision}`,
    nameOf: ({ file }) => `git:${revision}:${file}`,
    textOf: ({ file }) => texts.get(file),
    async vanished() {
      const known = new Set(schemas.map(({ file }) => file))
      const gone = (await Promise.all(folders.map((folder) => listProtobuf(hash, folder))))
        .flat()
        .filter(({ file }) => !known.has(file))
      const old = await readFiles(
        hash,
        gone.map(({ file }) => file),
      )
      return gone.map(({ file, path }) => ({
        name: `git:${revision}:${file}`,
        path,
        schemaText: old.get(file) ?? '',
      }))
    },
  }
}

/** Protobuf files that a folder had, named as the project would name them. */
async function listProtobuf(
  hash: string,
  { folder, covers }: ProjectFolder,
): Promise<readonly { readonly file: string; readonly path: string }[]> {
  const args = ['ls-tree', '-r', '-z', '--name-only', hash, '--', relativeToHere(join(folder, '/'))]
  const { output, code, errors } = await git(args)
  if (code !== 0) throw new CommandError(`git ls-tree failed: ${errors.trim()}`, exitCodes.failed)
  return output
    .toString('utf8')
    .split('\0')
    .filter((file) => file !== '' && schemaTypeOf(file) === 'PROTOBUF')
    .map((file) => ({ file, path: relative(folder, file).replaceAll('\\', '/') }))
    .filter(({ path }) => covers(path))
}

/** The texts of files at a commit; those that are not there are left out. */
async function readFiles(
  hash: string,
  files: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  // One object a line: a file whose name holds a line end cannot be asked for.
  const askable = files.filter((file) => !file.includes('\n'))
  const input = askable.map((file) => `${hash}:${relativeToHere(file)}\n`).join('')
  const { output, code, errors } = await git(['cat-file', '--batch'], input)
  if (code !== 0) throw new CommandError(`git cat-file failed: ${errors.trim()}`, exitCodes.failed)
  return readBatch(output, askable)
}

/** Git takes paths from the top of the repository unless they say `./`. */
function relativeToHere(file: string): string {
  const path = file.replaceAll('\\', '/')
  return path.startsWith('../') ? path : `./${path}`
}

/** Reads `<hash> blob <size>` LF content LF, or `<name> missing` LF, once for each file. */
function readBatch(output: Buffer, files: readonly string[]): ReadonlyMap<string, string> {
  const texts = new Map<string, string>()
  let at = 0
  for (const file of files) {
    const end = output.indexOf(0x0a, at)
    if (end < 0) break
    const size = / blob (\d+)$/.exec(output.toString('utf8', at, end))?.[1]
    at = end + 1
    if (size === undefined) continue
    texts.set(file, output.toString('utf8', at, at + Number(size)))
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
