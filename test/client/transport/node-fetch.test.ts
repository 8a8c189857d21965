import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { connect } from 'node:net'
import { createServer as createTlsServer } from 'node:https'
import type { ServerOptions } from 'node:https'
import type { TLSSocket } from 'node:tls'
import { afterEach, describe, expect, it } from 'vitest'
import { RegistryClient, RequestError } from '../../../src/client/index.ts'
import type { RegistryClientOptions } from '../../../src/client/index.ts'
import { hang, json, startStub } from '../stub-server.ts'

const folder = new URL('../../vectors/client/tls/', import.meta.url)
const pem = (name: string): string => readFileSync(new URL(name, folder), 'utf8')
const bytes = (name: string): Buffer => readFileSync(new URL(name, folder))
const ca = pem('ca.pem')

const closers: (() => Promise<void>)[] = []
afterEach(async () => {
  await Promise.all(closers.splice(0).map((close) => close()))
})

/** A registry behind TLS that answers with the name of whoever calls. */
async function startTls(options: ServerOptions = {}, name = 'server'): Promise<string> {
  const identity = { cert: pem(`${name}.pem`), key: pem(`${name}.key`) }
  const server = createTlsServer({ ...identity, ...options }, (request, response) => {
    const { subject } = (request.socket as TLSSocket).getPeerCertificate() ?? {}
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify([subject?.CN ?? 'nobody']))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closers.push(async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })
  return `https://127.0.0.1:${(server.address() as AddressInfo).port}`
}

interface ProxyServer {
  readonly url: string
  readonly seen: string[]
}

/** A proxy that forwards and tunnels, and notes what it was asked; with a password if given. */
async function startProxy(password?: string): Promise<ProxyServer> {
  const seen: string[] = []
  const sockets = new Set<Socket>()
  const expected =
    password === undefined ? undefined : `Basic ${Buffer.from(password).toString('base64')}`
  const server = createServer((request, response) => {
    seen.push(`${request.method} ${request.url} for ${request.headers.host}`)
    void fetch(request.url ?? '').then(async (answer) => {
      response.writeHead(answer.status, { 'content-type': 'application/json' })
      response.end(await answer.text())
    })
  })
  server.on('connect', (request, socket: Socket) => {
    seen.push(`CONNECT ${request.url}`)
    if (request.headers['proxy-authorization'] !== expected) {
      socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n')
      return
    }
    const { hostname, port } = new URL(`http://${request.url}`)
    const target = connect(Number(port), hostname, () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n')
      socket.pipe(target).pipe(socket)
    })
    sockets.add(target).add(socket)
    for (const one of [target, socket]) one.on('error', () => undefined)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closers.push(async () => {
    for (const socket of sockets) socket.destroy()
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })
  const { port } = server.address() as AddressInfo
  return { url: `http://${password === undefined ? '' : `${password}@`}127.0.0.1:${port}`, seen }
}

function ask(url: string, options: Partial<RegistryClientOptions>): Promise<readonly string[]> {
  return new RegistryClient({ url, maxRetries: 0, ...options }).listSubjects()
}

describe('a registry with a certificate of an own authority', () => {
  it('is trusted when the authority is', async () => {
    const url = await startTls()
    expect(await ask(url, { tls: { ca } })).toEqual(['nobody'])
    await expect(ask(url, { tls: {} })).rejects.toThrow(/self-signed|unable to (verify|get)/)
  })

  it('must be the one that was asked, unless that check is switched off', async () => {
    const url = await startTls({}, 'elsewhere')
    await expect(ask(url, { tls: { ca } })).rejects.toThrow(/does not match certificate/)
    expect(await ask(url, { tls: { ca, checkHostName: false } })).toEqual(['nobody'])
  })

  it.each([
    ['PEM', { cert: pem('client.pem'), key: pem('client.key') }],
    [
      'PEM with a password',
      { cert: pem('client.pem'), key: pem('client-encrypted.key'), passphrase: 'secret' },
    ],
    ['PKCS12', { pfx: bytes('client.p12'), passphrase: 'secret' }],
  ])('gets a client certificate as %s', async (_form, identity) => {
    const url = await startTls({ ca, requestCert: true, rejectUnauthorized: true })
    expect(await ask(url, { tls: { ca, ...identity } })).toEqual(['client'])
    await expect(ask(url, { tls: { ca } })).rejects.toBeInstanceOf(RequestError)
  })

  it('is told at once that a key does not fit', () => {
    const tls = { pfx: bytes('client.p12'), passphrase: 'wrong' }
    expect(() => new RegistryClient({ url: 'https://registry', tls })).toThrow(/mac verify/)
  })
})

describe('a proxy', () => {
  it('tunnels https, and the certificate is still checked', async () => {
    const url = await startTls()
    const proxy = await startProxy()
    expect(await ask(url, { tls: { ca }, proxy: proxy.url })).toEqual(['nobody'])
    expect(proxy.seen).toEqual([`CONNECT ${url.slice('https://'.length)}`])
    await expect(ask(url, { proxy: proxy.url })).rejects.toThrow(/self-signed|unable to/)
  })

  it('forwards http', async () => {
    const stub = await startStub(json(200, ['a']))
    closers.push(() => stub.close())
    const proxy = await startProxy()
    expect(await ask(stub.url, { proxy: proxy.url })).toEqual(['a'])
    const host = stub.url.slice('http://'.length)
    expect(proxy.seen).toEqual([`GET ${stub.url}/subjects for ${host}`])
  })

  it('gets the password of its URL, and none is in the error', async () => {
    const url = await startTls()
    const proxy = await startProxy('ann:s3cret')
    expect(await ask(url, { tls: { ca }, proxy: proxy.url })).toEqual(['nobody'])
    const wrong = ask(url, { tls: { ca }, proxy: proxy.url.replace('s3cret', 'gu3ss') })
    await expect(wrong).rejects.toThrow(/the proxy 127\.0\.0\.1:\d+ answered 407/)
    await expect(wrong).rejects.not.toThrow(/gu3ss/)
  })

  it('is a URL', () => {
    for (const proxy of ['proxy:8080', 'socks5://proxy:1080', '']) {
      expect(() => new RegistryClient({ url: 'http://registry', proxy })).toThrow(/http:\/\/host/)
    }
  })

  it('cannot be combined with a fetch of one’s own', () => {
    const options = { url: 'http://registry', proxy: 'http://proxy:1', fetch }
    expect(() => new RegistryClient(options)).toThrow(/Both/)
  })
})

describe('a request over node’s own HTTP', () => {
  it('carries bodies both ways, and statuses', async () => {
    const stub = await startStub(
      json(200, { id: 7 }),
      json(404, { error_code: 40401, message: 'Subject ü not found.' }),
      (response) => response.writeHead(204).end(),
    )
    closers.push(() => stub.close())
    const client = new RegistryClient({ url: stub.url, tls: {} })
    expect(await client.register('s', { schema: '"ü"' })).toEqual({ id: 7 })
    expect(stub.seen[0]?.body).toBe('{"schema":"\\"ü\\""}')
    await expect(client.listVersions('s')).rejects.toMatchObject({
      status: 404,
      errorCode: 40401,
      message: expect.stringContaining('Subject ü not found.'),
    })
    expect(await client.deleteMode('s')).toBeUndefined()
  })

  it('ends in time', async () => {
    const stub = await startStub(hang)
    closers.push(() => stub.close())
    const client = new RegistryClient({ url: stub.url, tls: {}, timeoutMs: 50, maxRetries: 0 })
    await expect(client.listSubjects()).rejects.toThrow(/no answer in time/)
  })
})
