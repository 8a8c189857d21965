import { describe, expect, it } from 'vitest'
import { RegistryApi } from '../../../src/client/registry-api.ts'
import { Credentials } from '../../../src/client/transport/credentials.ts'
import type { Auth } from '../../../src/client/transport/credentials.ts'
import type { Token } from '../../../src/client/transport/token.ts'

function credentials(auth: Auth, now = (): number => 0): Credentials {
  return new Credentials(auth, fetch, now)
}

/** A registry that notes the headers sent, and may refuse some. */
function noting(refuse: (authorization: string) => boolean = () => false) {
  const sent: string[] = []
  const fetcher: typeof fetch = async (_url, init) => {
    const authorization = new Headers(init?.headers).get('authorization') ?? ''
    sent.push(authorization)
    return refuse(authorization)
      ? new Response('{"error_code":401,"message":"Unauthorized"}', { status: 401 })
      : new Response('[]')
  }
  return { sent, fetcher }
}

describe('credentials', () => {
  it('send user and password, also from the URL', async () => {
    const basic = { username: 'ann', password: 'p:ä' }
    const expected = `Basic ${Buffer.from('ann:p:ä').toString('base64')}`
    expect(await credentials({ basic }).headers()).toEqual({ authorization: expected })

    const { sent, fetcher } = noting()
    await new RegistryApi({ url: 'http://ann:p%3A%C3%A4@registry', fetch: fetcher }).listSubjects()
    expect(sent).toEqual([expected])
  })

  it('with a bare percent sign in the URL are meant as they stand', async () => {
    const { sent, fetcher } = noting()
    await new RegistryApi({ url: 'http://ann:100%@registry', fetch: fetcher }).listSubjects()
    expect(sent).toEqual([`Basic ${Buffer.from('ann:100%').toString('base64')}`])
  })

  it('refuse to be given twice', () => {
    const auth = { bearer: 't' }
    expect(() => new RegistryApi({ url: 'http://a:b@registry', auth })).toThrow(/given twice/)
  })

  it('send a token with the cluster and pool it is for', async () => {
    const auth = { bearer: 'abc', logicalCluster: 'lsrc-1', identityPoolId: 'pool-1' }
    expect(await credentials(auth).headers()).toEqual({
      authorization: 'Bearer abc',
      'target-sr-cluster': 'lsrc-1',
      'confluent-identity-pool-id': 'pool-1',
    })
  })

  it('ask for a token once, however many requests wait for it', async () => {
    let asked = 0
    const held = credentials({ bearer: async () => `token-${(asked += 1)}` })
    await Promise.all(Array.from({ length: 10 }, () => held.headers()))
    expect(asked).toBe(1)
  })

  it('renew a token at 80 % of its life while the old one serves', async () => {
    let now = 0
    const tokens: Token[] = ['one', 'two', 'three'].map((token) => ({ token, expiresInMs: 1000 }))
    const bearer = (): Token => tokens.shift() ?? { token: 'none left' }
    const held = credentials({ bearer }, () => now)
    const tokenNow = async (): Promise<string | undefined> =>
      (await held.headers())['authorization']
    expect(await tokenNow()).toBe('Bearer one')
    now = 799
    expect(await tokenNow()).toBe('Bearer one')
    now = 800
    expect(await tokenNow()).toBe('Bearer one')
    expect(await tokenNow()).toBe('Bearer two')
    now = 5000
    expect(await tokenNow()).toBe('Bearer three')
  })

  it.each([
    ['earlier than that where asked for', 1_000_000, 400_000, 600_000],
    ['not at once when it lives for less', 300_000, 400_000, 240_000],
  ])('renew a token %s', async (_when, lifetimeMs, renewBeforeMs, renewAt) => {
    let now = 0
    let asked = 0
    const fetcher: typeof fetch = async () =>
      Response.json({ access_token: `t${(asked += 1)}`, expires_in: lifetimeMs / 1000 })
    const oauth = { issuerUrl: 'http://issuer', clientId: 'me', clientSecret: 's', renewBeforeMs }
    const held = new Credentials({ oauth }, fetcher, () => now)
    await held.headers()
    now = renewAt - 1
    await held.headers()
    expect(asked).toBe(1)
    now = renewAt
    await held.headers()
    expect(asked).toBe(2)
  })

  it('renew a token that the registry refuses, once', async () => {
    let asked = 0
    const bearer = (): string => `token-${(asked += 1)}`
    const { sent, fetcher } = noting((authorization) => authorization === 'Bearer token-1')
    const api = new RegistryApi({ url: 'http://registry', auth: { bearer }, fetch: fetcher })
    expect(await api.listSubjects()).toEqual([])
    expect(sent).toEqual(['Bearer token-1', 'Bearer token-2'])

    const never = noting(() => true)
    const refused = new RegistryApi({
      url: 'http://registry',
      auth: { bearer },
      fetch: never.fetcher,
    })
    await expect(refused.listSubjects()).rejects.toMatchObject({ status: 401 })
    expect(never.sent).toHaveLength(2)
  })

  it('that cannot be had are told apart from a registry that cannot be reached', async () => {
    const { sent, fetcher } = noting(() => false)
    const bearer = (): string => {
      throw new Error('The vault is sealed')
    }
    const api = new RegistryApi({
      url: ['http://one', 'http://two'],
      auth: { bearer },
      fetch: fetcher,
      maxRetries: 0,
    })
    await expect(api.listSubjects()).rejects.toMatchObject({
      message: expect.stringMatching(/no token to send: The vault is sealed/),
      retriable: true,
      url: 'http://one/subjects',
    })
    expect(sent).toEqual([])
  })

  it('get an OAuth token with the client credentials grant', async () => {
    const seen: { url: string; body: string; authorization: string | null }[] = []
    const fetcher: typeof fetch = async (url, init) => {
      const request = new Request(url, init)
      const authorization = request.headers.get('authorization')
      seen.push({ url: request.url, body: await request.text(), authorization })
      return request.url === 'http://issuer/token'
        ? new Response('{"access_token":"tok","expires_in":600}')
        : new Response('[]')
    }
    const oauth = {
      issuerUrl: 'http://issuer/token',
      clientId: 'me',
      clientSecret: 'secret',
      scope: 'registry',
    }
    const api = new RegistryApi({ url: 'http://registry', auth: { oauth }, fetch: fetcher })
    await Promise.all([api.listSubjects(), api.listSubjects(), api.listSubjects()])
    expect(seen[0]).toEqual({
      url: 'http://issuer/token',
      body: 'grant_type=client_credentials&scope=registry',
      authorization: `Basic ${Buffer.from('me:secret').toString('base64')}`,
    })
    expect(seen.slice(1).map((one) => one.authorization)).toEqual(Array(3).fill('Bearer tok'))
  })
})
