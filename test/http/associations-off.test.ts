import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestApp } from './test-app.ts'
import type { TestApp } from './test-app.ts'

let test: TestApp

beforeAll(async () => {
  test = await openTestApp({}, { associations: false })
})

afterAll(() => test.close())

describe('associations that are not offered (rest-api 2.10, associations.enable)', () => {
  it.each([
    ['GET', '/associations/subjects/a'],
    ['GET', '/associations/resources/-/-'],
    ['GET', '/associations/resources/a'],
    ['POST', '/associations'],
    ['PUT', '/associations/resources/a'],
    ['DELETE', '/associations/resources/a'],
    ['POST', '/associations:batchGet'],
    ['POST', '/associations:batchMutate'],
  ] as const)('%s %s is no route', async (method, url) => {
    const { statusCode, body } = await test.app.inject({ method, url })
    expect([statusCode, body]).toEqual([404, '{"error_code":404,"message":"HTTP 404 Not Found"}'])
  })

  it('leave everything else', async () => {
    expect((await test.ask('GET', '/schemas?lifecycle=NONE')).body).toEqual([])
  })
})
