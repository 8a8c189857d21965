import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  behindPrefix,
  compareStoredTexts,
  fromStoredText,
  toStoredText,
} from '../../../src/store/postgres/stored-text.ts'

const codes = fc.oneof(
  fc.constantFrom(0, 0x1a, 0x30, 0xd800, 0xdbff, 0xdc00, 0xdfff, 0xffff),
  fc.integer({ min: 0, max: 0xffff }),
)
const anyText = fc.array(codes).map((units) => String.fromCharCode(...units))

describe('a stored text', () => {
  it('is the text itself where PostgreSQL can keep it', () => {
    for (const text of ['', 'plain', 'ünï \u{1f600} \u0001\uffff']) {
      expect(toStoredText(text)).toBe(text)
    }
  })

  it('holds no NUL and no lone surrogate, and reads back as what it was', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const stored = toStoredText(text)
        expect(stored).not.toContain('\u0000')
        expect(Buffer.from(stored).toString()).toBe(stored)
        expect(fromStoredText(stored)).toBe(text)
      }),
    )
  })

  it('starts as the text starts', () => {
    fc.assert(
      fc.property(anyText, anyText, (prefix, rest) => {
        // A pair of surrogates is one character.
        fc.pre(!/[\ud800-\udbff]$/.test(prefix))
        expect(toStoredText(prefix + rest).startsWith(toStoredText(prefix))).toBe(true)
      }),
    )
  })
})

describe('the end of a prefix', () => {
  const bytes = (text: string): Buffer => Buffer.from(text)

  it('lies behind all that starts with it, and before all else that is behind it', () => {
    const text = anyText.map(toStoredText)
    fc.assert(
      fc.property(text, text, (prefix, other) => {
        const end = behindPrefix(prefix)
        const from = Buffer.compare(bytes(other), bytes(prefix)) >= 0
        const before = end === undefined || Buffer.compare(bytes(other), bytes(end)) < 0
        expect(from && before).toBe(other.startsWith(prefix))
        expect(end === undefined || Buffer.compare(bytes(prefix + other), bytes(end)) < 0).toBe(
          true,
        )
      }),
    )
  })

  it('does not exist where nothing can be behind it', () => {
    expect(behindPrefix('')).toBeUndefined()
    expect(behindPrefix('\u{10ffff}')).toBeUndefined()
    expect(behindPrefix('a\u{10ffff}')).toBe('b')
    expect(behindPrefix('\ud7ff')).toBe('\ue000')
  })

  it('compares as its bytes do', () => {
    fc.assert(
      fc.property(anyText, anyText, (one, other) => {
        const [a, b] = [toStoredText(one), toStoredText(other)]
        expect(Math.sign(compareStoredTexts(a, b))).toBe(Buffer.from(a).compare(Buffer.from(b)))
      }),
    )
  })
})
