import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestApp } from './test-app.ts'
import type { Answer, Method, TestApp } from './test-app.ts'
import { httpVectors } from './vectors.ts'

interface Story {
  readonly name: string
  readonly source: string
  readonly steps: readonly Step[]
}

/**
 * A request and its answer: a number is a status or `error_code`, a text or list the whole answer,
 * an object the members that must be there; `null` in it stands for a member that must not.
 */
type Step = readonly [
  method: Method,
  url: string,
  body: object | null,
  answer: number | string | readonly unknown[] | Readonly<Record<string, unknown>>,
]

let test: TestApp
beforeAll(async () => {
  test = await openTestApp({ compatibilityLevel: 'NONE' })
})
afterAll(() => test.close())

function expectAnswer(answer: Answer, expected: Step[3], what: string): void {
  const { status, text, body } = answer
  if (typeof expected === 'number') {
    const code = (body as { readonly error_code?: number } | undefined)?.error_code
    expect(code ?? status, what).toBe(expected)
  } else if (typeof expected === 'string') {
    expect(text, what).toBe(expected)
  } else if (Array.isArray(expected)) {
    expect(body, what).toEqual(expected)
  } else {
    const members = Object.entries(expected)
    expect(status, what).toBe(200)
    expect(body, what).toMatchObject(
      Object.fromEntries(members.filter(([, value]) => value !== null)),
    )
    const absent = members.filter(([, value]) => value === null)
    for (const [name] of absent) expect(body, what).not.toHaveProperty(name)
  }
}

// Every story lives in contexts of its own, so that its ids start with 1.
describe('a story', () => {
  it.each(httpVectors<Story>('stories'))('$name ($source)', async ({ steps }) => {
    for (const [method, url, body, expected] of steps) {
      const answer = await test.ask(method, url, body ?? undefined)
      const what = `${method} ${url} ${JSON.stringify(body)} answers ${answer.text}`
      expectAnswer(answer, expected, what)
    }
  })
})
