import { registryError } from '../../errors/registry-error.ts'
import type { Registry } from '../../registry/registry.ts'
import type { Route } from '../route-table.ts'

/**
 * For orchestrators; ours. `live`: the process answers. `ready`: the database does too, and the
 * server is not about to stop.
 */
export function healthRoutes(registry: Registry, isStopping: () => boolean): readonly Route[] {
  return [
    { method: 'GET', url: '/health/live', run: () => '{"status":"live"}' },
    {
      method: 'GET',
      url: '/health/ready',
      run: async () => {
        if (isStopping()) {
          throw registryError('STORE_UNAVAILABLE', { reason: 'the server is stopping' })
        }
        await registry.ping()
        return '{"status":"ready"}'
      },
    },
  ]
}
