import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { registryError } from '../errors/registry-error.ts'
import { Ask } from './ask.ts'
import { isReadable, negotiate } from './negotiate.ts'
import type { ReadyAnswer } from './ready-answer.ts'
import { badContext } from './rewrite-url.ts'
import { takeOver } from './send.ts'
import type { Sender } from './send.ts'

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'PATCH', 'TRACE'] as const

const routed = new Set<string>([...methods, 'OPTIONS'])

/** The method that a request is routed by: one stands for all those that no operation has. */
export function routedMethod(method = 'TRACE'): string {
  return routed.has(method) ? method : 'TRACE'
}

/** What a route gives back: JSON or schema text, bytes ready to send, or nothing (204). */
export type Answer = string | ReadyAnswer | undefined

/** One operation of the protocol. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** Fastify's pattern: `:name` is a segment, `::` a colon. */
  readonly url: string
  /** Status of success, 200 if absent; 204 goes with no answer. */
  readonly status?: number
  readonly run: (ask: Ask) => Answer | Promise<Answer>
}

/**
 * Mounts operations, and for each of their URLs what HTTP asks beside them: `OPTIONS` with `Allow`,
 * and 405 for every other method.
 */
export function addRoutes(app: FastifyInstance, sender: Sender, table: readonly Route[]): void {
  for (const route of table) addRoute(app, sender, route)
  for (const url of new Set(table.map((route) => route.url))) {
    const served = table.filter((route) => route.url === url).map((route) => route.method)
    addOtherMethods(app, sender, url, served)
  }
}

function addRoute(app: FastifyInstance, sender: Sender, route: Route): void {
  const { method, url, status = 200, run } = route
  const handler = (request: FastifyRequest, reply: FastifyReply): void => {
    const type = negotiate(request.headers.accept)
    if (type === undefined) throw registryError('NOT_ACCEPTABLE')
    const send = (answer: Answer): void => {
      const exchange = takeOver(request, reply)
      if (answer === undefined) sender.empty(exchange, status)
      else if (typeof answer === 'string') sender.text(exchange, status, type, answer)
      else sender.ready(exchange, type, answer)
    }
    const answer = run(new Ask(request))
    // Not handed to Fastify as a promise: answers that are ready go out within this turn.
    if (answer instanceof Promise) {
      answer.then(send).catch((error: unknown) => reply.send(error))
    } else send(answer)
  }
  if (method === 'GET') app.route({ method, url, handler })
  else app.route({ method, url, onRequest: refuseUnreadable, handler })
}

/** Before the body is read: 415 for one that would not be understood. */
function refuseUnreadable(
  request: FastifyRequest,
  _reply: FastifyReply,
  done: (error?: Error) => void,
): void {
  if (hasEntity(request) && !isReadable(request.headers['content-type'])) {
    done(registryError('UNSUPPORTED_MEDIA_TYPE'))
  } else done()
}

function hasEntity({ headers }: FastifyRequest): boolean {
  return headers['transfer-encoding'] !== undefined || (headers['content-length'] ?? '0') !== '0'
}

function addOtherMethods(
  app: FastifyInstance,
  sender: Sender,
  url: string,
  served: readonly (typeof methods)[number][],
): void {
  const allowed = served.includes('GET') ? [...served, 'HEAD' as const] : served
  const allow = [...allowed, 'OPTIONS'].join(',')
  app.route({
    method: 'OPTIONS',
    url,
    handler: (request, reply) => {
      reply.raw.setHeader('allow', allow)
      sender.empty(takeOver(request, reply), 200)
    },
  })
  app.route({
    method: methods.filter((method) => !allowed.includes(method)),
    url,
    exposeHeadRoute: false,
    // Refused before a body is read.
    onRequest: (request, reply, done) => {
      const context = badContext(request.originalUrl)
      if (context === undefined) {
        reply.raw.setHeader('allow', allow)
        done(registryError('METHOD_NOT_ALLOWED'))
      } else done(registryError('CONTEXT_NAME_HAS_COLON', { context }))
    },
    handler: () => undefined,
  })
}
