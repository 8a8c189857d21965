import { lifecycles } from '../../model/association.ts'
import { schemaTypes } from '../../model/schema.ts'
import { parseSubjectPrefix } from '../../model/subject.ts'
import type { Registry } from '../../registry/registry.ts'
import type { Ask } from '../ask.ts'
import { constant, flag, integer, page, text, texts } from '../query.ts'
import type { Route } from '../route-table.ts'
import { writeSchema } from '../write-body.ts'
import { array, members, scalar, text as writeText } from '../write-json.ts'

const BY_ID = '/schemas/ids/:id'
const associationLifecycles = ['NONE', ...lifecycles] as const

/** Lists and indexes of schemas; the reads by id and guid are in `schema-texts.ts`. Rest-api 2.2. */
export function schemaRoutes(registry: Registry): readonly Route[] {
  const listUses = async (
    ask: Ask,
    list: 'subjects' | 'versions',
  ): ReturnType<Registry['listUsesOfId']> => {
    const schemaId = integer(ask.segment('id'))
    const slice = page(ask.query, list)
    const name = await ask.subjectParameter(registry)
    return registry.listUsesOfId(schemaId, name, flag(ask.query, 'deleted'), slice)
  }
  return [
    {
      method: 'GET',
      url: '/schemas',
      run: async ({ query }) =>
        array(
          await registry.listSchemas({
            prefix: parseSubjectPrefix(text(query, 'subjectPrefix')),
            aliases: flag(query, 'aliases'),
            deleted: flag(query, 'deleted'),
            latestOnly: flag(query, 'latestOnly'),
            ruleType: text(query, 'ruleType') || undefined,
            resourceType: text(query, 'resourceType') || undefined,
            associationTypes: texts(query, 'associationType'),
            lifecycles: texts(query, 'lifecycle').map((value) =>
              constant(value, associationLifecycles),
            ),
            page: page(query, 'schemas'),
          }),
          writeSchema,
        ),
    },
    {
      method: 'GET',
      url: '/schemas/types',
      run: () => JSON.stringify(schemaTypes),
    },
    {
      method: 'GET',
      url: `${BY_ID}/subjects`,
      run: async (ask) =>
        JSON.stringify((await listUses(ask, 'subjects')).map((use) => use.subject)),
    },
    {
      method: 'GET',
      url: `${BY_ID}/versions`,
      run: async (ask) =>
        array(await listUses(ask, 'versions'), ({ subject, version }) =>
          members(['subject', writeText(subject)], ['version', scalar(version)]),
        ),
    },
    {
      method: 'GET',
      url: '/schemas/guids/:guid/ids',
      run: async (ask) =>
        array(await registry.listIdsOfGuid(ask.segment('guid')), ({ context, id }) =>
          members(['context', writeText(context)], ['id', scalar(id)]),
        ),
    },
  ]
}
