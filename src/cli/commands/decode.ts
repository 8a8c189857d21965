import { exitCodes } from '../command.ts'
import type { Command } from '../command.ts'
import { payloadOf } from '../message/payload.ts'
import { printable } from '../print/excerpt.ts'
import { optionalArgument } from '../option-values.ts'

/** `concordat decode`: what a payload says. */
export const decode: Command = {
  name: 'decode',
  sentence: 'Print the value of a framed payload as JSON, with the schema that its id names.',
  usesRegistry: true,
  arguments: [{ name: '[payload]', sentence: 'hexadecimal or base64' }],
  options: [
    { flags: '--file <file>', sentence: 'the payload as it is; - reads the standard input' },
    { flags: '--hex', sentence: 'the payload is hexadecimal' },
    { flags: '--base64', sentence: 'the payload is base64' },
    { flags: '--context <context>', sentence: 'where ids live', fallback: 'the default context' },
  ],
  help: `The frame is told on the standard error, the value on the standard output. Bytes are printed as
{"$bytes": "<base64>"}, 64-bit numbers with all their digits, NaN and Infinity as texts. Rules of data contracts are not run: what is
encrypted stays so.`,

  async run({ arguments: args, options, terminal }) {
    const payload = await payloadOf(optionalArgument(args, 0), options)
    const [{ registryOf }, { decodePayload }, { printValue }] = await Promise.all([
      import('../open-registry.ts'),
      import('../message/decode-payload.ts'),
      import('../message/json-value.ts'),
    ])
    const { frame, value } = await decodePayload(registryOf(options), payload)
    if (options['json'] === true) {
      terminal.out(`${printValue({ ...frame, value })}\n`)
      return exitCodes.ok
    }
    const { schemaType, subject, version, schemaId, guid, rulesNotRun = [] } = frame
    const name = schemaId === undefined ? `guid ${guid}` : `id ${schemaId}`
    const where = subject === undefined ? '' : `, ${subject} version ${version}`
    terminal.error(`${printable(`${schemaType} ${name}${where}`)}\n`)
    if (rulesNotRun.length > 0) {
      const rules = printable(rulesNotRun.join(', '))
      terminal.error(`as it lies in the topic; rules not run: ${rules}\n`)
    }
    terminal.out(`${printValue(value)}\n`)
    return exitCodes.ok
  },
}
