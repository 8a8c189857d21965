import { loadConfig, settings } from '../../config.ts'
import type { ServerConfig, Flags } from '../../config.ts'
import { exitCodes } from '../command.ts'
import type { Command, CommandOption } from '../command.ts'
import { printResult } from '../print/print-result.ts'

const flagged = Object.entries(settings).filter(([, setting]) => setting.flag !== undefined)

/** `concordat serve`: runs the registry until it is told to stop. */
export const serve: Command = {
  name: 'serve',
  sentence: 'Serve the registry, on the embedded PostgreSQL or on your own.',
  usesRegistry: false,
  options: flagged.map(([, setting]): CommandOption => {
    const value = setting.value === undefined ? '' : ` <${setting.value}>`
    const option = {
      flags: `--${setting.flag}${value}`,
      sentence: `${setting.sentence} (${setting.env})`,
    }
    return setting.fallback === undefined || setting.fallback === false
      ? option
      : { ...option, fallback: String(setting.fallback) }
  }),
  help: `Settings without a flag: ${Object.values(settings)
    .filter((setting) => setting.flag === undefined)
    .map((setting) => setting.env)
    .join(', ')}.`,

  async run(input) {
    const config = loadConfig(flagsFrom(input.options))
    const { startServer } = await import('../../server.ts')
    const server = await startServer(config)
    // Asked for before anything is printed: who reads the last line may send the signal at once.
    const stopped = stopSignal()
    printResult(
      input,
      { url: server.url, compatibility: config.compatibility },
      () => `${welcome(config, server.url)}concordat listening on ${server.url}`,
    )
    await stopped
    await server.close()
    return exitCodes.ok
  },
}

/** Commander names options in camel case, as the settings are named. */
function flagsFrom(options: Readonly<Record<string, unknown>>): Flags {
  const given = flagged
    .map(([key]) => [key, options[key]] as const)
    .filter(([, value]) => value !== undefined)
  return Object.fromEntries(given) as Flags
}

function welcome(config: ServerConfig, url: string): string {
  const data =
    config.databaseUrl !== undefined
      ? 'the PostgreSQL of DATABASE_URL'
      : config.memory
        ? 'a temporary database, removed at the end'
        : `an embedded PostgreSQL in ${config.dataDir}`
  return [
    `Concordat, a schema registry`,
    `  url            ${url}`,
    `  data           ${data}`,
    `  compatibility  ${config.compatibility} unless a subject, context or /config says otherwise`,
    `  try            curl ${url}/subjects`,
    `  documentation  ${url}/docs`,
    ...(config.databaseUrl === undefined
      ? [`  your own PostgreSQL:  DATABASE_URL=postgres://user:password@host/database npm start`]
      : []),
    '',
  ].join('\n')
}

function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => resolve())
  })
}
