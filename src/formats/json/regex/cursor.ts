/** Flags in force at a spot of a pattern. */
export interface Flags {
  readonly ignoreCase: boolean
  readonly dotAll: boolean
  readonly multiline: boolean
  /** White space and `#` comments do not count. */
  readonly comments: boolean
}

/** A pattern being read, code point by code point. */
export class Cursor {
  readonly #points: readonly string[]
  at = 0
  flags: Flags = { ignoreCase: false, dotAll: false, multiline: false, comments: false }

  constructor(pattern: string) {
    this.#points = Array.from(pattern)
  }

  peek(offset = 0): string | undefined {
    return this.#points[this.at + offset]
  }

  next(): string | undefined {
    return this.#points[this.at++]
  }

  /** Goes past a text if it stands here. */
  take(text: string): boolean {
    if (!this.startsWith(text)) return false
    this.at += text.length
    return true
  }

  startsWith(text: string): boolean {
    for (let i = 0; i < text.length; i++) if (this.peek(i) !== text[i]) return false
    return true
  }

  /** What stands before the end mark, which is consumed; `undefined` when the mark is missing. */
  until(mark: string): string | undefined {
    const start = this.at
    for (; this.at < this.#points.length; this.at++) {
      if (!this.startsWith(mark)) continue
      const found = this.#points.slice(start, this.at).join('')
      this.at += mark.length
      return found
    }
    this.at = start
    return undefined
  }

  /** The longest run of at most `max` characters that satisfy a pattern. */
  run(pattern: RegExp, max: number): string {
    let found = ''
    for (
      let c = this.peek();
      c !== undefined && found.length < max && pattern.test(c);
      c = this.peek()
    ) {
      found += c
      this.at++
    }
    return found
  }

  /** With the comments flag: past white space and comments. */
  skipComments(): void {
    if (!this.flags.comments) return
    for (let c = this.peek(); c !== undefined; c = this.peek()) {
      if (/\s/.test(c)) this.at++
      else if (c === '#') {
        while (this.peek() !== undefined && this.peek() !== '\n') this.at++
      } else return
    }
  }
}
