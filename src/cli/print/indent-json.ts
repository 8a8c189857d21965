/** Levels that are indented; deeper ones would make the text grow with the square of its nesting. */
const MAX_INDENT = 40

/** What still fits in one line, in characters. */
const FOLDED = 76

/**
 * Breaks a JSON text into lines without reading it: every token stays as it is written, so that
 * numbers and escapes mean what they meant. Short objects and lists keep one line.
 *
 * @returns the text itself when it has lines already or its brackets do not match
 */
export function indentJson(text: string): string {
  if (text.includes('\n')) return text
  const tokens = tokensOf(text)
  const ends = matchBrackets(tokens)
  if (ends === undefined) return text
  const parts: string[] = []
  let depth = 0
  const line = (): number => parts.push(`\n${'  '.repeat(Math.min(depth, MAX_INDENT))}`)
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at] ?? ''
    if (token === '{' || token === '[') {
      const end = ends.get(at) ?? at
      const folded = fold(tokens, at, end)
      if (folded === undefined) {
        parts.push(token)
        depth += 1
        line()
      } else {
        parts.push(folded)
        at = end
      }
    } else if (token === '}' || token === ']') {
      depth -= 1
      line()
      parts.push(token)
    } else if (token === ',') {
      parts.push(token)
      line()
    } else {
      parts.push(token === ':' ? ': ' : token)
    }
  }
  return parts.join('')
}

function tokensOf(text: string): readonly string[] {
  return text.match(/"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+|"/gs) ?? []
}

/** Where the bracket at an index ends; `undefined` when one has no partner. */
function matchBrackets(tokens: readonly string[]): ReadonlyMap<number, number> | undefined {
  const ends = new Map<number, number>()
  const open: number[] = []
  for (const [at, token] of tokens.entries()) {
    if (token === '{' || token === '[') open.push(at)
    if (token !== '}' && token !== ']') continue
    const start = open.pop()
    if (start === undefined) return undefined
    ends.set(start, at)
  }
  return open.length === 0 ? ends : undefined
}

/** Tokens from a bracket to its end in one line; `undefined` when they do not fit. */
function fold(tokens: readonly string[], start: number, end: number): string | undefined {
  let folded = ''
  for (let at = start; at <= end; at++) {
    const token = tokens[at] ?? ''
    folded += token === ':' || token === ',' ? `${token} ` : token
    if (folded.length > FOLDED) return undefined
  }
  return folded
}
