import { matchPattern } from '../../../formats/json/regex/match.ts'
import { parseRegex } from '../../../formats/json/regex/parse.ts'
import { RegexFault } from '../../../formats/json/regex/regex-node.ts'
import type { RegexNode } from '../../../formats/json/regex/regex-node.ts'
import { compileAutomaton } from './automaton.ts'
import type { Finder } from './automaton.ts'
import { backtrackingSteps } from './backtracking-steps.ts'
import { patternBudget } from './pattern-budget.ts'

/** What ajv needs of a regular expression. */
export interface BoundedPattern {
  /** @throws PatternUndecided when the {@link patternBudget} of the value does not reach */
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
/** Longer texts do not go to the engine, whatever the pattern: two to this power. */
const MAX_NATIVE_POWER = 21
/** What the counting matcher may take for one text, and is charged. */
const MATCHER_STEPS = 200_000

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
  const steps = native === undefined ? [] : nativeSteps(pattern, root)
  let slow: Finder | undefined
  return {
    test(text) {
      // 32 - clz32 is the power of two above the length.
      const most = steps[32 - Math.clz32(text.length)]
      if (native !== undefined && most !== undefined && patternBudget.takeNative(most)) {
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

/** The most steps of the engine on texts shorter than 1, 2, 4, ... while they are few enough. */
function nativeSteps(pattern: string, root: RegexNode | RegexFault): readonly number[] {
  const steps: number[] = []
  for (let power = 0; power <= MAX_NATIVE_POWER; power++) {
    const length = 2 ** power - 1
    const most =
      root instanceof RegexFault ? stepsByText(pattern, length) : backtrackingSteps(root, length)
    if (!(most <= MAX_NATIVE_STEPS)) break
    steps.push(most)
  }
  return steps
}

/** A rough bound for patterns that only JavaScript can read: one power for each repetition. */
function stepsByText(pattern: string, length: number): number {
  if (/\)[*+?{]|\\[1-9k]/.test(pattern)) return Infinity
  const repetitions = pattern.match(/[*+?{|]/g)?.length ?? 0
  return pattern.length * length ** (repetitions + 1)
}

function createFinder(root: RegexNode | RegexFault): Finder {
  if (root instanceof RegexFault) return () => undefined
  return compileAutomaton(root) ?? matcher(root)
}

function matcher(root: RegexNode): Finder {
  return (text) => (patternBudget.takeVisits(MATCHER_STEPS) ? matchPattern(root, text) : undefined)
}
