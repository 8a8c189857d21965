import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parseResponseHeaders } from '../../src/model/response-header.ts'
import { openTestApp } from './test-app.ts'
import type { Method, TestApp } from './test-app.ts'

let test: TestApp

beforeAll(async () => {
  const configured =
    'add X-Frame-Options: DENY, set Cache-Control: no-store, set X-A: 1, set x-a: 2, setDate Expires: -1000, add Vary: Origin, add Content-Security-Policy: sandbox, add Set-Cookie: a=1, add set-cookie: b=2'
  test = await openTestApp(
    {},
    { responseHeaders: parseResponseHeaders(configured), corsOrigin: 'https://ui.example' },
  )
  await test.ask('POST', '/subjects/s/versions', { schema: '"string"' })
})

afterAll(() => test.close())

// What is injected has one header of each name; a socket has them all.
async function listen(opened: TestApp): Promise<string> {
  await opened.app.listen({ port: 0, host: '127.0.0.1' })
  return `http://127.0.0.1:${(opened.app.server.address() as AddressInfo).port}`
}

describe('configured response headers (rest-api 1.7)', () => {
  it.each<[Method, string, number]>([
    ['GET', '/subjects', 200],
    ['GET', '/schemas/ids/1', 200],
    ['HEAD', '/schemas/ids/1', 200],
    ['GET', '/nowhere', 404],
    ['GET', '/subjects/a/versions', 404],
    ['PATCH', '/subjects', 405],
    ['OPTIONS', '/subjects', 200],
    ['DELETE', '/contexts/.none', 204],
    ['GET', '/contexts/a:b/subjects', 400],
    ['GET', '/subjects/%', 400],
    ['GET', '/docs', 200],
  ])('are on the answer to %s %s, which is %i', async (method, url, status) => {
    const answer = await test.ask(method, url)
    expect(answer.status).toBe(status)
    expect(answer.headers['x-frame-options']).toBe('DENY')
    expect(answer.headers['cache-control']).toBe('no-store')
    expect(answer.headers['x-a']).toBe('2')
    expect(Date.parse(answer.headers['expires'] ?? '')).toBeLessThan(Date.now())
    expect(answer.headers['x-request-id']).toBeDefined()
  })

  it('stand beside the answer’s own when they are added', async () => {
    const to = await listen(test)
    const ready = await fetch(`${to}/schemas/ids/1`)
    expect(ready.headers.get('vary')).toBe('Accept, Accept-Encoding, Origin')
    expect(ready.headers.getSetCookie()).toEqual(['a=1', 'b=2'])
    expect(ready.headers.get('access-control-allow-origin')).toBe('https://ui.example')
    const docs = await fetch(`${to}/docs`)
    expect(docs.headers.get('content-security-policy')).toMatch(/^default-src 'self'.*, sandbox$/)
  })

  it('are on answers that are ready before the framework is asked, and on 304', async () => {
    const open = await openTestApp({}, { responseHeaders: parseResponseHeaders('set X-A: b') })
    try {
      await open.ask('POST', '/subjects/s/versions', { schema: '"string"' })
      const url = `${await listen(open)}/schemas/ids/1`
      await fetch(url)
      const again = await fetch(url)
      expect([again.status, again.headers.get('x-a')]).toEqual([200, 'b'])
      const etag = again.headers.get('etag') ?? ''
      const known = await fetch(url, { headers: { 'if-none-match': etag } })
      expect([known.status, known.headers.get('x-a')]).toEqual([304, 'b'])
    } finally {
      await open.close()
    }
  })
})
