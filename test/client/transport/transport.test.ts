import { afterEach, describe, expect, it } from 'vitest'
import { RegistryApi } from '../../../src/client/registry-api.ts'
import type { TransportOptions } from '../../../src/client/transport/transport.ts'
import { deadUrl, hang, json, reset, startStub, text } from '../stub-server.ts'
import type { Reply, StubServer } from '../stub-server.ts'

const open: StubServer[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map((stub) => stub.close()))
})

async function stub(...replies: Reply[]): Promise<StubServer> {
  const started = await startStub(...replies)
  open.push(started)
  return started
}

/** No waiting between attempts. */
function api(url: TransportOptions['url'], more: Partial<TransportOptions> = {}): RegistryApi {
  return new RegistryApi({ url, random: () => 0, ...more })
}

const notFound = json(404, { error_code: 40401, message: "Subject 's' not found." })
const busy = json(503, { error_code: 50301, message: 'later' })

describe('retries', () => {
  it.each([408, 429, 500, 502, 503, 504])('%i is asked again', async (status) => {
    const server = await stub(json(status, {}), json(200, ['s']))
    expect(await api(server.url).listSubjects()).toEqual(['s'])
    expect(server.seen).toHaveLength(2)
  })

  it.each([400, 401, 403, 404, 409, 422])('%i is final', async (status) => {
    const server = await stub(json(status, { error_code: status, message: 'no' }))
    await expect(api(server.url).listSubjects()).rejects.toMatchObject({
      status,
      errorCode: status,
      retriable: false,
      operation: 'list subjects',
    })
    expect(server.seen).toHaveLength(1)
  })

  it('end after three more attempts', async () => {
    const server = await stub(busy)
    await expect(api(server.url).listSubjects()).rejects.toMatchObject({
      status: 503,
      errorCode: 50301,
      retriable: true,
    })
    expect(server.seen).toHaveLength(4)
  })

  it('are not made when the server wants to be left alone for long', async () => {
    const server = await stub(json(503, {}, { 'retry-after': '3600' }))
    await expect(api(server.url).listSubjects()).rejects.toMatchObject({ status: 503 })
    expect(server.seen).toHaveLength(1)
  })

  it('follow a connection that was cut', async () => {
    const server = await stub(reset, json(200, []))
    expect(await api(server.url).listSubjects()).toEqual([])
  })
})

describe('several URLs', () => {
  it('are tried at once when one refuses connections, and the live one is remembered', async () => {
    const server = await stub(json(200, ['s']))
    const client = api([await deadUrl(), server.url], { maxRetries: 0 })
    expect(await client.listSubjects()).toEqual(['s'])
    expect(await client.listSubjects()).toEqual(['s'])
    expect(server.seen).toHaveLength(2)
  })

  it('are not all asked after a final answer', async () => {
    const [first, second] = [await stub(notFound), await stub(json(200, []))]
    await expect(api([first.url, second.url]).listVersions('s')).rejects.toMatchObject({
      status: 404,
      target: 's',
    })
    expect(second.seen).toHaveLength(0)
  })

  it('take over on the attempt after a retriable status', async () => {
    const [first, second] = [await stub(busy), await stub(json(200, ['s']))]
    const client = api(`${first.url},${second.url}`)
    expect(await client.listSubjects()).toEqual(['s'])
    expect(await client.listSubjects()).toEqual(['s'])
    expect([first.seen.length, second.seen.length]).toEqual([1, 2])
  })
})

describe('a registry that is none', () => {
  it('hangs: the attempt ends in time', async () => {
    const server = await stub(hang)
    const client = api(server.url, { timeoutMs: 20, maxRetries: 0 })
    await expect(client.listSubjects()).rejects.toThrow(/cannot be reached: no answer in time/)
  })

  it.each([200, 404])('answers HTML with status %i: the error shows it', async (status) => {
    const server = await stub(text(status, 'text/html', '<html>Welcome to the proxy</html>'))
    await expect(api(server.url).listSubjects()).rejects.toMatchObject({
      status,
      errorCode: undefined,
      message: expect.stringContaining('Welcome to the proxy'),
      body: '<html>Welcome to the proxy</html>',
    })
  })

  it('points elsewhere: nobody else is told the own headers', async () => {
    const stranger = await stub(json(200, { id: 1 }))
    const server = await stub((response) => {
      response.writeHead(307, { location: `${stranger.url}/x` }).end()
    })
    const client = api(server.url, { headers: { 'X-Api-Key': 'secret' } })
    await expect(client.register('s', { schema: '"int"' })).rejects.toMatchObject({
      status: 307,
      retriable: false,
      message: expect.stringContaining(`it points to ${stranger.url}/x`),
    })
    expect(stranger.seen).toEqual([])
  })

  it.each([
    ['the global fetch', {}],
    ['node’s own HTTP', { tls: {} }],
  ])('never ends: no more than a bound is read by %s', async (_what, more) => {
    const chunk = Buffer.alloc(1 << 20, ' ')
    const server = await stub((response) => {
      response.writeHead(200)
      const fill = (): void => {
        while (!response.destroyed && response.write(chunk));
      }
      response.on('drain', fill)
      fill()
    })
    const client = api(server.url, { maxRetries: 0, timeoutMs: 60_000, ...more })
    await expect(client.listSubjects()).rejects.toThrow(/more than 134217728 bytes/)
  })

  it('is not there: the error names the URL and keeps the cause', async () => {
    const url = await deadUrl()
    const failed = api(url, { maxRetries: 0 }).listSubjects()
    await expect(failed).rejects.toMatchObject({ retriable: true, status: undefined })
    await expect(failed).rejects.toThrow(url)
  })
})

