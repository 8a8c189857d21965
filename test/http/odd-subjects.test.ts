import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fault, openTestApp } from './test-app.ts'
import type { TestApp } from './test-app.ts'

let test: TestApp
beforeAll(async () => {
  test = await openTestApp({ rejectEmptySubject: true })
})
afterAll(() => test.close())

const offer = { schema: '"string"' }

// Rest-api 1.4, 1.5: reachable as `:.:`, and answers omit what is empty.
describe('the subject without a name', () => {
  let open: TestApp
  beforeAll(async () => {
    open = await openTestApp()
    await open.ask('POST', '/subjects/:.:/versions', offer)
  })
  afterAll(() => open.close())

  it.each([
    '/subjects/:.:/versions/1',
    '/schemas/ids/1',
    '/contexts/:.:/subjects/:.:/versions/latest',
  ])('is not named by %s', async (url) => {
    const { status, body } = await open.ask('GET', url)
    expect(status).toBe(200)
    expect(body).not.toHaveProperty('subject')
  })

  it('is listed as what it is', async () => {
    expect((await open.ask('GET', '/subjects')).text).toBe('[""]')
    const [listed] = (await open.ask('GET', '/schemas')).body as readonly object[]
    expect(Object.keys(listed ?? {})[0]).toBe('version')
  })

  it('of another context is named by the context', async () => {
    await open.ask('POST', '/subjects/:.odd:/versions', offer)
    const { body } = await open.ask('GET', '/subjects/:.odd/versions/1')
    expect(body).toMatchObject({ subject: ':.odd:', version: 1 })
  })
})

// Rest-api 2.4: "message quotes the subject as sent".
describe('a subject that cannot be registered', () => {
  it.each([
    ['/subjects/:.:__GLOBAL/versions', ':.:__GLOBAL'],
    ['/subjects/:.:/versions', ':.:'],
    ['/subjects/:.odd/versions', ':.odd'],
    ['/subjects/*/versions', '*'],
    ['/contexts/odd/subjects/__EMPTY/versions', ':.odd:__EMPTY'],
  ])('%s is quoted as it was sent', async (url, subject) => {
    expect((await test.ask('POST', url, offer)).body).toEqual(
      fault(42208, `The specified subject '${subject}' is not a valid.`),
    )
  })

  it('is quoted as what an alias stands for', async () => {
    await test.ask('PUT', '/config/nick', { alias: '__EMPTY' })
    expect((await test.ask('POST', '/subjects/nick/versions', offer)).body).toEqual(
      fault(42208, "The specified subject '__EMPTY' is not a valid."),
    )
  })
})
