import { isUtf8 } from 'node:buffer'
import type { IncomingMessage } from 'node:http'
import { fastify } from 'fastify'
import type { FastifyInstance, FastifyReply, FastifyRequest, FastifyServerFactory } from 'fastify'
import { registryError } from '../errors/registry-error.ts'
import type { ResponseHeader } from '../model/response-header.ts'
import type { Registry } from '../registry/registry.ts'
import { allRoutes } from './all-routes.ts'
import { answerBrokenRequest } from './broken-request.ts'
import { collectBody } from './collect-body.ts'
import { allowOrigin } from './cors.ts'
import { sendError } from './error-reply.ts'
import type { FailureLog } from './error-reply.ts'
import { ReadyCache } from './ready-cache.ts'
import { ReadyShortcut } from './ready-shortcut.ts'
import { rejectOptions } from './reject-options.ts'
import { requestId } from './request-id.ts'
import { badContext, rewriteUrl } from './rewrite-url.ts'
import { addRoutes, routedMethod } from './route-table.ts'
import { addDocs } from './routes/docs.ts'
import { Sender } from './send.ts'

const MIB = 1024 * 1024
const DEFAULT_BODY_LIMIT = 10 * MIB

export interface AppOptions {
  /** Longest request body, in bytes; default 10 MiB. */
  readonly bodyLimit?: number
  /** Origin whose pages may call the registry; none by default. */
  readonly corsOrigin?: string | undefined
  /** What every answer has beside its own headers; nothing by default. */
  readonly responseHeaders?: readonly ResponseHeader[] | undefined
  /** Whether associations are offered; default true. Rest-api 2.10. */
  readonly associations?: boolean
  /** Whether `OPTIONS` is refused; default false. */
  readonly rejectOptions?: boolean
  /** Whether longer answers are compressed for clients that ask; default true. */
  readonly compression?: boolean
  /** Bound of the ready answers by id and guid, in bytes; default 64 MiB. */
  readonly cacheBytes?: number
  /**
   * Where failures are told; a pino logger will do. Fastify itself gets none: it would make a child
   * of it for every request.
   */
  readonly logger?: FailureLog
  /** What `/v1/metadata/version` shows as the build; default `concordat`. */
  readonly build?: string
  /** Makes `/health/ready` say no, so that load balancers turn away before the server stops. */
  readonly isStopping?: () => boolean
}

/**
 * Builds the REST service over a registry; it does not listen.
 *
 * Closing the app leaves the registry and its store open.
 */
export async function buildApp(
  registry: Registry,
  options: AppOptions = {},
): Promise<FastifyInstance> {
  const { compression = true, responseHeaders } = options
  const sender = new Sender({ compression, headers: responseHeaders })
  const refuse: Refuse = (thrown, request, reply) => {
    sendError(sender, options.logger, thrown, request, reply)
  }
  const cache = new ReadyCache(registry, options.cacheBytes ?? 64 * MIB)
  const shortcut = new ReadyShortcut(cache, sender)
  const app = createApp(options, refuse, shortcut)

  app.setErrorHandler(refuse)
  app.setNotFoundHandler((request, reply) => {
    refuse(notFound(request), request, reply)
  })
  readBodiesAsText(app, options.bodyLimit ?? DEFAULT_BODY_LIMIT)
  if (options.corsOrigin !== undefined) {
    allowOrigin(app, options.corsOrigin)
    // Its headers are set by a hook, which sees nothing that goes the short way.
    shortcut.close()
  }
  if (options.rejectOptions === true) rejectOptions(app)

  app.addHook('preClose', (done) => {
    shortcut.close()
    done()
  })
  app.addHook('onClose', (_app, done) => {
    cache.close()
    done()
  })
  const routes = allRoutes(registry, cache, {
    build: options.build ?? 'concordat',
    isStopping: options.isStopping ?? (() => false),
    associations: options.associations ?? true,
  })
  addRoutes(app, sender, routes)
  addDocs(app, sender)
  await app.ready()
  return app
}

/**
 * Bodies are read and written by the routes, none has a schema. Unless told so, Fastify loads its
 * compilers of JSON Schema at every start, a hundred modules.
 */
function noCompiler(): never {
  throw new Error('Routes have no schemas for Fastify to compile')
}

type Refuse = (thrown: unknown, request: FastifyRequest, reply: FastifyReply) => void

function createApp(options: AppOptions, refuse: Refuse, shortcut: ReadyShortcut): FastifyInstance {
  const serverFactory: FastifyServerFactory = (handle, limits) => shortcut.serve(handle, limits)
  return fastify({
    serverFactory,
    schemaController: {
      compilersFactory: { buildValidator: noCompiler, buildSerializer: noCompiler },
    },
    bodyLimit: options.bodyLimit ?? DEFAULT_BODY_LIMIT,
    genReqId: requestId,
    requestIdHeader: false,
    rewriteUrl: (request) => {
      request.method = routedMethod(request.method)
      return rewriteUrl(request.url ?? '/')
    },
    // Requests that arrive while the server stops are served, not refused in Fastify's shape.
    return503OnClosing: false,
    // Time for a whole request to arrive; Fastify would wait for ever.
    requestTimeout: 120_000,
    clientErrorHandler: answerBrokenRequest,
    frameworkErrors: refuse,
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 64 * 1024 },
  })
}

/** Whatever its type says, a body is read as JSON, and only by the routes that want one. */
function readBodiesAsText(app: FastifyInstance, bodyLimit: number): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', async (_request: FastifyRequest, payload: IncomingMessage) => {
    const body = await collectBody(payload, bodyLimit)
    // A schema must not be stored with its broken characters replaced.
    if (!isUtf8(body)) throw registryError('BAD_REQUEST', { reason: 'The body is not UTF-8' })
    return body.toString()
  })
}

function notFound(request: FastifyRequest): Error {
  const context = badContext(request.originalUrl)
  return context === undefined
    ? registryError('ROUTE_NOT_FOUND')
    : registryError('CONTEXT_NAME_HAS_COLON', { context })
}
