import { loadConfig, settings } from '../../config.ts'
import { CommandError, exitCodes } from '../command.ts'
import type { Command } from '../command.ts'
import { printResult } from '../print/print-result.ts'

/** `concordat migrate`: brings a database to what this version needs, without serving. */
export const migrate: Command = {
  name: 'migrate',
  sentence: 'Bring a PostgreSQL database to what this version needs, without serving.',
  usesRegistry: false,
  options: [
    {
      flags: '--database-url <url>',
      sentence: `${settings.databaseUrl.sentence} (${settings.databaseUrl.env})`,
    },
  ],
  help: 'serve does the same at its start; this is for deployments that migrate in a step of their own.',

  async run(input) {
    const given = input.options['databaseUrl']
    const { databaseUrl } = loadConfig(typeof given === 'string' ? { databaseUrl: given } : {})
    if (databaseUrl === undefined) {
      throw new CommandError('name the database with --database-url or DATABASE_URL')
    }
    const { migrate: run } = await import('../../store/postgres/migrate.ts')
    const applied = await run({ url: databaseUrl })
    printResult(input, { applied }, () =>
      applied.length === 0
        ? 'the database is up to date'
        : applied.map((name) => `applied ${name}`).join('\n'),
    )
    return exitCodes.ok
  },
}
