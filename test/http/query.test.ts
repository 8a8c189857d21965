import { describe, expect, it } from 'vitest'
import { isRegistryError } from '../../src/errors/registry-error.ts'
import { constant, flag, integer, page, text, texts } from '../../src/http/query.ts'

function kindOf(run: () => unknown): string | undefined {
  try {
    run()
  } catch (error) {
    return isRegistryError(error) ? error.kind : String(error)
  }
  return undefined
}

describe('a boolean parameter', () => {
  it.each(['true', 'True', 'TRUE', 'tRuE'])('%s is true', (value) => {
    expect(flag({ deleted: value }, 'deleted')).toBe(true)
  })
  it.each(['false', 'False', '1', 'yes', '', ' true', 'truee'])('"%s" is false', (value) => {
    expect(flag({ deleted: value }, 'deleted')).toBe(false)
  })
  it('counts its first value when repeated, and is false when absent', () => {
    expect(flag({ deleted: ['true', 'false'] }, 'deleted')).toBe(true)
    expect(flag({}, 'deleted')).toBe(false)
  })
})

describe('a text parameter', () => {
  it('is the first of several, and empty when absent', () => {
    expect(text({ format: ['a', 'b'] }, 'format')).toBe('a')
    expect(text({}, 'format')).toBe('')
    expect(texts({ key: 'a' }, 'key')).toEqual(['a'])
    expect(texts({ key: ['a', 'b'] }, 'key')).toEqual(['a', 'b'])
    expect(texts({}, 'key')).toEqual([])
  })
  it('of a closed set is a missing route when unknown', () => {
    expect(constant('STRONG', ['STRONG', 'WEAK'])).toBe('STRONG')
    expect(kindOf(() => constant('strong', ['STRONG', 'WEAK']))).toBe('ROUTE_NOT_FOUND')
  })
})

describe('an integer', () => {
  it.each([
    ['1', 1],
    ['+3', 3],
    ['-7', -7],
    ['007', 7],
    ['2147483647', 2147483647],
    ['-2147483648', -2147483648],
  ])('%s is read', (value, number) => {
    expect(integer(value)).toBe(number)
  })
  it.each([
    'x',
    '',
    '1.0',
    '1e3',
    '0x10',
    '2147483648',
    '-2147483649',
    '99999999999999',
    ' 1',
    '١',
  ])('"%s" is a missing route', (value) => {
    expect(kindOf(() => integer(value))).toBe('ROUTE_NOT_FOUND')
  })
})

describe('a page', () => {
  it.each([
    ['schemas', {}, { offset: 0, limit: 1000 }],
    ['schemas', { limit: '10', offset: '5' }, { offset: 5, limit: 10 }],
    ['schemas', { limit: '1000' }, { offset: 0, limit: 1000 }],
    ['schemas', { limit: '1001' }, { offset: 0, limit: 1000 }],
    ['schemas', { limit: '0' }, { offset: 0, limit: 1000 }],
    ['referrers', { limit: '-1' }, { offset: 0, limit: 1000 }],
    ['associations', { limit: '', offset: ' ' }, { offset: 0, limit: 1000 }],
    ['subjects', {}, { offset: 0, limit: undefined }],
    ['subjects', { limit: '-5' }, { offset: 0, limit: undefined }],
    ['versions', { limit: '2147483647' }, { offset: 0, limit: 2147483647 }],
    ['contexts', { limit: ['2', '3'] }, { offset: 0, limit: 2 }],
  ] as const)('of %s with %j is %j', (list, query, expected) => {
    expect(page(query, list)).toEqual(expected)
  })
  it('is refused below zero, where the reference breaks down', () => {
    expect(kindOf(() => page({ offset: '-1' }, 'subjects'))).toBe('BAD_REQUEST')
  })
  it('is a missing route with what is no number', () => {
    expect(kindOf(() => page({ limit: 'ten' }, 'subjects'))).toBe('ROUTE_NOT_FOUND')
    expect(kindOf(() => page({ offset: '1.5' }, 'subjects'))).toBe('ROUTE_NOT_FOUND')
  })
})
