import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'

const executable = resolve(import.meta.dirname, 'node_modules/.bin/buf')

/** Why the oracle cannot be asked; `undefined` when it can. */
export const whyAbsent = existsSync(executable)
  ? undefined
  : 'buf is not installed: run `npm ci` in test/oracle'

/** Files by path, as buf modules hold them. */
export type BufFiles = ReadonlyMap<string, string>

/** One finding of `buf breaking`. */
export interface BufFinding {
  readonly path: string
  readonly type: string
  readonly message: string
}

function run(directory: string, args: readonly string[]): { status: number; stdout: Buffer } {
  const done = spawnSync(executable, args, {
    cwd: directory,
    maxBuffer: 1 << 28,
    env: { ...process.env, BUF_CACHE_DIR: join(directory, '.cache') },
  })
  const status = done.status ?? -1
  // 100 says that there are findings; anything else that it did not work.
  if (status !== 0 && status !== 100) throw new Error(done.stderr.toString())
  return { status, stdout: done.stdout }
}

function inDirectory<T>(
  sets: Readonly<Record<string, BufFiles>>,
  work: (directory: string) => T,
): T {
  const directory = mkdtempSync(join(tmpdir(), 'oracle-'))
  try {
    for (const [name, files] of Object.entries(sets)) {
      for (const [path, text] of files) {
        const full = join(directory, name, path)
        mkdirSync(dirname(full), { recursive: true })
        writeFileSync(full, text)
      }
    }
    return work(directory)
  } finally {
    rmSync(directory, { recursive: true })
  }
}

/** Compiles files; the bytes of a `FileDescriptorSet`. */
export function compile(files: BufFiles): Uint8Array {
  return inDirectory({ current: files }, (directory) => {
    const { status, stdout } = run(join(directory, 'current'), [
      'build',
      '-o',
      '-',
      '--exclude-source-info',
    ])
    if (status !== 0) throw new Error('buf refuses these files')
    return stdout
  })
}

/** Holds files against their previous versions under one category. */
export function findBreaking(
  current: BufFiles,
  previous: BufFiles,
  category: string,
): readonly BufFinding[] {
  const config = `version: v2\nbreaking:\n  use:\n    - ${category}\n`
  const configured = (files: BufFiles): BufFiles => new Map([...files, ['buf.yaml', config]])
  const sets = { current: configured(current), previous: configured(previous) }
  return inDirectory(sets, (directory) => {
    const { stdout } = run(join(directory, 'current'), [
      'breaking',
      '--against',
      '../previous',
      '--error-format',
      'json',
    ])
    return stdout
      .toString()
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as BufFinding)
  })
}
