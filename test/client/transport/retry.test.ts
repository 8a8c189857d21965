import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseRetryAfter, retryDelayMs } from '../../../src/client/transport/retry.ts'
import { UrlPool } from '../../../src/client/transport/url-pool.ts'

const policy = { maxRetries: 3, retryBaseMs: 100, retryMaxMs: 5000 }

describe('retry delay', () => {
  it('has full jitter below a doubling ceiling', () => {
    const attempts = fc.nat(30)
    const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })
    fc.assert(
      fc.property(attempts, random, (attempt, share) => {
        const many = { ...policy, maxRetries: 31 }
        const ceiling = Math.min(5000, 100 * 2 ** attempt)
        expect(retryDelayMs(many, attempt, share, undefined)).toBe(share * ceiling)
      }),
      { verbose: true },
    )
  })

  it('is never less than the server asks for', () => {
    expect(retryDelayMs(policy, 0, 0, 2000)).toBe(2000)
    expect(retryDelayMs(policy, 0, 0.5, 10)).toBe(50)
  })

  it('is none past the last attempt, or when told to stay away for minutes', () => {
    expect(retryDelayMs(policy, 3, 0, undefined)).toBeUndefined()
    expect(retryDelayMs(policy, 0, 0, 61_000)).toBeUndefined()
  })
})

describe('Retry-After', () => {
  it.each([
    ['120', 120_000],
    [' 0 ', 0],
    ['Thu, 01 Jan 1970 00:00:10 GMT', 9000],
    ['Thu, 01 Jan 1970 00:00:00 GMT', 0],
    ['soon', undefined],
    [null, undefined],
  ])('%j means %s ms', (header, expected) => {
    expect(parseRetryAfter(header, 1000)).toBe(expected)
  })
})

describe('URL pool', () => {
  it('tries a failed URL last for 30 seconds', () => {
    const pool = new UrlPool(['a', 'b', 'c'])
    pool.failed('a', 0)
    expect(pool.candidates(1)).toEqual(['b', 'c', 'a'])
    expect(pool.candidates(30_000)).toEqual(['a', 'b', 'c'])
  })

  it('stays with the URL that answered', () => {
    const pool = new UrlPool(['a', 'b', 'c'])
    pool.failed('a', 0)
    pool.answered('b')
    expect(pool.candidates(60_000)).toEqual(['b', 'c', 'a'])
  })

  it('may begin with another than the first', () => {
    const pool = new UrlPool(['a', 'b', 'c'], 1)
    expect(pool.candidates(0)).toEqual(['b', 'c', 'a'])
  })

  it('still tries all when all have failed', () => {
    const pool = new UrlPool(['a', 'b'])
    pool.failed('a', 0)
    pool.failed('b', 0)
    expect(pool.candidates(1)).toEqual(['a', 'b'])
  })
})
