import { matchPattern } from './match.ts'
import { parseRegex } from './parse.ts'
import { RegexFault } from './regex-node.ts'
import type { RegexNode } from './regex-node.ts'

/** A pattern as the reference's regex engine understands it. */
export interface JavaPattern {
  /** Why it does not compile; `undefined` when it does. */
  readonly fault: string | undefined
  /**
   * Whether the pattern occurs in the text; `undefined` when that takes too many steps to tell.
   *
   * @param spend told what it took, in steps of a comparison; may throw to stop
   */
  findsIn(text: string, spend?: (steps: number) => void): boolean | undefined
}

/** The matcher's own steps are small. */
const MATCHER_STEPS_PER_STEP = 30

// Patterns repeat within a schema and between its versions; the cache must not grow with traffic.
const MAX_REMEMBERED = 500
const remembered = new Map<string, JavaPattern>()

/**
 * Compiles a pattern in Java's dialect.
 *
 * Users' patterns are never given to the JavaScript engine: a pattern of 28 characters can hold it
 * for seconds, and its dialect is another. Our own matcher counts its steps instead.
 *
 * @see Json-schema 2, "Regex dialect"
 */
export function javaPattern(pattern: string): JavaPattern {
  const known = remembered.get(pattern)
  if (known !== undefined) return known
  const compiled = compile(pattern)
  if (remembered.size >= MAX_REMEMBERED) remembered.clear()
  remembered.set(pattern, compiled)
  return compiled
}

function compile(pattern: string): JavaPattern {
  let root: RegexNode
  try {
    root = parseRegex(pattern)
  } catch (fault) {
    if (!(fault instanceof RegexFault)) throw fault
    return { fault: fault.message, findsIn: () => false }
  }
  return {
    fault: undefined,
    findsIn: (text, spend) =>
      matchPattern(root, text, (steps) => spend?.(steps / MATCHER_STEPS_PER_STEP)),
  }
}
