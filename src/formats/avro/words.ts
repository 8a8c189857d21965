import { jsonKinds } from '../json-tape.ts'
import type { JsonTape } from '../json-tape.ts'

/** A closed set of words, told apart on a tape without building their texts. */
export class Words<T extends string> {
  readonly #byLength: T[][] = []

  constructor(words: readonly T[]) {
    for (const word of words) {
      while (this.#byLength.length <= word.length) this.#byLength.push([])
      this.#byLength[word.length]?.push(word)
    }
  }

  /** The word that a text is. */
  of(text: string): T | undefined {
    return this.#byLength[text.length]?.find((word) => word === text)
  }

  /** The word that a text or member name on the tape reads. */
  at(tape: JsonTape, value: number): T | undefined {
    if (tape.kind(value) !== jsonKinds.string) return this.of(tape.string(value))
    const start = tape.start(value) + 1
    const candidates = this.#byLength[tape.end(value) - 1 - start]
    if (candidates === undefined) return undefined
    for (const word of candidates) {
      if (standsAt(tape.text, start, word)) return word
    }
    return undefined
  }
}

/** Most words differ in their first letter: a loop is faster than a call of `startsWith`. */
function standsAt(text: string, at: number, word: string): boolean {
  for (let i = 0; i < word.length; i++) {
    if (text.charCodeAt(at + i) !== word.charCodeAt(i)) return false
  }
  return true
}
