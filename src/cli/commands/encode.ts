import { writeFile } from 'node:fs/promises'
import type { StoredSchema } from '../../client/stored-schema.ts'
import { CommandError, exitCodes } from '../command.ts'
import type { Command, CommandInput } from '../command.ts'
import { encodingOption } from '../message/payload.ts'
import { numberOf, optionalArgument, subjectOption, textOption } from '../option-values.ts'
import { fileProblem, readTextFile } from '../schema-file.ts'

/** `concordat encode`: a value as a producer would send it. */
export const encode: Command = {
  name: 'encode',
  sentence: 'Encode a JSON value with a registered schema, and frame it.',
  usesRegistry: true,
  arguments: [{ name: '[value]', sentence: 'JSON' }],
  options: [
    { flags: '--subject <subject>', sentence: 'encode with its latest version' },
    { flags: '--id <id>', sentence: 'encode with the schema of this id' },
    { flags: '--context <context>', sentence: 'where ids live', fallback: 'the default context' },
    { flags: '--message <name>', sentence: 'which message of a Protobuf file, by its full name' },
    { flags: '--file <file>', sentence: 'where the value stands; - reads the standard input' },
    { flags: '--hex', sentence: 'print hexadecimal, which is the default' },
    { flags: '--base64', sentence: 'print base64' },
    { flags: '--out <file>', sentence: 'write the bytes as they are' },
  ],
  help: 'Bytes are written {"$bytes": "<base64>"}; whole numbers go up to 2^53.',

  async run(input) {
    const { options, terminal } = input
    const encoding = encodingOption(options)
    const out = textOption(options, 'out')
    if (out !== undefined && encoding !== undefined && options['json'] !== true) {
      throw new CommandError(`--out writes the bytes as they are: leave --${encoding} out`)
    }
    const [{ registryOf }, { encodeValue }, { parseValue }] = await Promise.all([
      import('../open-registry.ts'),
      import('../message/encode-value.ts'),
      import('../message/json-value.ts'),
    ])
    const value = parseOrFail(parseValue, await valueText(input))
    const registry = registryOf(options)
    const schema = await schemaFor(registry, options)
    const payload = await encodeValue(registry, schema, value, textOption(options, 'message'))
    if (out !== undefined) {
      await writeFile(out, payload).catch((cause: unknown) => {
        throw new CommandError(`${out}: ${fileProblem(cause)}`, undefined, { cause })
      })
    }
    const text = payload.toString(encoding ?? 'hex')
    if (options['json'] === true) {
      const { schemaId, subject, version } = schema
      terminal.out(
        `${JSON.stringify({ schemaId, subject, version, [encoding ?? 'hex']: text }, undefined, 2)}\n`,
      )
    } else if (out === undefined) {
      terminal.out(`${text}\n`)
    }
    return exitCodes.ok
  },
}

async function valueText({ arguments: args, options }: CommandInput): Promise<string> {
  const text = optionalArgument(args, 0)
  const file = textOption(options, 'file')
  if ((text === undefined) === (file === undefined)) {
    throw new CommandError('give the value as an argument, or its file with --file')
  }
  return text ?? readTextFile(file ?? '-')
}

function parseOrFail(parse: (text: string) => unknown, text: string): unknown {
  try {
    return parse(text)
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new CommandError(`the value is not JSON: ${reason}`, undefined, { cause })
  }
}

interface SchemaSource {
  schemaById(id: number): Promise<StoredSchema>
  latestSchema(subject: string): Promise<StoredSchema>
}

async function schemaFor(
  registry: SchemaSource,
  options: CommandInput['options'],
): Promise<StoredSchema> {
  const id = textOption(options, 'id')
  const subject = subjectOption(options)
  if ((id === undefined) === (subject === undefined)) {
    throw new CommandError('name the schema with --subject or --id')
  }
  return id === undefined
    ? registry.latestSchema(subject ?? '')
    : registry.schemaById(numberOf(id, '--id'))
}
