import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const main = fileURLToPath(new URL('../dist/bin/concordat.js', import.meta.url))

/** A registry in a process of its own, as users run it. */
export interface RunningRegistry {
  readonly url: string
  readonly pid: number
  /** What it printed on stdout until it listened. */
  readonly printed: string
  /** Ends when the process does. */
  readonly exited: Promise<{ code: number | null; signal: NodeJS.Signals | null }>
  kill(signal: NodeJS.Signals): void
  close(): Promise<void>
}

/**
 * Starts `concordat serve` on any free port, by default on a temporary database.
 *
 * @throws Error with what it printed on stderr when it ends before it listens
 */
export function startRegistry(
  flags: readonly string[] = ['--memory'],
  environment: Readonly<Record<string, string>> = {},
): Promise<RunningRegistry> {
  const child = spawn(process.execPath, [main, 'serve', '--port', '0', ...flags], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const exited = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve) => {
    child.once('exit', (code, signal) => resolve({ code, signal }))
  })
  let errors = ''
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    errors += chunk
  })
  return new Promise((resolve, reject) => {
    let printed = ''
    void exited.then(({ code }) => reject(new Error(`serve ended with ${code}: ${errors}`)))
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      printed += chunk
      const url = /listening on (http:\/\/\S+)$/m.exec(printed)?.[1]
      if (url === undefined || child.pid === undefined) return
      resolve({
        url,
        pid: child.pid,
        printed,
        exited,
        kill: (signal) => void child.kill(signal),
        async close() {
          child.kill('SIGTERM')
          await exited
        },
      })
    })
  })
}
