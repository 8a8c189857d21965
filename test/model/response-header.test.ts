import { describe, expect, it } from 'vitest'
import { parseResponseHeaders } from '../../src/model/response-header.ts'
import type { ResponseHeader } from '../../src/model/response-header.ts'

describe('configured response headers (rest-api 1.7)', () => {
  it.each<[string, readonly ResponseHeader[]]>([
    ['', []],
    [' , ,', []],
    ['add X-A: b', [{ action: 'add', name: 'X-A', value: 'b' }]],
    [
      'set X-Frame-Options: DENY,set X-A:b',
      [
        { action: 'set', name: 'X-Frame-Options', value: 'DENY' },
        { action: 'set', name: 'X-A', value: 'b' },
      ],
    ],
    // The example of Confluent's documentation of response.http.headers.config.
    [
      '"add Cache-Control: no-cache, no-store, must-revalidate", add X-XSS-Protection: 1; mode=block, add Strict-Transport-Security: max-age=31536000; includeSubDomains, add X-Content-Type-Options: nosniff',
      [
        { action: 'add', name: 'Cache-Control', value: 'no-cache, no-store, must-revalidate' },
        { action: 'add', name: 'X-XSS-Protection', value: '1; mode=block' },
        {
          action: 'add',
          name: 'Strict-Transport-Security',
          value: 'max-age=31536000; includeSubDomains',
        },
        { action: 'add', name: 'X-Content-Type-Options', value: 'nosniff' },
      ],
    ],
    [
      'setDate Expires: 31540000000, addDate Date: 0',
      [
        { action: 'set', name: 'Expires', value: { dateAfterMs: 31_540_000_000 } },
        { action: 'add', name: 'Date', value: { dateAfterMs: 0 } },
      ],
    ],
    ['SETDATE Expires: -1', [{ action: 'set', name: 'Expires', value: { dateAfterMs: -1 } }]],
    ['add  Link :  http://a:1/ ', [{ action: 'add', name: 'Link', value: 'http://a:1/' }]],
    ['"add X: \\"q\\" \\\\"', [{ action: 'add', name: 'X', value: '"q" \\' }]],
    ['add X:', [{ action: 'add', name: 'X', value: '' }]],
  ])('%j', (text, headers) => {
    expect(parseResponseHeaders(text)).toEqual(headers)
  })

  it.each([
    ['X-A: b', 'must be a list of add'],
    ['put X-A: b', 'must be a list of add'],
    ['toString X-A: b', 'must be a list of add'],
    ['add X-A', 'must be a list of add'],
    ['add X: a, b', 'must be a list of add'],
    ['"add X: a, b', 'must be a list of add'],
    ['add : b', 'must name headers'],
    ['add X A: b', 'must name headers'],
    ['add ü: b', 'must name headers'],
    ['"add X: a\nSet-Cookie: b"', 'must give X a value that HTTP can carry'],
    ['add X: €', 'must give X a value that HTTP can carry'],
    ['set Content-Length: 1', 'must not name Content-Length'],
    ['add transfer-encoding: chunked', 'must not name transfer-encoding'],
    ['setDate Expires: tomorrow', 'must give Expires a number of milliseconds from now'],
    ['setDate Expires: 1.5', 'must give Expires a number of milliseconds from now'],
    ['setDate Expires: 999999999999999', 'must give Expires a number of milliseconds from now'],
  ])('%j is refused in a sentence', (text, sentence) => {
    expect(() => parseResponseHeaders(text)).toThrow(sentence)
  })
})
