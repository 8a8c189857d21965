import type { FastifyInstance } from 'fastify'
import { registryError } from '../errors/registry-error.ts'

/**
 * Refuses every `OPTIONS` request with 403, that of browsers before they cross origins, too. Off
 * unless configured.
 *
 * The reference's container does it before its service is asked, hence without a body.
 *
 * @see Rest-api 1.7 and 4.3, `reject.options.request`; 1.2
 */
export function rejectOptions(app: FastifyInstance): void {
  app.addHook('onRequest', ({ method }, _reply, done) => {
    if (method === 'OPTIONS') done(registryError('FORBIDDEN'))
    else done()
  })
}
