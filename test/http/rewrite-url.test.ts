import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { badContext, contextName, rewriteUrl } from '../../src/http/rewrite-url.ts'
import { httpVectors } from './vectors.ts'

interface Row {
  readonly name: string
  readonly sent: string
  readonly routed: string
}

describe('a URL before it is routed', () => {
  it.each(httpVectors<Row>('rewrite-url'))('$name', ({ sent, routed }) => {
    expect(rewriteUrl(sent)).toBe(routed)
  })

  it('is a path again, whatever was sent', () => {
    const piece = fc.constantFrom('/', '//', 'contexts', ':', '.', '?', '&', '=', '%', 'subjects')
    const url = fc.array(fc.oneof(piece, fc.string())).map((pieces) => `/${pieces.join('')}`)
    fc.assert(
      fc.property(url, (sent) => {
        expect(rewriteUrl(sent)).toMatch(/^\//)
      }),
      { verbose: true },
    )
  })

  it('is not changed by a second look', () => {
    for (const { routed } of httpVectors<Row>('rewrite-url')) {
      if (!routed.startsWith('/contexts')) expect(rewriteUrl(routed)).toBe(routed)
    }
  })
})

describe('a context in a URL', () => {
  it.each([
    ['/contexts/a:b/subjects', 'a:b'],
    ['/contexts/:a:b:/subjects?x=1', 'a:b'],
    ['//contexts/.a:.b', '.a:.b'],
    ['http://registry:8081/contexts/a:b/subjects', 'a:b'],
  ])('%s is refused for its colon', (url, name) => {
    expect(badContext(url)).toBe(name)
  })

  it.each(['/contexts/.ctx/subjects', '/contexts/:.ctx:', '/contexts', '/contexts/', '/a:b'])(
    '%s is fine',
    (url) => {
      expect(badContext(url)).toBeUndefined()
    },
  )

  it.each([
    ['ctx', '.ctx'],
    ['.ctx', '.ctx'],
    [':.ctx:', '.ctx'],
    [':.ctx', '.ctx'],
    ['.', '.'],
    ['', '.'],
    ['a:b', undefined],
  ])('%s means %s', (segment, name) => {
    expect(contextName(segment)).toBe(name)
  })
})
