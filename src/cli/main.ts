#!/usr/bin/env node
import { readFileSync } from 'node:fs'
import { ConfigError } from '../config.ts'
import { CommandError, exitCodes } from './command.ts'
import type { Command, ExitCode, Terminal } from './command.ts'

/** Every command, with how to load it: a start of the command line reads only what it runs. */
const commands: Readonly<Record<string, () => Promise<Command>>> = {
  serve: async () => (await import('./commands/serve.ts')).serve,
  migrate: async () => (await import('./commands/migrate.ts')).migrate,
}

const terminal: Terminal = {
  out: (text) => process.stdout.write(text),
  error: (text) => process.stderr.write(text),
  isTerminal: process.stdout.isTTY,
}

/** The package's version, from its own package.json. */
function version(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8')
  return (JSON.parse(text) as { version: string }).version
}

async function main(args: readonly string[]): Promise<ExitCode> {
  const [first] = args
  if (first === '--version' || first === '-V') {
    terminal.out(`${version()}\n`)
    return exitCodes.ok
  }
  const { runCommandLine } = await import('./command-line.ts')
  return runCommandLine(args, commands, { version: version(), terminal })
}

try {
  process.exitCode = await main(process.argv.slice(2))
} catch (error) {
  terminal.error(`concordat: ${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = exitCodeOf(error)
}

function exitCodeOf(error: unknown): ExitCode {
  if (error instanceof CommandError) return error.exitCode
  return error instanceof ConfigError ? exitCodes.usage : exitCodes.failed
}
