import type { Mode } from '../../model/mode.ts'
import { DEFAULT_CONTEXT } from '../../model/subject.ts'
import type { QualifiedSubject } from '../../model/subject.ts'
import type { Registry } from '../../registry/registry.ts'
import type { Ask } from '../ask.ts'
import { flag } from '../query.ts'
import { requireBody } from '../read-body.ts'
import { asText, member } from '../read-value.ts'
import type { Route } from '../route-table.ts'

const everything: QualifiedSubject = { context: DEFAULT_CONTEXT, subject: '' }

const scopes: readonly {
  readonly url: string
  readonly argument: string
  readonly of: (ask: Ask) => QualifiedSubject
}[] = [
  { url: '/mode', argument: 'updateTopLevelMode.arg1', of: () => everything },
  { url: '/mode/:subject', argument: 'updateMode.arg2', of: (ask) => ask.subject },
]

/** Rest-api 2.7. Aliases do not apply here. */
export function modeRoutes(registry: Registry): readonly Route[] {
  return scopes.flatMap(({ url, argument, of }): readonly Route[] => [
    {
      method: 'GET',
      url,
      run: async (ask) =>
        writeMode(await registry.readMode(of(ask), flag(ask.query, 'defaultToGlobal'))),
    },
    {
      method: 'PUT',
      url,
      run: async (ask) => {
        const mode = readMode(ask.readBody(), argument)
        await registry.updateMode(of(ask), mode, flag(ask.query, 'force'), ask.caller)
        return JSON.stringify({ mode })
      },
    },
    {
      method: 'DELETE',
      url,
      run: async (ask) =>
        writeMode(await registry.deleteMode(of(ask), flag(ask.query, 'recursive'), ask.caller)),
    },
  ])
}

/** @returns null to remove the mode; a body without one is an empty, hence invalid, mode */
function readMode(body: unknown, argument: string): string | null {
  const members = requireBody(body, argument)
  if (!Object.hasOwn(members, 'mode')) return ''
  return member(members, 'mode', asText, '') ?? null
}

function writeMode(mode: Mode | undefined): string {
  return JSON.stringify({ mode })
}
