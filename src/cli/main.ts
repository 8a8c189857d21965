#!/usr/bin/env node
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import type { Command, ExitCode, Terminal } from './command.ts'

/** Every command, with how to load it: a start of the command line reads only what it runs. */
const commands: Readonly<Record<string, () => Promise<Command>>> = {
  serve: async () => (await import('./commands/serve.ts')).serve,
  migrate: async () => (await import('./commands/migrate.ts')).migrate,
  check: async () => (await import('./commands/check.ts')).check,
  lint: async () => (await import('./commands/lint.ts')).lint,
  explain: async () => (await import('./commands/explain.ts')).explain,
  plan: async () => (await import('./commands/plan.ts')).plan,
  apply: async () => (await import('./commands/apply.ts')).apply,
  diff: async () => (await import('./commands/diff.ts')).diff,
  register: async () => (await import('./commands/register.ts')).register,
  get: async () => (await import('./commands/get.ts')).get,
  subjects: async () => (await import('./commands/subjects.ts')).subjects,
  versions: async () => (await import('./commands/versions.ts')).versions,
  compat: async () => (await import('./commands/compat.ts')).compat,
  mode: async () => (await import('./commands/mode.ts')).mode,
  delete: async () => (await import('./commands/delete.ts')).deleteCommand,
  restore: async () => (await import('./commands/restore.ts')).restore,
  types: async () => (await import('./commands/typescript-types.ts')).typesCommand,
  encode: async () => (await import('./commands/encode.ts')).encode,
  decode: async () => (await import('./commands/decode.ts')).decode,
  export: async () => (await import('./commands/export.ts')).exportCommand,
  import: async () => (await import('./commands/import.ts')).importCommand,
  verify: async () => (await import('./commands/verify.ts')).verify,
  mirror: async () => (await import('./commands/mirror.ts')).mirror,
  completion: async () => (await import('./commands/completion.ts')).completion,
}

/** Of `exitCodes`, which would have to be loaded first. */
const COULD_NOT = 3

const terminal: Terminal = {
  out: (text) => process.stdout.write(text),
  error: (text) => process.stderr.write(text),
  isTerminal: process.stdout.isTTY,
  flushed: async () => {
    if (process.stdout.writableNeedDrain) await once(process.stdout, 'drain')
  },
}

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // A reader that has seen enough, such as `head`, closes its end: that is no failure, and takes back
  // none that the command has come to.
  if (error.code === 'EPIPE') process.exit(process.exitCode ?? 0)
  process.stderr.write(`concordat: the output cannot be written: ${error.message}\n`)
  process.exit(COULD_NOT)
})

/** The package's version, from its own package.json. */
function version(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8')
  return (JSON.parse(text) as { version: string }).version
}

/** What is asked for most often and by scripts needs this file and no other. */
async function main(args: readonly string[]): Promise<ExitCode> {
  const [first] = args
  if (first === '--version' || first === '-V') {
    terminal.out(`${version()}\n`)
    return 0
  }
  const { runCommandLine } = await import('./command-line.ts')
  return runCommandLine(args, commands, { version: version(), terminal })
}

try {
  process.exitCode = await main(process.argv.slice(2))
} catch (error) {
  const { exitCodeOf, sentenceOf } = await import('./failure.ts')
  terminal.error(`concordat: ${sentenceOf(error)}\n`)
  process.exitCode = exitCodeOf(error)
}
