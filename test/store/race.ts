import { spawn } from 'node:child_process'
import { on, once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const script = fileURLToPath(new URL('race-process.js', import.meta.url))

/** A process of `race-process.js` that waits to be let loose. */
export interface Racer {
  /** Lets it loose; what it tells arrives line by line. */
  go(): AsyncIterable<unknown>
  /** SIGKILL, and waits until it is dead. */
  kill(): Promise<void>
}

/** Starts a racer and waits until it is ready. */
export async function startRacer(...args: readonly string[]): Promise<Racer> {
  const child = spawn(process.execPath, [script, ...args], { stdio: ['pipe', 'pipe', 'inherit'] })
  const lines = createInterface({ input: child.stdout })
  const told = on(lines, 'line', { close: ['close'] })
  const exited = once(child, 'exit')
  const first = await told.next()
  if (first.done === true) throw new Error(`The racer ${args.join(' ')} did not start`)
  async function* tell(): AsyncIterable<unknown> {
    for await (const [line] of told) yield JSON.parse(String(line)) as unknown
  }
  return {
    go() {
      child.stdin.write('go\n')
      return tell()
    },
    async kill() {
      child.kill('SIGKILL')
      await exited
    },
  }
}

/** Runs racers against each other, each to its end; answers what each told at last. */
export async function race(racers: readonly (readonly string[])[]): Promise<readonly unknown[]> {
  const ready = await Promise.all(racers.map((args) => startRacer(...args)))
  return Promise.all(
    ready.map(async (racer) => {
      let last: unknown
      for await (const line of racer.go()) last = line
      return last
    }),
  )
}
