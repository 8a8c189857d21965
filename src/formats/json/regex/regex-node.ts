/** Tells whether a code point is meant; `undefined` where we cannot know. */
export type CharTest = (codePoint: number) => boolean | undefined

/** How a repetition gives back what it took. */
export type Greed = 'greedy' | 'lazy' | 'possessive'

/** What must hold at a spot without consuming anything. */
export type Boundary =
  | 'text-start'
  | 'text-end'
  | 'last-line-end'
  | 'line-start'
  | 'line-end'
  | 'word'
  | 'no-word'

/** A regular expression of Java's dialect. */
export type RegexNode =
  | { readonly kind: 'char'; readonly test: CharTest }
  | { readonly kind: 'sequence'; readonly items: readonly RegexNode[] }
  | { readonly kind: 'choice'; readonly options: readonly RegexNode[] }
  | { readonly kind: 'group'; readonly index: number; readonly body: RegexNode }
  | {
      readonly kind: 'repeat'
      readonly body: RegexNode
      readonly min: number
      /** `Infinity` without bound. */
      readonly max: number
      readonly greed: Greed
    }
  | {
      readonly kind: 'look'
      readonly body: RegexNode
      readonly ahead: boolean
      readonly negative: boolean
    }
  | { readonly kind: 'atomic'; readonly body: RegexNode }
  | { readonly kind: 'backreference'; readonly group: number; readonly ignoreCase: boolean }
  | { readonly kind: 'boundary'; readonly boundary: Boundary }

/** Why a pattern does not compile. */
export class RegexFault extends Error {
  override readonly name = 'RegexFault'
}

/** The most characters a node can consume; `Infinity` without bound. */
export function maxLengthOf(node: RegexNode): number {
  switch (node.kind) {
    case 'char':
      return 1
    case 'sequence':
      return node.items.reduce((sum, item) => sum + maxLengthOf(item), 0)
    case 'choice':
      return node.options.reduce((most, option) => Math.max(most, maxLengthOf(option)), 0)
    case 'repeat': {
      const body = maxLengthOf(node.body)
      return body === 0 ? 0 : body * node.max
    }
    case 'group':
    case 'atomic':
      return maxLengthOf(node.body)
    case 'backreference':
      return Infinity
    case 'look':
    case 'boundary':
      return 0
  }
}
