import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestApp } from './test-app.ts'
import type { TestApp } from './test-app.ts'

let test: TestApp
beforeAll(async () => {
  test = await openTestApp()
})
afterAll(() => test.close())

const list = async (query = ''): Promise<string> =>
  (await test.ask('GET', `/settings${query}`)).text

describe('the list of settings, which is ours', () => {
  it('is empty while nothing is set, whatever the defaults', async () => {
    expect(await list()).toBe('[]')
  })

  it('shows what is stored on everything, contexts and subjects, with or without versions', async () => {
    await test.ask('PUT', '/config', { compatibility: 'FULL' })
    await test.ask('PUT', '/config/:.__GLOBAL:', { normalize: true })
    await test.ask('PUT', '/config/never', { alias: 'other' })
    await test.ask('PUT', '/mode/never', { mode: 'READONLY' })
    await test.ask('PUT', '/config/:.ctx:never', {})
    await test.ask('PUT', '/mode/:.ctx:', { mode: 'READONLY' })
    expect(await list()).toBe(
      '[{"subject":":.:","config":{"compatibilityLevel":"FULL"}},' +
        '{"subject":"never","config":{"alias":"other"},"mode":"READONLY"},' +
        '{"subject":":.__GLOBAL:","config":{"normalize":true}},' +
        '{"subject":":.ctx:","mode":"READONLY"},' +
        '{"subject":":.ctx:never","config":{}}]',
    )
  })

  it('can be paged', async () => {
    const all = JSON.parse(await list()) as readonly unknown[]
    expect(JSON.parse(await list('?offset=1&limit=2'))).toEqual(all.slice(1, 3))
    expect(await list('?offset=5')).toBe('[]')
    expect((await test.ask('GET', '/settings?offset=-1')).status).toBe(400)
    expect((await test.ask('GET', '/settings?limit=x')).status).toBe(404)
  })
})
