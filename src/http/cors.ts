import type { FastifyInstance } from 'fastify'

const ALLOWED_METHODS = 'GET,HEAD,POST,PUT,DELETE,OPTIONS'
const ALLOWED_HEADERS =
  'Accept,Authorization,Content-Type,Confluent-Accept-Unknown-Properties,If-None-Match,X-Request-ID'
const EXPOSED_HEADERS = 'ETag,X-Request-ID'

/** Lets pages of one origin (or `*`) call the registry. Off unless configured; rest-api 1.7. */
export function allowOrigin(app: FastifyInstance, origin: string): void {
  app.addHook('onRequest', (request, reply, done) => {
    if (request.headers.origin !== undefined) {
      reply
        .header('access-control-allow-origin', origin)
        .header('access-control-expose-headers', EXPOSED_HEADERS)
      if (origin !== '*') reply.header('vary', 'Origin')
      if (request.method === 'OPTIONS') {
        reply
          .header('access-control-allow-methods', ALLOWED_METHODS)
          .header('access-control-allow-headers', ALLOWED_HEADERS)
      }
    }
    done()
  })
}
