import { schemaTypes } from '../../model/schema.ts'
import { CommandError, exitCodes } from '../command.ts'
import type { Command } from '../command.ts'
import { argument } from '../option-values.ts'
import { paintFor } from '../print/paint.ts'

/** `concordat diff`: what two schemas mean to each other's data. */
export const diff: Command = {
  name: 'diff',
  sentence: 'Compare two versions or files by meaning: what each can read of the other.',
  usesRegistry: true,
  arguments: [
    { name: '<old>', sentence: 'a file, or subject@version; without a version the latest' },
    { name: '<new>', sentence: 'the same; @version alone means the subject of <old>' },
  ],
  options: [
    {
      flags: '--type <type>',
      sentence: 'AVRO, PROTOBUF or JSON, of what is a file',
      fallback: 'from the file name',
      values: schemaTypes,
    },
  ],
  help: 'Exit code 0: they mean the same; 1: they differ. Layout and order of names do not count.',

  async run({ arguments: args, options, terminal }) {
    const [{ readSide }, { compareSides }, { diffText }] = await Promise.all([
      import('../diff/read-side.ts'),
      import('../diff/compare-sides.ts'),
      import('../print/diff-text.ts'),
    ])
    const oldName = argument(args, 0)
    const newName = argument(args, 1)
    if (oldName.startsWith('@')) throw new CommandError('name the subject of <old>')
    const older = await readSide(oldName, options)
    if (newName.startsWith('@') && older.subject === undefined) {
      throw new CommandError(`${newName} needs a subject: <old> is a file`)
    }
    const newer = await readSide(
      newName.startsWith('@') ? `${older.subject}${newName}` : newName,
      options,
    )
    const found = compareSides(older, newer)
    if (options['json'] === true) {
      terminal.out(`${JSON.stringify(found, undefined, 2)}\n`)
    } else {
      terminal.out(diffText(older, newer, found, paintFor(terminal)))
    }
    return found.equal ? exitCodes.ok : exitCodes.found
  },
}
