import type { QualifiedSubject } from '../../model/subject.ts'
import { DEFAULT_CONTEXT } from '../../model/subject.ts'
import type { Registry } from '../../registry/registry.ts'
import type { Ask } from '../ask.ts'
import { flag } from '../query.ts'
import { readConfigUpdate } from '../read-config.ts'
import type { Route } from '../route-table.ts'
import { writeConfig } from '../write-body.ts'

const everything: QualifiedSubject = { context: DEFAULT_CONTEXT, subject: '' }

/** The two URLs of a setting: of the server as a whole, and of one subject or context. */
const scopes: readonly {
  readonly url: string
  /** How the reference names the body of PUT. */
  readonly argument: string
  readonly of: (ask: Ask) => QualifiedSubject
}[] = [
  { url: '/config', argument: 'updateTopLevelConfig.arg1', of: () => everything },
  {
    url: '/config/:subject',
    argument: 'updateSubjectLevelConfig.arg2',
    of: (ask) => ask.subject,
  },
]

/** Rest-api 2.6. Aliases do not apply here. */
export function configRoutes(registry: Registry): readonly Route[] {
  return scopes.flatMap(({ url, argument, of }): readonly Route[] => [
    {
      method: 'GET',
      url,
      run: async (ask) =>
        writeConfig(
          await registry.readConfig(of(ask), flag(ask.query, 'defaultToGlobal')),
          'compatibilityLevel',
        ),
    },
    {
      method: 'PUT',
      url,
      run: async (ask) => {
        const update = readConfigUpdate(ask.readBody(), argument)
        return writeConfig(
          await registry.updateConfig(of(ask), update, ask.caller),
          'compatibility',
        )
      },
    },
    {
      method: 'DELETE',
      url,
      run: async (ask) =>
        writeConfig(await registry.deleteConfig(of(ask), ask.caller), 'compatibilityLevel'),
    },
  ])
}
