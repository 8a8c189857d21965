import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const main = fileURLToPath(new URL('../../dist/bin/concordat.js', import.meta.url))

/** How a run of the command line ended. */
export interface Ended {
  readonly status: number | null
  readonly out: string
  readonly errors: string
}

/** What a run has around it. */
export interface Surroundings {
  readonly folder?: string
  /** Set as CONCORDAT_URL. */
  readonly url?: string
  readonly input?: string | Buffer
  readonly environment?: Readonly<Record<string, string>>
  /** Is handed a way to signal the process once it runs. */
  readonly started?: (kill: (signal: NodeJS.Signals) => void) => void
}

/** Runs the built command line as a process, as users do. */
export function concordat(args: readonly string[], around: Surroundings = {}): Promise<Ended> {
  const child = spawn(process.execPath, [main, ...args], {
    cwd: around.folder,
    env: {
      PATH: process.env['PATH'],
      HOME: process.env['HOME'],
      // Nothing listens there: a test that forgets its registry must not find another one.
      CONCORDAT_URL: around.url ?? 'http://127.0.0.1:9',
      ...around.environment,
    },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  around.started?.((signal) => void child.kill(signal))
  return new Promise((resolve, reject) => {
    let out = ''
    let errors = ''
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      out += chunk
    })
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
      errors += chunk
    })
    child.once('error', reject)
    child.once('close', (status) => resolve({ status, out, errors }))
    // A command that does not read its input closes it early.
    child.stdin.on('error', () => undefined)
    child.stdin.end(around.input ?? '')
  })
}

/** A temporary folder with files in it. */
export interface Workspace {
  readonly folder: string
  path(name: string): string
  write(files: Readonly<Record<string, string | object>>): void
  remove(): void
}

/** Makes a folder; objects are written as JSON, one member a line. */
export function workspace(files: Readonly<Record<string, string | object>> = {}): Workspace {
  const folder = mkdtempSync(join(tmpdir(), 'concordat-cli-'))
  const path = (name: string): string => join(folder, name)
  const made: Workspace = {
    folder,
    path,
    write(more) {
      for (const [name, content] of Object.entries(more)) {
        mkdirSync(dirname(path(name)), { recursive: true })
        const text = typeof content === 'string' ? content : JSON.stringify(content, undefined, 2)
        writeFileSync(path(name), text)
      }
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
  made.write(files)
  return made
}

/** Runs git where it must work. */
export async function git(folder: string, ...args: readonly string[]): Promise<void> {
  const identity = ['-c', 'user.name=test', '-c', 'user.email=test@example.org']
  const child = spawn('git', [...identity, ...args], { cwd: folder, stdio: 'ignore' })
  const code = await new Promise((resolve) => {
    child.once('close', resolve)
  })
  if (code !== 0) throw new Error(`git ${args.join(' ')} ended with ${String(code)}`)
}

/** An Avro record with fields of the given types. */
export function record(name: string, fields: Readonly<Record<string, unknown>>): object {
  return {
    type: 'record',
    name,
    namespace: 'acme',
    fields: Object.entries(fields).map(([field, type]) => ({ name: field, type })),
  }
}
