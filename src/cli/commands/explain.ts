import { CommandError, exitCodes } from '../command.ts'
import type { Command } from '../command.ts'
import type { Explanation } from '../explain/explanations.ts'
import { optionalArgument } from '../option-values.ts'
import { printResult } from '../print/print-result.ts'

/** `concordat explain`: what a finding of check or lint means. */
export const explain: Command = {
  name: 'explain',
  sentence: 'Say what a rule of check or lint means, and what to do about it.',
  usesRegistry: false,
  arguments: [{ name: '[rule]', sentence: 'such as FIELD_NO_DELETE; without one, all are listed' }],
  options: [],

  async run(input) {
    const { allExplanations, explanationsOf } = await import('../explain/explanations.ts')
    const rule = optionalArgument(input.arguments, 0)
    if (rule === undefined) {
      const all = allExplanations()
      printResult(input, all, () => [...new Set(all.map((one) => one.rule))].join('\n'))
      return exitCodes.ok
    }
    const found = explanationsOf(rule)
    if (found.length === 0) {
      throw new CommandError(`'${rule}' is no rule of check or lint; explain alone lists them`)
    }
    printResult(input, found, () => found.map(textOf).join('\n'))
    return exitCodes.ok
  },
}

const names = { AVRO: 'Avro', JSON: 'JSON Schema', PROTOBUF: 'Protobuf' } as const

function textOf({ rule, schemaType, command, meaning, categories, effect, fix }: Explanation) {
  const selected = categories?.length === 0 ? 'only by its name' : (categories ?? []).join(', ')
  return [
    `${rule}  ${names[schemaType]}, ${command}: ${effect ?? `applied by ${selected}`}`,
    `  ${meaning}`,
    ...(fix === undefined ? [] : [`  fix: ${fix}`]),
  ].join('\n')
}
