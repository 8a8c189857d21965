import type { Command } from '../command.ts'
import { argument, isSet } from '../option-values.ts'
import { printVerified } from '../print/print-verified.ts'

/** `concordat verify`: whether a registry holds what an export says, and nothing else. */
export const verify: Command = {
  name: 'verify',
  sentence: 'Compare an export with a registry; exit 1 on any difference.',
  usesRegistry: true,
  arguments: [{ name: '<file>', sentence: 'what export wrote; - reads the standard input' }],
  options: [{ flags: '--partial', sentence: 'take what is there of an interrupted or cut export' }],

  async run(input) {
    const [{ registryOf }, { readExport, requireExport }, { verifyRecords }] = await Promise.all([
      import('../open-registry.ts'),
      import('../transfer/read-export.ts'),
      import('../transfer/verify-records.ts'),
    ])
    const file = argument(input.arguments, 0)
    await requireExport(file)
    const records = readExport(file, isSet(input.options, 'partial'))
    return printVerified(input, await verifyRecords(registryOf(input.options), records))
  },
}
