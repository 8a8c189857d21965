import { matchPattern } from '../../../formats/json/regex/match.ts'
import { parseRegex } from '../../../formats/json/regex/parse.ts'
import { RegexFault } from '../../../formats/json/regex/regex-node.ts'
import type { RegexNode } from '../../../formats/json/regex/regex-node.ts'
import { compileAutomaton } from './automaton.ts'
import type { Finder } from './automaton.ts'
import { backtrackingSteps } from './backtracking-steps.ts'

/** What ajv needs of a regular expression. */
export interface BoundedPattern {
  /** @throws PatternUndecided */
  test(text: string): boolean
  /** The pattern itself: ajv tells compiled patterns apart by it. */
  toString(): string
}

/** A pattern and a text that nobody can compare within bounds. */
export class PatternUndecided extends Error {
  override readonly name = 'PatternUndecided'
}

/** Some milliseconds of the JavaScript engine. */
const MAX_NATIVE_STEPS = 4_000_000
/** Longer texts do not go to the engine, whatever the pattern. */
const MAX_NATIVE_LENGTH = 2 ** 21

/**
 * Compiles a `pattern` of a JSON schema so that no text can hold up the process: the schema comes
 * from a registry and the text from a topic, and both may be hostile.
 *
 * The JavaScript engine is used where its steps have a bound that is low enough for the text at
 * hand, which is nearly always; an automaton where they have not; a matcher that counts its steps
 * for what neither can do. A pattern that is none of JavaScript's is read as Java's: the registry
 * takes what Java's engine does.
 *
 * @throws SyntaxError when it is a pattern in neither dialect
 * @see JSON Schema Validation 6.3.3; json-schema 2, "Regex dialect"
 */
export function boundedPattern(pattern: string): BoundedPattern {
  const native = compileNative(pattern)
  const root = parse(pattern, native !== undefined)
  if (native === undefined && root instanceof RegexFault) {
    throw new SyntaxError(`Invalid pattern '${pattern}': ${root.message}`)
  }
  const nativeLength = native === undefined ? -1 : longestFor(pattern, root)
  let slow: Finder | undefined
  return {
    test(text) {
      if (native !== undefined && text.length <= nativeLength) {
        const found = findNatively(native, text)
        if (found !== undefined) return found
      }
      slow ??= createFinder(root)
      const found = slow(text)
      if (found !== undefined) return found
      throw new PatternUndecided(
        `the pattern '${pattern}' takes too many steps on a text of ${text.length} characters`,
      )
    },
    toString: () => pattern,
  }
}

function compileNative(pattern: string): RegExp | undefined {
  try {
    return new RegExp(pattern, 'u')
  } catch {
    return undefined
  }
}

/** The engine finds out late that a pattern is too large for it. */
function findNatively(native: RegExp, text: string): boolean | undefined {
  try {
    return native.test(text)
  } catch {
    return undefined
  }
}

function parse(pattern: string, isJavaScript: boolean): RegexNode | RegexFault {
  try {
    if (!isJavaScript) return parseRegex(pattern)
    return withStrictEnd(parseRegex(pattern.replaceAll(/\\[^]/g, inJava)))
  } catch (fault) {
    if (fault instanceof RegexFault) return fault
    throw fault
  }
}

/** JavaScript writes code points beyond 16 bits in its own way. */
function inJava(escape: string, at: number, pattern: string): string {
  return escape === String.raw`\u` && pattern[at + 2] === '{' ? String.raw`\x` : escape
}

/** `$` is the very end in JavaScript; in Java a line break may follow. */
function withStrictEnd(node: RegexNode): RegexNode {
  switch (node.kind) {
    case 'boundary':
      return node.boundary === 'last-line-end' ? { ...node, boundary: 'text-end' } : node
    case 'sequence':
      return { ...node, items: node.items.map(withStrictEnd) }
    case 'choice':
      return { ...node, options: node.options.map(withStrictEnd) }
    case 'group':
    case 'repeat':
    case 'atomic':
    case 'look':
      return { ...node, body: withStrictEnd(node.body) }
    case 'char':
    case 'backreference':
      return node
  }
}

/** The longest text, as a power of two, on which the engine stays within its bound. */
function longestFor(pattern: string, root: RegexNode | RegexFault): number {
  const stepsOn =
    root instanceof RegexFault
      ? (length: number) => stepsByText(pattern, length)
      : (length: number) => backtrackingSteps(root, length)
  let longest = -1
  for (let length = 1; length <= MAX_NATIVE_LENGTH; length *= 2) {
    if (!(stepsOn(length) <= MAX_NATIVE_STEPS)) break
    longest = length
  }
  return longest
}

/** A rough bound for patterns that only JavaScript can read: one power for each repetition. */
function stepsByText(pattern: string, length: number): number {
  if (/\)[*+?{]|\\[1-9k]/.test(pattern)) return Infinity
  const repetitions = pattern.match(/[*+?{|]/g)?.length ?? 0
  return pattern.length * length ** (repetitions + 1)
}

function createFinder(root: RegexNode | RegexFault): Finder {
  if (root instanceof RegexFault) return () => undefined
  return compileAutomaton(root) ?? ((text) => matchPattern(root, text))
}
