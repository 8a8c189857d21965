import { styleText } from 'node:util'
import type { Terminal } from '../command.ts'

/** Gives a text a colour or weight, where a person looks at it. */
export type Paint = (style: Style, text: string) => string

type Style = 'red' | 'green' | 'yellow' | 'cyan' | 'dim' | 'bold'

/** Paints on terminals only; `NO_COLOR` is honoured by `styleText`. */
export function paintFor({ isTerminal }: Pick<Terminal, 'isTerminal'>): Paint {
  return isTerminal ? (style, text) => styleText(style, text) : (_, text) => text
}
