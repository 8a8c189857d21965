import type { RegistryClient } from '../../client/registry-client.ts'
import type { SchemaStringBody } from '../../rest/bodies.ts'
import { CommandError, exitCodes } from '../command.ts'
import type { Command, CommandInput } from '../command.ts'
import { numberOf, optionalArgument, isSet, textOption, versionOf } from '../option-values.ts'
import { printResult } from '../print/print-result.ts'

/** `concordat get`: one schema, by version, id or guid. */
export const get: Command = {
  name: 'get',
  sentence: 'Print one schema: a version of a subject, or the schema of an id or guid.',
  usesRegistry: true,
  arguments: [
    { name: '[subject]', sentence: 'whose version' },
    { name: '[version]', sentence: 'a number or latest, which is the default' },
  ],
  options: [
    { flags: '--id <id>', sentence: 'the schema with this id; <subject> then picks the context' },
    { flags: '--guid <guid>', sentence: 'the schema with this guid' },
    { flags: '--form <form>', sentence: 'such as resolved (Avro) or serialized (Protobuf)' },
    { flags: '--deleted', sentence: 'soft-deleted versions count, too: latest may be one' },
  ],

  async run(input) {
    const body = await readSchema(input)
    printResult(input, body, () => body.schema ?? '')
    return exitCodes.ok
  },
}

async function readSchema(input: CommandInput): Promise<SchemaStringBody> {
  const { registryOf } = await import('../open-registry.ts')
  const registry = registryOf(input.options)
  const id = textOption(input.options, 'id')
  const guid = textOption(input.options, 'guid')
  const format = textOption(input.options, 'form')
  const form = format === undefined ? {} : { format }
  const subject = optionalArgument(input.arguments, 0)
  refuseContradictions(input)
  if (id !== undefined) {
    const place = subject === undefined ? {} : { subject }
    return registry.getSchemaById(numberOf(id, '--id'), { ...place, ...form })
  }
  if (guid !== undefined) return registry.getSchemaByGuid(guid, form)
  if (subject === undefined) throw new CommandError('name a subject, --id or --guid')
  const deleted = isSet(input.options, 'deleted')
  const said = versionOf(optionalArgument(input.arguments, 1) ?? 'latest')
  const version = said === 'latest' && deleted ? await newestOf(registry, subject) : said
  return registry.getVersion(subject, version, { deleted, ...form })
}

/** For the registry the latest version is one that is not deleted, even where there is none. */
async function newestOf(registry: RegistryClient, subject: string): Promise<number | 'latest'> {
  const numbers = await registry.listVersions(subject, { deleted: true })
  return numbers.at(-1) ?? 'latest'
}

/** A subject beside an id picks the context; anything else that would be ignored is refused. */
function refuseContradictions(input: CommandInput): void {
  const id = textOption(input.options, 'id')
  const guid = textOption(input.options, 'guid')
  if (id !== undefined && guid !== undefined)
    throw new CommandError('give --id or --guid, not both')
  const flag = id === undefined ? '--guid' : '--id'
  if (id === undefined && guid === undefined) return
  if (optionalArgument(input.arguments, 1) !== undefined) {
    throw new CommandError(`give a version or ${flag}, not both`)
  }
  if (guid !== undefined && optionalArgument(input.arguments, 0) !== undefined) {
    throw new CommandError(
      'a guid means the same in every subject: give a subject or --guid, not both',
    )
  }
}
