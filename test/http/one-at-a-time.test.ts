import { createServer } from 'node:http'
import type { Server, ServerResponse } from 'node:http'
import { connect } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { afterThoseBefore } from '../../src/http/one-at-a-time.ts'

const ask = (path: string): string => `GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`

describe('requests sent without waiting for answers', () => {
  let server: Server
  let client: Socket
  let received: string
  let underWay: { readonly url: string; readonly response: ServerResponse }[]

  beforeEach(async () => {
    underWay = []
    received = ''
    server = createServer((incoming, outgoing) => {
      afterThoseBefore(incoming, outgoing, ({ url = '' }, response) => {
        underWay.push({ url, response })
      })
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    client = connect(port, '127.0.0.1').setEncoding('utf8')
    client.on('data', (text: string) => (received += text))
    client.on('error', () => undefined)
  })

  afterEach(async () => {
    client.destroy()
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })

  const urls = (): readonly string[] => underWay.map(({ url }) => url)
  const taken = (count: number): Promise<void> =>
    expect.poll(() => underWay.length, { interval: 5 }).toBe(count)

  test('are handled one after another', async () => {
    client.write(ask('/1') + ask('/2') + ask('/3'))
    await taken(1)
    await sleep(30)
    expect(urls()).toEqual(['/1'])
    underWay[0]?.response.end('one')
    await taken(2)
    underWay[1]?.response.end('two')
    await taken(3)
    underWay[2]?.response.end('three')
    client.write(ask('/4'))
    await taken(4)
    underWay[3]?.response.end('four')
    await expect.poll(() => received).toMatch(/one[^]*two[^]*three[^]*four/)
  })

  test('are answered no further than the client reads', async () => {
    client.pause()
    client.write(Array.from({ length: 500 }, (_, i) => ask(`/${i}`)).join(''))
    const long = 'x'.repeat(8 * 1024 * 1024)
    let answered = 0
    for (; answered < 10; answered++) {
      await taken(answered + 1).catch(() => undefined)
      if (underWay.length === answered) break
      underWay[answered]?.response.end(long)
      await sleep(20)
    }
    // Some of it is in the buffers of the system.
    expect(answered).toBeLessThan(5)
  })

  test('are not handled when the connection is lost', async () => {
    client.write(ask('/1') + ask('/2'))
    await taken(1)
    client.destroy()
    underWay[0]?.response.destroy()
    await sleep(50)
    expect(urls()).toEqual(['/1'])
  })
})
