import type { Registry } from '../../registry/registry.ts'
import { page } from '../query.ts'
import type { Route } from '../route-table.ts'
import { writeConfig } from '../write-body.ts'
import { array, members, text } from '../write-json.ts'

/** Ours: everything that is set, which the protocol has no list of. */
export function settingsRoutes(registry: Registry): readonly Route[] {
  return [
    {
      method: 'GET',
      url: '/settings',
      run: async ({ query }) =>
        array(await registry.listSettings(page(query, 'settings')), ({ subject, config, mode }) =>
          members(
            ['subject', text(subject)],
            ['config', config && writeConfig(config, 'compatibilityLevel')],
            ['mode', mode && text(mode)],
          ),
        ),
    },
  ]
}