describe('requests', () => {
  it('encode any subject, and qualify those of dots alone', async () => {
    const server = await stub(json(200, []))
    const client = api(server.url)
    for (const subject of ['a/b c%:é', '.', '..']) await client.listVersions(subject)
    expect(server.seen.map((request) => request.target)).toEqual([
      '/subjects/a%2Fb%20c%25%3A%C3%A9/versions',
      '/subjects/%3A.%3A./versions',
      '/subjects/%3A.%3A../versions',
    ])
  })

  it.each([
    ['half a surrogate pair', (client: RegistryApi) => client.listVersions('a\ud800')],
    ['a bigint', (client: RegistryApi) => client.updateConfig({ normalize: 1n as never })],
  ])('that cannot be written are not sent: %s', async (_what, ask) => {
    const server = await stub(json(200, []))
    await expect(ask(api(server.url))).rejects.toMatchObject({
      name: 'RequestError',
      retriable: false,
      message: expect.stringContaining('cannot be written'),
    })
    expect(server.seen).toEqual([])
  })

  it('carry the media types, the query and own headers', async () => {
    const server = await stub(json(200, { id: 1 }))
    const client = api(`${server.url}/prefix/`, { headers: { 'x-team': 'blue' } })
    await client.register('s', { schema: '"int"' }, { normalize: true })
    expect(server.seen[0]).toMatchObject({
      method: 'POST',
      target: '/prefix/subjects/s/versions?normalize=true',
      body: '{"schema":"\\"int\\""}',
      headers: {
        'content-type': 'application/vnd.schemaregistry.v1+json',
        'confluent-accept-unknown-properties': 'true',
        'x-team': 'blue',
      },
    })
    expect(server.seen[0]?.headers.accept).toContain('application/vnd.schemaregistry.v1+json')
  })

  it('run at most as many at once as allowed', async () => {
    let running = 0
    let most = 0
    const fetcher: typeof fetch = async () => {
      most = Math.max(most, (running += 1))
      await new Promise((resolve) => setImmediate(resolve))
      running -= 1
      return new Response('[]')
    }
    const client = api('http://registry', { fetch: fetcher, maxParallelRequests: 3 })
    await Promise.all(Array.from({ length: 20 }, () => client.listSubjects()))
    expect(most).toBe(3)
  })

  it('that wait for another attempt leave their place to others', async () => {
    const asked: string[] = []
    let answerLate: (() => void) | undefined
    const fetcher: typeof fetch = async (input) => {
      const path = new URL(new Request(input).url).pathname
      asked.push(path)
      if (path === '/mode') return new Response('{"mode":"READONLY"}')
      return asked.filter((one) => one === path).length === 1
        ? new Response('{}', { status: 503 })
        : new Promise((resolve) => (answerLate = () => resolve(new Response('["s"]'))))
    }
    const client = api('http://registry', { fetch: fetcher, maxParallelRequests: 1 })
    const subjects = client.listSubjects()
    await client.getMode()
    await expect.poll(() => answerLate).toBeDefined()
    answerLate?.()
    expect(await subjects).toEqual(['s'])
    expect(asked).toEqual(['/subjects', '/mode', '/subjects'])
  })

  it.each([
    { status: 400, asked: 1 },
    { status: 401, asked: 1 },
    { status: 503, asked: 3 },
  ])('whose token is refused with $status ask for it $asked times', async ({ status, asked }) => {
    const issuer = await stub(json(status, { error: 'invalid_client' }))
    const oauth = { issuerUrl: issuer.url, clientId: 'ann', clientSecret: 'hunter2' }
    const client = api('http://registry', { auth: { oauth }, maxRetries: 2 })
    await expect(client.listSubjects()).rejects.toMatchObject({
      message: expect.stringMatching(
        `there is no token to send: .* ${status} \\(invalid_client\\)`,
      ),
      retriable: asked > 1,
    })
    expect(issuer.seen).toHaveLength(asked)
  })

  it('whose token breaks off ask for it again', async () => {
    const issuer = await stub(
      (response) => {
        response.writeHead(200, { 'content-type': 'application/json', 'content-length': 100 })
        response.write('{"access_token":', () => response.destroy())
      },
      json(200, { access_token: 'tok' }),
    )
    const server = await stub(json(200, ['s']))
    const oauth = { issuerUrl: issuer.url, clientId: 'ann', clientSecret: 'hunter2' }
    expect(await api(server.url, { auth: { oauth } }).listSubjects()).toEqual(['s'])
    expect(issuer.seen).toHaveLength(2)
  })

  it('have the headers of the application instead of those of this client', async () => {
    const server = await stub(json(200, []))
    const headers = { Accept: 'application/json', 'USER-AGENT': 'orders', Authorization: 'none' }
    await api(server.url, { headers, auth: { bearer: 'token' } }).listSubjects()
    expect(server.seen[0]?.headers).toMatchObject({
      accept: 'application/json',
      'user-agent': 'orders',
      authorization: 'Bearer token',
    })
  })

  it('have no headers that cannot be sent', () => {
    expect(() => api('http://registry', { headers: { 'no name': 'x' } })).toThrow(TypeError)
    expect(() => api('http://registry', { headers: { name: '€' } })).toThrow(TypeError)
  })

  it('need a URL', () => {
    expect(() => api([])).toThrow(/at least one URL/)
    expect(() => api('not a url')).toThrow(TypeError)
    expect(() => api('mock://scope')).toThrow(/by http or https, not mock:/)
  })
})
