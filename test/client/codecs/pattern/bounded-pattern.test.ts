import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import { compileAutomaton } from '../../../../src/client/codecs/pattern/automaton.ts'
import { backtrackingSteps } from '../../../../src/client/codecs/pattern/backtracking-steps.ts'
import {
  boundedPattern,
  PatternUndecided,
} from '../../../../src/client/codecs/pattern/bounded-pattern.ts'
import { patternBudget } from '../../../../src/client/codecs/pattern/pattern-budget.ts'
import { parseRegex } from '../../../../src/formats/json/regex/parse.ts'

beforeEach(() => patternBudget.begin())

const long = (text: string, times = 100_000): string => text.repeat(times)

describe('a pattern', () => {
  it.each([
    ['^[a-z]+$', 'abc', true],
    ['^[a-z]+$', 'abc\n', false],
    ['b', 'abc', true],
    ['^(a|b)*$', 'abba', true],
    ['^(a|b)*$', 'abca', false],
    ['^\\d{3}-\\d{2,4}$', '123-45', true],
    ['^(?=.*[A-Z])(?=.*\\d).{8,}$', 'Passw0rd', true],
    ['^(.)\\1$', 'aa', true],
    ['^(.)\\1$', 'ab', false],
    ['^\\p{L}+$', 'Ünïcödé', true],
    ['^\\u{1F600}$', '😀', true],
    ['^.$', '😀', true],
    ['', '', true],
  ])('%s on %j is %s', (pattern, text, found) => {
    expect(boundedPattern(pattern).test(text)).toBe(found)
  })

  it.each([
    ['(?i)^abc$', 'ABC', true],
    ['^a++b$', 'aab', true],
    ['^\\p{Alpha}+\\Z', 'abc', true],
  ])('of Java alone works too: %s on %j is %s', (pattern, text, found) => {
    expect(boundedPattern(pattern).test(text)).toBe(found)
  })

  it('that is one in neither dialect is refused', () => {
    expect(() => boundedPattern('(')).toThrow(SyntaxError)
  })

  it('prints as itself', () => {
    expect(String(boundedPattern('^a$'))).toBe('^a$')
  })
})

describe('a hostile pattern', () => {
  it.each([
    ['^(a+)+$', `${long('a')}!`],
    ['^(a|a)*$', `${long('a')}!`],
    ['(x+x+)+y', long('x')],
    ['^(([a-z])+.)+[A-Z]([a-z])+$', long('a', 10_000)],
    ['\\s+$', `${long(' ')}x`],
    ['^(?:(?:a{0,100}){0,100}){0,100}$', `${long('a')}!`],
  ])('ends: %s', (pattern, text) => {
    try {
      expect(boundedPattern(pattern).test(text)).toBe(false)
    } catch (thrown) {
      expect(thrown).toBeInstanceOf(PatternUndecided)
    }
  })

  it('gets an answer where the engine would have none', () => {
    expect(boundedPattern('^(a+)+$').test(long('a'))).toBe(true)
    expect(boundedPattern('^(a+)+$').test(`${long('a')}!`)).toBe(false)
  })

  it('of backreferences is given up, not followed', () => {
    expect(() => boundedPattern('^(a+)+\\1$').test(`${long('a', 200)}!`)).toThrow(PatternUndecided)
  })
})

describe('the automaton', () => {
  it.each([
    '^(a|b)*c?$',
    'a{2,3}b',
    '(ab?)+$',
    '\\bab\\b',
    '(^a|b$)',
    'a.?c',
    '(a*)*b',
    '^$|c',
    'a\\Bb',
  ])('agrees with the engine on %s', (pattern) => {
    const finds = compileAutomaton(parseRegex(pattern.replaceAll('$', '\\z')))
    const engine = new RegExp(pattern, 'u')
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('a', 'b', 'c', ' '), maxLength: 12 }),
        (text) => {
          expect(finds?.(text)).toBe(engine.test(text))
        },
      ),
    )
  })

  it.each(['(a)\\1', '(?=a)b', 'a++', 'a{9999}', '(?:){2147483647}'])(
    'is none for %s',
    (pattern) => {
      expect(compileAutomaton(parseRegex(pattern))).toBeUndefined()
    },
  )
})

describe('the bound on steps', () => {
  it.each([
    ['^abc$', 1e6, 1e7],
    ['^\\d+$', 1000, 1e4],
    ['(\\d{1,3}\\.){3}\\d{1,3}', 15, 1e5],
    ['\\d+', 1000, 1e7],
  ])('of %s on %i characters is below %d', (pattern, length, bound) => {
    expect(backtrackingSteps(parseRegex(pattern), length)).toBeLessThan(bound)
  })

  it('has no end where ways multiply', () => {
    expect(backtrackingSteps(parseRegex('^(a+)+$'), 10_000)).toBe(Infinity)
  })
})
