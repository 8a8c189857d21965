import { beforeAll, describe, expect, it } from 'vitest'
import { parseSubjectPrefix, printSubject } from '../../../src/model/subject.ts'
import type { SchemaListFilter, Store } from '../../../src/store/store.ts'
import {
  basisOf,
  newContent,
  newContext,
  newSubject,
  refer,
  register,
  writeVersions,
} from '../store-writer.ts'

const all = { offset: 0, limit: undefined }

/** What the store owes to lists. */
export function describeLists(store: () => Store): void {
  describe('lists', () => {
    const context = newContext('.list')
    const mark = newSubject('.', 'mark').subject
    const name = (subject: string): { context: string; subject: string } => ({ context, subject })
    const printed = (subject: string): string => printSubject(name(subject))
    const filter = (change: Partial<SchemaListFilter>): SchemaListFilter => ({
      prefix: parseSubjectPrefix(`:${context}:`),
      deleted: false,
      latestOnly: false,
      ruleType: undefined,
      associations: undefined,
      aliases: false,
      page: all,
      ...change,
    })
    const list = async (change: Partial<SchemaListFilter>): Promise<readonly string[]> =>
      (await store().lists.listSchemas(filter(change))).map(
        ({ name: { subject }, version, deleted }) => `${subject} ${deleted ? -version : version}`,
      )
    const subjects = async (
      prefix: string,
      deleted: 'live' | 'all' | 'deleted-only',
      page = all as { offset: number; limit: number | undefined },
    ): Promise<readonly string[]> =>
      (await store().lists.listSubjects(parseSubjectPrefix(prefix), deleted, page)).map(
        printSubject,
      )

    beforeAll(async () => {
      const cel = newContent(undefined, {
        ruleSet: {
          domainRules: [
            { name: 'r', kind: 'CONDITION', mode: 'WRITE', type: 'CEL', disabled: false },
          ],
        },
      })
      await register(store(), name('b'))
      await register(store(), name('b'), cel)
      await register(store(), name('b'))
      await register(store(), name('a'), cel)
      await register(store(), name('gone'))
      await register(store(), name('B'))
      await register(store(), { context: '.', subject: mark })
      await writeVersions(store(), 'softDelete', name('b'), [3])
      await writeVersions(store(), 'softDelete', name('gone'), [1])
      const scope = name('alias')
      await store().settings.writeConfig({
        ...(await basisOf(store(), scope)),
        scope,
        config: { alias: 'a' },
      })
    })

    it('sort subjects by code point and know live from deleted ones', async () => {
      expect(await subjects(`:${context}:`, 'live')).toEqual(['B', 'a', 'b'].map(printed))
      expect(await subjects(`:${context}:`, 'all')).toEqual(['B', 'a', 'b', 'gone'].map(printed))
      expect(await subjects(`:${context}:`, 'deleted-only')).toEqual([printed('gone')])
    })

    it('cut subjects into pages', async () => {
      const page = { offset: 1, limit: 1 }
      expect(await subjects(`:${context}:`, 'live', page)).toEqual([printed('a')])
      expect(await subjects(`:${context}:`, 'live', { offset: 9, limit: 1 })).toEqual([])
    })

    it('find subjects by prefix in a context, in contexts, anywhere', async () => {
      expect(await subjects(mark, 'live')).toEqual([mark])
      expect(await subjects(`:.:${mark}`, 'live')).toEqual([mark])
      expect(await subjects(`:*:${mark}`, 'live')).toEqual([mark])
      expect(await subjects(`:${context}:b`, 'live')).toEqual([printed('b')])
      expect(await subjects(`:${context.slice(0, -1)}`, 'live')).toContain(printed('b'))
      expect(await subjects(`:${context}x`, 'live')).toEqual([])
      const everything = await subjects(':*:', 'live')
      expect(everything).toEqual(expect.arrayContaining([mark, printed('b')]))
      expect(everything).toEqual(everything.toSorted())
      expect(await subjects(':.', 'live')).toEqual(everything)
      expect(await subjects(`\u0000${mark}`, 'live')).toEqual([])
    })

    it('show schemas by subject and version', async () => {
      expect(await list({})).toEqual(['B 1', 'a 1', 'b 1', 'b 2'])
      expect(await list({ deleted: true })).toEqual(['B 1', 'a 1', 'b 1', 'b 2', 'b -3', 'gone -1'])
      expect(await list({ page: { offset: 1, limit: 2 } })).toEqual(['a 1', 'b 1'])
      const [first] = await store().lists.listSchemas(filter({}))
      expect(first).toMatchObject({ aliases: [], associations: [] })
    })

    it('show the highest included version alone', async () => {
      expect(await list({ latestOnly: true })).toEqual(['B 1', 'a 1', 'b 2'])
      expect(await list({ latestOnly: true, deleted: true })).toEqual([
        'B 1',
        'a 1',
        'b -3',
        'gone -1',
      ])
    })

    it('keep schemas with a rule of a type, after choosing the latest', async () => {
      expect(await list({ ruleType: 'CEL' })).toEqual(['a 1', 'b 2'])
      expect(await list({ ruleType: 'CEL', latestOnly: true })).toEqual(['a 1', 'b 2'])
      expect(await list({ ruleType: 'CEL', latestOnly: true, deleted: true })).toEqual(['a 1'])
      expect(await list({ ruleType: '' })).toEqual([])
    })

    it('report what the aliases of matching subjects lead to', async () => {
      const prefix = parseSubjectPrefix(`:${context}:al`)
      expect(await list({ prefix })).toEqual([])
      const found = await store().lists.listSchemas(filter({ prefix, aliases: true }))
      expect(found).toMatchObject([{ name: name('a'), aliases: [printed('alias')] }])
      expect(await list({ aliases: true })).toEqual(['B 1', 'a 1', 'b 1', 'b 2'])
    })

    it('keep schemas by the associations of their subjects', async () => {
      const association = {
        subject: printed('a'),
        guid: crypto.randomUUID(),
        resourceName: 'orders',
        resourceNamespace: 'lkc',
        resourceId: context,
        resourceType: 'topic',
        associationType: 'value',
        lifecycle: 'WEAK',
        frozen: false,
        createTs: 1,
        updateTs: 1,
      } as const
      await store().associations.write({
        save: [association],
        remove: [],
        basedOn: [],
        subjects: [await store().subjects.read({ context, subject: 'a' })],
        resourceId: context,
        principal: undefined,
      })
      const by = async (
        associationTypes: readonly string[],
        lifecycles: readonly ('NONE' | 'STRONG' | 'WEAK')[],
      ): Promise<readonly string[]> =>
        list({ associations: { resourceType: 'topic', associationTypes, lifecycles } })
      expect(await by([], [])).toEqual(['a 1'])
      expect(await by(['value'], ['WEAK'])).toEqual(['a 1'])
      expect(await by(['key'], [])).toEqual([])
      expect(await by([], ['STRONG'])).toEqual([])
      expect(await by([], ['NONE'])).toEqual(['B 1', 'b 1', 'b 2'])
      expect(await by([], ['NONE', 'WEAK'])).toEqual(['B 1', 'a 1', 'b 1', 'b 2'])
      const associations = { resourceType: undefined, associationTypes: [], lifecycles: [] }
      const [found] = await store().lists.listSchemas(filter({ associations }))
      expect(found?.associations).toEqual([association])
    })

    it('name the ids that point at a version, once each', async () => {
      const other = newContext('.list-referrers')
      const target = { name: name('b'), version: 1 }
      await refer(store(), newSubject(other), target)
      const hidden = newSubject(other)
      await refer(store(), hidden, target)
      await writeVersions(store(), 'softDelete', hidden, [1])
      expect(await store().lists.listReferrers(target, false, all)).toEqual([1])
      expect(await store().lists.listReferrers(target, true, all)).toEqual([1, 2])
      expect(await store().lists.listReferrers(target, true, { offset: 1, limit: 1 })).toEqual([2])
    })
  })
}
