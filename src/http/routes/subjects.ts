import { parseSubjectPrefix } from '../../model/subject.ts'
import { isStoredForm } from '../../registry/format-answer.ts'
import type { Registry } from '../../registry/registry.ts'
import { flag, optionalText, page, text, texts } from '../query.ts'
import { readSchemaOffer } from '../read-body.ts'
import type { ReadyCache } from '../ready-cache.ts'
import { answerReady } from '../ready-subject.ts'
import type { Route } from '../route-table.ts'
import { writeSchema } from '../write-body.ts'

/** Rest-api 2.3; `restore` is ours. */
export function subjectRoutes(registry: Registry, cache: ReadyCache): readonly Route[] {
  return [
    {
      method: 'GET',
      url: '/subjects',
      run: async ({ query }) => {
        const prefix = parseSubjectPrefix(optionalText(query, 'subjectPrefix') ?? ':*:')
        const deleted = flag(query, 'deleted') ? 'all' : 'live'
        return JSON.stringify(
          await registry.listSubjects(
            prefix,
            flag(query, 'deletedOnly') ? 'deleted-only' : deleted,
            page(query, 'subjects'),
          ),
        )
      },
    },
    {
      method: 'POST',
      url: '/subjects/:subject',
      run: (ask) =>
        answerReady(cache, registry, ask, () => {
          const offer = readSchemaOffer(ask.readBody(), 'lookUpSchemaUnderSubject.arg5')
          const { query } = ask
          const options = {
            normalize: flag(query, 'normalize'),
            format: text(query, 'format'),
            deleted: flag(query, 'deleted'),
          }
          return {
            read: (name) => registry.lookUpSchema(name, offer, options),
            write: writeSchema,
            // A reference may mean the latest version of another subject, and a text with the
            // referenced one inlined is the stored one only until an import writes over that.
            keep: ({ content }) =>
              offer.references.length === 0 &&
              content.references.length === 0 &&
              isStoredForm(options.format),
          }
        }),
    },
    {
      method: 'DELETE',
      url: '/subjects/:subject',
      run: async (ask) =>
        JSON.stringify(
          await registry.deleteSubject(
            await ask.aliased(registry),
            flag(ask.query, 'permanent'),
            ask.caller,
          ),
        ),
    },
    {
      method: 'GET',
      url: '/subjects/:subject/metadata',
      run: async (ask) => {
        const { query } = ask
        return writeSchema(
          await registry.findByMetadata(
            await ask.aliased(registry),
            paired(texts(query, 'key'), texts(query, 'value')),
            {
              normalize: false,
              format: text(query, 'format'),
              deleted: flag(query, 'deleted'),
            },
          ),
        )
      },
    },
    {
      method: 'POST',
      url: '/subjects/:subject/restore',
      run: async (ask) =>
        JSON.stringify(await registry.restoreSubject(await ask.aliased(registry), ask.caller)),
    },
  ]
}

/** Pairs keys with values by position; the surplus of either is ignored. */
function paired(keys: readonly string[], values: readonly string[]): ReadonlyMap<string, string> {
  return new Map(
    keys.slice(0, values.length).map((key, index): [string, string] => [key, values[index] ?? '']),
  )
}
