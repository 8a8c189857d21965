import type { FastifyInstance } from 'fastify'
import { buildApp } from '../../src/http/app.ts'
import type { AppOptions } from '../../src/http/app.ts'
import type { Registry } from '../../src/registry/registry.ts'
import type { RegistrySettings } from '../../src/registry/registry-settings.ts'
import { openTestRegistry } from '../registry/test-registry.ts'
import { breach } from './contract.ts'

export type Method =
  | 'GET'
  | 'HEAD'
  | 'POST'
  | 'PUT'
  | 'DELETE'
  | 'OPTIONS'
  | 'PATCH'
  | 'TRACE'
  | 'PROPFIND'
  | 'QUERY'

/** An answer, as a client sees it. */
export interface Answer {
  readonly status: number
  readonly text: string
  /** The JSON of the text; `undefined` when it is none. */
  readonly body: unknown
  readonly headers: Readonly<Record<string, string | undefined>>
}

/** The service over a registry on a database of its own. */
export interface TestApp {
  readonly app: FastifyInstance
  readonly registry: Registry
  /**
   * Sends a request; a body that is no string is sent as JSON.
   *
   * Every answer is held against `openapi/registry.yaml`.
   */
  ask(
    method: Method,
    url: string,
    body?: unknown,
    headers?: Readonly<Record<string, string>>,
  ): Promise<Answer>
  close(): Promise<void>
}

/** Builds the service for one test file. */
export async function openTestApp(
  settings: Partial<RegistrySettings> = {},
  options: AppOptions = {},
): Promise<TestApp> {
  const opened = await openTestRegistry(settings)
  const { registry } = opened
  const app = await buildApp(registry, options)
  return {
    app,
    registry,
    async ask(method, url, body, headers = {}) {
      const sent = typeof body === 'string' || body === undefined ? body : JSON.stringify(body)
      const reply = await app.inject({
        method,
        url,
        headers: {
          ...(sent === undefined
            ? {}
            : { 'content-type': 'application/vnd.schemaregistry.v1+json' }),
          ...headers,
        },
        ...(sent === undefined ? {} : { payload: sent }),
      })
      const answer = {
        status: reply.statusCode,
        text: reply.payload,
        body: parsed(reply.payload),
        headers: reply.headers as Readonly<Record<string, string | undefined>>,
      }
      const wrong = breach(method, url, answer)
      if (wrong !== undefined) throw new Error(wrong)
      return answer
    },
    async close() {
      await app.close()
      await opened.close()
    },
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}

/** The body of an error. */
export function fault(code: number, message: string): object {
  return { error_code: code, message }
}
