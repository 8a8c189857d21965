import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { javaPattern } from '../../../../src/formats/json/regex/java-pattern.ts'

describe('patterns of the Java dialect', () => {
  test.each([
    '(',
    ')',
    '*a',
    'a**',
    'a{2,1}',
    '{',
    'a{',
    '[a',
    '[z-a]',
    '\\y',
    '(?<=a*)b',
    '\\k<x>',
    '\\p{Nope}',
    '(?q)a',
    '\\',
    'a{,3}',
    '(?<1a>b)',
    '+',
    'a|*',
  ])('%s does not compile', (pattern) => {
    expect(javaPattern(pattern).fault).toBeDefined()
  })

  test.each([
    ['a*+b', 'aab', true],
    ['a*+a', 'aaa', false],
    ['\\p{Alpha}+\\d', 'ab1', true],
    ['\\Qa.b\\E', 'xa.by', true],
    ['\\Qa.b\\E', 'axb', false],
    ['(?i)ABC', 'xabcx', true],
    ['^[a-z&&[^b]]+$', 'acd', true],
    ['^[a-z&&[^b]]+$', 'abc', false],
    ['(?<n>a)\\k<n>', 'aa', true],
    ['[]a]', ']', true],
    ['\\p{L}', 'é', true],
    ['\\p{IsLatin}', 'я', false],
    ['(?>a|ab)c', 'abc', false],
    ['(?<=ab)c', 'abc', true],
    ['(?<!a)c', 'ac', false],
    ['\\x41\\u0042\\x{43}', 'ABC', true],
    ['^$', '\n', true],
    ['(?x) a b # comment', 'ab', true],
    ['a{2,3}?b', 'aab', true],
    ['\\bfoo\\b', 'a foo b', true],
  ])('%s in %j: %s', (pattern, text, found) => {
    expect(javaPattern(pattern).findsIn(text)).toBe(found)
  })

  test('patterns that explode are given up, not waited for', () => {
    expect(javaPattern('^(a+)+$').findsIn(`${'a'.repeat(60)}b`)).toBeUndefined()
    expect(javaPattern('(').findsIn('')).toBe(false)
    expect(javaPattern('('.repeat(100_000)).fault).toContain('nested')
    expect(javaPattern('\\p{InGreek}').findsIn('a')).toBeUndefined()
  })

  test('agrees with the JavaScript engine where both dialects are one', () => {
    const piece = fc.constantFrom(
      'a',
      'b',
      '.',
      '[ab]',
      '[^a]',
      '\\d',
      '(a|b)',
      '(?:ab)',
      '^',
      '$',
      'a?',
      'b*',
      '[a-c]+',
      'a{2}',
      '|',
      '(?=a)',
      '(?!b)',
      '\\w',
      'a*?',
    )
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 6 }).map((parts) => parts.join('')),
        fc
          .array(fc.constantFrom('a', 'b', 'c', '1', '_'), { maxLength: 8 })
          .map((parts) => parts.join('')),
        (pattern, text) => {
          expect(javaPattern(pattern).findsIn(text)).toBe(new RegExp(pattern).test(text))
        },
      ),
      { numRuns: 500 },
    )
  })
})
