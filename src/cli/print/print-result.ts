import type { CommandInput } from '../command.ts'
import { printableLines } from './excerpt.ts'

/**
 * Prints what a command found: as JSON with `--json`, else in the words given.
 *
 * @param text without the line end
 */
export function printResult(
  { options, terminal }: CommandInput,
  value: unknown,
  text: () => string,
): void {
  if (options['json'] === true) {
    terminal.out(`${JSON.stringify(value, undefined, 2)}\n`)
    return
  }
  const words = text()
  // Who reads them from a pipe gets names and texts as they are.
  const shown = terminal.isTerminal ? printableLines(words) : words
  if (words !== '') terminal.out(`${shown}\n`)
}
