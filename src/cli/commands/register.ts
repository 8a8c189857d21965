import { schemaTypes } from '../../model/schema.ts'
import { exitCodes, CommandError } from '../command.ts'
import type { Command } from '../command.ts'
import { argument, choiceOption, isSet, subjectOption, textsOption } from '../option-values.ts'
import { printResult } from '../print/print-result.ts'
import { parseReference } from '../reference-flag.ts'
import { readTextFile, typeOfFile } from '../schema-file.ts'

/** What asks the registry for the latest version of a referenced subject. Rest-api 2.0. */
const LATEST = -1

/** `concordat register`: one schema, now. */
export const register: Command = {
  name: 'register',
  sentence: 'Register one schema file under a subject; `apply` does many.',
  usesRegistry: true,
  arguments: [{ name: '<file>', sentence: 'the schema; - reads the standard input' }],
  options: [
    { flags: '--subject <subject>', sentence: 'where it is registered' },
    {
      flags: '--type <type>',
      sentence: 'AVRO, PROTOBUF or JSON',
      fallback: 'from the file name',
      values: schemaTypes,
    },
    {
      flags: '--reference <name=subject@version>',
      sentence: 'what the schema refers to, may be repeated; without a version the latest',
      repeatable: true,
    },
    { flags: '--normalize', sentence: 'equal meanings become equal texts' },
  ],

  async run(input) {
    const file = argument(input.arguments, 0)
    const subject = subjectOption(input.options)
    if (subject === undefined) throw new CommandError('name the subject with --subject')
    const schemaType = typeOfFile(file, choiceOption(input.options, 'type', schemaTypes))
    const references = textsOption(input.options, 'reference').map(parseReference)
    const schema = await readTextFile(file)
    const { registryOf } = await import('../open-registry.ts')
    const answer = await registryOf(input.options).register(
      subject,
      {
        schema,
        schemaType,
        references: references.map(({ version = LATEST, ...rest }) => ({ ...rest, version })),
      },
      { normalize: isSet(input.options, 'normalize') },
    )
    printResult(input, answer, () => {
      const version = answer.version === undefined ? '' : ` version ${answer.version}`
      return `${subject}${version} has id ${answer.id}`
    })
    return exitCodes.ok
  },
}
