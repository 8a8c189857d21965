import { spawn } from 'node:child_process'
import { CommandError, exitCodes } from '../command.ts'
import type { ProjectSchema } from '../project/project.ts'
import type { OldTexts } from './file-baseline.ts'

/**
 * Reads the files of a project as they are at a git revision, all in one go.
 *
 * @throws CommandError when there is no git, no repository or no such revision
 */
export async function readGitTexts(
  revision: string,
  schemas: readonly ProjectSchema[],
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
  // One object a line: a file whose name holds a line end cannot be asked for.
  const askable = schemas.filter(({ file }) => !file.includes('\n'))
  const input = askable.map(({ file }) => `${hash}:${relativeToHere(file)}\n`).join('')
  const { output, code, errors } = await git(['cat-file', '--batch'], input)
  if (code !== 0) throw new CommandError(`git cat-file failed: ${errors.trim()}`, exitCodes.failed)
  const texts = readBatch(output, askable)
  return {
    name: `git:${revision}`,
    nameOf: ({ file }) => `git:${revision}:${file}`,
    textOf: ({ file }) => texts.get(file),
  }
}

/** Git takes paths from the top of the repository unless they say `./`. */
function relativeToHere(file: string): string {
  const path = file.replaceAll('\\', '/')
  return path.startsWith('../') ? path : `./${path}`
}

/** Reads `<hash> blob <size>` LF content LF, or `<name> missing` LF, once for each file. */
function readBatch(output: Buffer, schemas: readonly ProjectSchema[]): ReadonlyMap<string, string> {
  const texts = new Map<string, string>()
  let at = 0
  for (const { file } of schemas) {
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
