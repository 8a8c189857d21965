import type { IncomingMessage } from 'node:http'
import { PassThrough } from 'node:stream'
import { describe, expect, test } from 'vitest'
import { collectBody } from '../../src/http/collect-body.ts'

/** A request whose body comes in these pieces. */
function requestOf(pieces: Iterable<Buffer>, declared?: number): IncomingMessage {
  const stream = new PassThrough()
  for (const piece of pieces) stream.write(piece)
  stream.end()
  const headers = declared === undefined ? {} : { 'content-length': String(declared) }
  return Object.assign(stream, { headers }) as unknown as IncomingMessage
}

const bytes = (length: number): Buffer => Buffer.from(Array.from({ length }, (_, i) => i % 251))

function* cut(whole: Buffer, size: number): Generator<Buffer> {
  for (let i = 0; i < whole.length; i += size) yield whole.subarray(i, i + size)
}

describe('a body', () => {
  test.each([
    [0, 1],
    [1, 1],
    [4_096, 1],
    [10_000, 3],
    [70_000, 4_097],
    [70_000, 70_000],
  ])('of %i bytes in pieces of %i comes as it was sent', async (length, size) => {
    const whole = bytes(length)
    const declared = await collectBody(requestOf(cut(whole, size), length), length)
    expect(declared.equals(whole)).toBe(true)
    const chunked = await collectBody(requestOf(cut(whole, size)), length)
    expect(chunked.equals(whole)).toBe(true)
  })

  test('that is paused is read all the same', async () => {
    const request = requestOf([bytes(9)], 9).pause()
    expect(await collectBody(request, 100)).toEqual(bytes(9))
  })

  test('that says that it is too large is refused unread', async () => {
    const request = requestOf([], 101)
    await expect(collectBody(request, 100)).rejects.toMatchObject({ kind: 'BODY_TOO_LARGE' })
  })

  test('that turns out to be too large is refused', async () => {
    const request = requestOf(cut(bytes(101), 10))
    await expect(collectBody(request, 100)).rejects.toMatchObject({ kind: 'BODY_TOO_LARGE' })
  })

  test('that is not as long as it says is refused', async () => {
    const request = requestOf([bytes(9)], 10)
    await expect(collectBody(request, 100)).rejects.toMatchObject({ code: 400 })
  })

  test('that breaks off fails with what broke it', async () => {
    const request = requestOf([bytes(9)], 10)
    const reading = collectBody(request, 100)
    request.destroy(Object.assign(new Error('gone'), { code: 'ECONNRESET' }))
    await expect(reading).rejects.toThrow('gone')
  })
})
