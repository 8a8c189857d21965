import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestApp } from './test-app.ts'
import type { TestApp } from './test-app.ts'

let test: TestApp

beforeAll(async () => {
  test = await openTestApp({}, { rejectOptions: true, corsOrigin: 'https://ui.example' })
})

afterAll(() => test.close())

describe('OPTIONS that is to be rejected (rest-api 1.7)', () => {
  it.each(['/subjects', '/config/s', '/nowhere', '/', '/docs', '/contexts/.a'])(
    'is a 403 without a body at %s',
    async (url) => {
      const answer = await test.ask('OPTIONS', url)
      expect(answer.status).toBe(403)
      expect(answer.text).toBe('')
      expect(answer.headers['allow']).toBeUndefined()
      expect(answer.headers['x-request-id']).toBeDefined()
    },
  )

  it('leaves the other methods alone', async () => {
    expect((await test.ask('GET', '/subjects')).status).toBe(200)
    expect((await test.ask('HEAD', '/subjects')).status).toBe(200)
    expect((await test.ask('PATCH', '/subjects')).status).toBe(405)
  })
})
