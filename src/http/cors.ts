import type { FastifyInstance } from 'fastify'

const ALLOWED_METHODS = 'GET,HEAD,POST,PUT,DELETE,OPTIONS'
const ALLOWED_HEADERS =
  'Accept,Authorization,Content-Type,Confluent-Accept-Unknown-Properties,If-None-Match,X-Request-ID'
const EXPOSED_HEADERS = 'ETag,X-Request-ID'

/** Lets pages of one origin (or `*`) call the registry. Off unless configured; rest-api 1.7. */
export function allowOrigin(app: FastifyInstance, origin: string): void {
  app.addHook('onRequest', ({ method }, { raw }, done) => {
    // On every answer, asked for or not, so that caches may keep one for all.
    raw.setHeader('access-control-allow-origin', origin)
    raw.setHeader('access-control-expose-headers', EXPOSED_HEADERS)
    if (method === 'OPTIONS') {
      raw.setHeader('access-control-allow-methods', ALLOWED_METHODS)
      raw.setHeader('access-control-allow-headers', ALLOWED_HEADERS)
    }
    done()
  })
}
