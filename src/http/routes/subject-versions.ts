import { registryError } from '../../errors/registry-error.ts'
import { isValidSubject, subjectKey } from '../../model/subject.ts'
import { isStoredForm } from '../../registry/format-answer.ts'
import type { Registry } from '../../registry/registry.ts'
import type { Ask } from '../ask.ts'
import { flag, page, text, texts } from '../query.ts'
import { readSchemaOffer, readTagRequest } from '../read-body.ts'
import type { ReadyCache } from '../ready-cache.ts'
import { answerReady } from '../ready-subject.ts'
import type { SubjectReading } from '../ready-subject.ts'
import type { Answer, Route } from '../route-table.ts'
import { writeRegistered, writeSchema } from '../write-body.ts'

const VERSIONS = '/subjects/:subject/versions'
const VERSION = `${VERSIONS}/:version`

/** Rest-api 2.4; `restore` is ours. */
export function subjectVersionRoutes(registry: Registry, cache: ReadyCache): readonly Route[] {
  const read = (ask: Ask, write: SubjectReading['write']): Answer | Promise<Answer> =>
    answerReady(cache, registry, ask, () => {
      const { query, version } = ask
      const options = {
        format: text(query, 'format'),
        referenceFormat: text(query, 'referenceFormat'),
        deleted: flag(query, 'deleted'),
        findTags: texts(query, 'findTags'),
      }
      return {
        read: (name) => registry.readVersion(name, version, options),
        write,
        keep: () => isStoredForm(options.format),
      }
    })
  return [
    {
      method: 'GET',
      url: VERSIONS,
      run: async (ask) => {
        const { query } = ask
        const options = {
          deleted: flag(query, 'deleted'),
          deletedOnly: flag(query, 'deletedOnly'),
          deletedAsNegative: flag(query, 'deletedAsNegative'),
        }
        const slice = page(query, 'versions')
        return JSON.stringify(
          await registry.listVersions(await ask.aliased(registry), options, slice),
        )
      },
    },
    {
      method: 'POST',
      url: VERSIONS,
      run: async (ask) => {
        const offer = readSchemaOffer(ask.readBody(), 'register.arg6')
        const { query } = ask
        const name = await ask.aliased(registry)
        const isAlias = subjectKey(name) !== subjectKey(ask.subject)
        return writeRegistered(
          await registry.registerSchema(name, offer, {
            subjectAsSent: isAlias ? undefined : ask.segment('subject'),
            normalize: flag(query, 'normalize'),
            format: text(query, 'format'),
            force: flag(query, 'force'),
            ...ask.caller,
          }),
        )
      },
    },
    { method: 'GET', url: VERSION, run: (ask) => read(ask, writeSchema) },
    {
      method: 'GET',
      url: `${VERSION}/schema`,
      run: (ask) => read(ask, ({ content }) => content.schemaText),
    },
    {
      method: 'GET',
      url: `${VERSION}/referencedby`,
      run: async (ask) => {
        const { query } = ask
        const slice = page(query, 'referrers')
        const { version } = ask
        return JSON.stringify(
          await registry.listReferrers(
            await ask.aliased(registry),
            version,
            flag(query, 'deleted'),
            slice,
          ),
        )
      },
    },
    {
      method: 'DELETE',
      url: VERSION,
      run: async (ask) => {
        const { version } = ask
        const name = await ask.aliased(registry)
        return String(
          await registry.deleteVersion(name, version, flag(ask.query, 'permanent'), ask.caller),
        )
      },
    },
    {
      method: 'POST',
      url: `${VERSION}/tags`,
      run: async (ask) => {
        const request = readTagRequest(ask.readBody(), 'modifyTags.arg4')
        const name = await ask.aliased(registry)
        // The one operation that judges the subject before the version.
        if (!isValidSubject(name, 'schemas')) {
          throw registryError('INVALID_SUBJECT', { subject: ask.segment('subject') })
        }
        return writeRegistered(await registry.editTags(name, ask.version, request, ask.caller))
      },
    },
    {
      method: 'POST',
      url: `${VERSION}/restore`,
      run: async (ask) => {
        const { version } = ask
        // What is soft-deleted is never the latest, so only a number can be meant.
        if (version === 'latest') {
          throw registryError('INVALID_VERSION', { version: ask.segment('version') })
        }
        const name = await ask.aliased(registry)
        return String(await registry.restoreVersion(name, version, ask.caller))
      },
    },
  ]
}
