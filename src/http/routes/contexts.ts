import { registryError } from '../../errors/registry-error.ts'
import { DEFAULT_CONTEXT } from '../../model/subject.ts'
import type { Registry } from '../../registry/registry.ts'
import { page, text } from '../query.ts'
import { contextName } from '../rewrite-url.ts'
import type { Route } from '../route-table.ts'

/** Rest-api 2.8. `GET /contexts/{context}` is a 405. */
export function contextRoutes(registry: Registry): readonly Route[] {
  return [
    {
      method: 'GET',
      url: '/contexts',
      run: async ({ query }) =>
        JSON.stringify(
          await registry.listContexts(text(query, 'contextPrefix'), page(query, 'contexts')),
        ),
    },
    {
      method: 'DELETE',
      url: '/contexts/:context',
      status: 204,
      run: async (ask) => {
        const segment = ask.segment('context')
        const context = contextName(segment)
        if (context === undefined) {
          throw registryError('CONTEXT_NAME_HAS_COLON', {
            context: segment.replace(/^:/, '').replace(/:$/, ''),
          })
        }
        // Reached only below another context; alone it is rewritten to the root.
        if (context === DEFAULT_CONTEXT) throw registryError('METHOD_NOT_ALLOWED')
        await registry.deleteContext(context, ask.caller)
        return undefined
      },
    },
  ]
}
