import { IncomingMessage } from 'node:http'
import { Socket } from 'node:net'
import { expect, it } from 'vitest'
import { requestId } from '../../src/http/request-id.ts'

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

/** A request with these X-Request-ID headers, as Node would have read it. */
function requestWith(...ids: readonly string[]): IncomingMessage {
  const request = new IncomingMessage(new Socket())
  request.rawHeaders.push(...ids.flatMap((id) => ['X-Request-Id', id]))
  if (ids.length > 0) request.headers['x-request-id'] = ids.join(', ')
  return request
}

it('a request without an id gets a random UUID, every time another', () => {
  const ids = Array.from({ length: 3000 }, () => requestId(requestWith()))
  for (const id of ids) expect(id).toMatch(uuid)
  expect(new Set(ids).size).toBe(ids.length)
})

it.each(['abc', 'a, b', ' padded ', '7', 'ümlaut'])('%s is echoed', (id) => {
  expect(requestId(requestWith(id))).toBe(id)
})

it.each([[[]], [['']], [['  ']], [['a', 'b']], [['a', 'a']], [['\u0001']], [['漢']], [['a\r\nb']]])(
  '%j is replaced',
  (ids) => {
    expect(requestId(requestWith(...ids))).toMatch(uuid)
  },
)
