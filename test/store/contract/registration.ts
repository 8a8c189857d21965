import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { RuleSet } from '../../../src/model/rule-set.ts'
import type { Change, Store } from '../../../src/store/store.ts'
import {
  newContent,
  newContext,
  newSubject,
  numbers,
  refer,
  register,
  versionPlan,
  write,
  writeVersions,
} from '../store-writer.ts'

const ruleSet: RuleSet = {
  domainRules: [
    {
      name: 'r',
      kind: 'CONDITION',
      mode: 'WRITE',
      type: 'CEL',
      tags: ['b', 'a'],
      params: new Map([['__proto__', 'p']]),
      expr: 'true',
      disabled: false,
    },
  ],
  enableAt: 'CLIENT',
}

/** Lone surrogates and NUL included. */
const anyText = fc
  .array(fc.oneof(fc.constantFrom(0, 0x1a, 0xd800, 0xdc00), fc.integer({ min: 0, max: 0xffff })))
  .map((codes) => String.fromCharCode(...codes))

/** What the store owes to registrations. */
export function describeRegistration(store: () => Store): void {
  describe('registration', () => {
    it('knows nothing of a subject nobody wrote to', async () => {
      const name = newSubject()
      expect(await store().subjects.read(name)).toEqual({
        name,
        revision: 0,
        versions: [],
        config: undefined,
        mode: undefined,
      })
    })

    it('gives each of many asked for at once its own answer', async () => {
      const context = newContext()
      const names = Array.from({ length: 40 }, () => newSubject(context))
      for (const name of names) await register(store(), name)
      const shared = newContent()
      const plans = await Promise.all(
        names.map((name, i) => versionPlan(store(), name, i < 3 ? shared : newContent())),
      )
      const [first] = plans
      if (first === undefined) throw new Error('no plan')
      const stale = { ...first, schema: newContent(), subjectRevision: 7 }
      const known = await versionPlan(store(), newSubject(context), shared)
      const written = await Promise.all(
        [...plans, stale, known].map((plan) => store().subjects.writeVersion(plan)),
      )
      expect(written.slice(0, 40).map(({ kind }) => kind)).toEqual(names.map(() => 'written'))
      expect(written[40]).toEqual({ kind: 'moved' })
      const ids = written.map((one) => (one.kind === 'written' ? one.record.schemaId : 0))
      // Forty contents were there before, 38 came.
      expect(new Set(ids.slice(0, 40)).size).toBe(38)
      expect(Math.max(...ids)).toBe(78)
      expect(ids[1]).toBe(ids[0])
      expect(ids[41]).toBe(ids[0])
      for (const [i, name] of names.entries()) {
        const state = await store().subjects.read(name)
        expect(state.versions.map(({ version }) => version)).toEqual([1, 2])
        expect(state.versions[1]?.schemaId).toBe(ids[i])
        expect(state.revision).toBe(2)
      }
    })

    it('answers the state that a read answers', async () => {
      const name = newSubject()
      await register(store(), name)
      const { record, state } = await register(store(), name)
      expect(state).toEqual(await store().subjects.read(name))
      expect(state.revision).toBe(2)
      expect(state.versions[1]).toEqual(record)
      expect(record).toMatchObject({ version: 2, deleted: false })
      expect(Math.abs(record.writtenAt - Date.now())).toBeLessThan(60_000)
    })

    it('hands out ids from 1, consecutive, in each context', async () => {
      const context = newContext()
      const ids = []
      for (let i = 0; i < 3; i++) {
        ids.push((await register(store(), newSubject(context))).record.schemaId)
      }
      expect(ids).toEqual([1, 2, 3])
      expect(await store().schemas.readMaxId(context)).toBe(3)
      expect(await store().schemas.readMaxId(newContext())).toBe(0)
    })

    it('keeps one id per content and context', async () => {
      const [first, second] = [newContext(), newContext()]
      const schema = newContent()
      await register(store(), newSubject(second))
      const ids = []
      for (const context of [first, first, second]) {
        ids.push((await register(store(), newSubject(context), schema)).record.schemaId)
      }
      expect(ids).toEqual([1, 1, 2])
      expect(await store().schemas.findSchemaId(second, schema.guid)).toBe(2)
      expect(await store().schemas.listIds(schema.guid)).toEqual(
        [
          { context: first, schemaId: 1 },
          { context: second, schemaId: 2 },
        ].sort((a, b) => (a.context < b.context ? -1 : 1)),
      )
    })

    it('refuses a plan whose subject or scope has moved', async () => {
      const name = newSubject()
      const plan = await versionPlan(store(), name, newContent())
      await register(store(), name)
      expect(await store().subjects.writeVersion(plan)).toEqual({ kind: 'moved' })
      const again = await versionPlan(store(), name, newContent())
      await register(store(), newSubject(newContext()))
      expect(await store().subjects.writeVersion(again)).toEqual({ kind: 'moved' })
    })

    it('keeps contents as they were handed over', async () => {
      const schema = {
        ...newContent('{"a": "\u0000 \u001a \ud800 \u{1f600}"}', {
          schemaType: 'JSON',
          references: [{ name: '\u0000', subject: '__proto__', version: 3 }],
          metadata: {
            tags: new Map([['**.\u0000', ['PII']]]),
            properties: new Map([
              ['2', '\udfff'],
              ['__proto__', 'constructor'],
            ]),
            sensitive: ['x'],
          },
          ruleSet,
        }),
        submittedText: '\u0000\u001a0000',
        normalized: true,
      }
      await register(store(), newSubject(), schema)
      const stored = await store().schemas.readContent(schema.guid)
      expect(stored).toMatchObject({ submittedText: schema.submittedText, normalized: true })
      // Sets have no order.
      const [rule] = ruleSet.domainRules ?? []
      expect(stored?.content).toEqual({
        ...schema.content,
        ruleSet: { ...ruleSet, domainRules: [{ ...rule, tags: ['a', 'b'] }] },
      })
    })

    it('reads several contents at once, each once, and leaves out what is not there', async () => {
      const [one, two] = [newContent(), newContent()]
      for (const schema of [one, two]) await register(store(), newSubject(), schema)
      const unknown = newContent().guid
      for (const guids of [[one.guid, unknown, one.guid], [two.guid, one.guid], [unknown], []]) {
        const contents = await store().schemas.readContents(guids)
        const there = [one, two].filter(({ guid }) => guids.includes(guid))
        expect([...contents.keys()].toSorted()).toEqual(there.map(({ guid }) => guid).toSorted())
        for (const { guid } of there) {
          expect(contents.get(guid)).toEqual(await store().schemas.readContent(guid))
        }
      }
    })

    it('keeps any text', async () => {
      await fc.assert(
        fc.asyncProperty(anyText, anyText, async (text, other) => {
          const schema = {
            ...newContent(text, { metadata: { properties: new Map([[other, text]]) } }),
            submittedText: other,
          }
          await register(store(), newSubject(), schema)
          const stored = await store().schemas.readContent(schema.guid)
          expect(stored?.content).toEqual(schema.content)
        }),
        { numRuns: 20 },
      )
    })

    it('takes metadata in any order for the same content', async () => {
      const name = newSubject()
      const one = newContent('"ordered"', {
        metadata: {
          properties: new Map([
            ['b', '1'],
            ['a', '2'],
          ]),
        },
      })
      const two = newContent('"ordered"', {
        metadata: {
          properties: new Map([
            ['a', '2'],
            ['b', '1'],
          ]),
        },
      })
      expect(two.guid).toBe(one.guid)
      const first = await register(store(), name, one)
      const second = await register(store(), name, two)
      expect(second.record.schemaId).toBe(first.record.schemaId)
    })

    it('refuses another content under the same guid', async () => {
      const schema = newContent()
      const first = await register(store(), newSubject(), schema)
      const other = { ...schema, content: { ...schema.content, schemaType: 'JSON' as const } }
      expect(await write(store(), newSubject(), other)).toEqual({
        kind: 'id-taken',
        schemaId: first.record.schemaId,
      })
    })

    it('takes an explicit id when it is free or stands for the same content', async () => {
      const context = newContext()
      const schema = newContent()
      const name = newSubject(context)
      const first = await register(store(), name, schema, { schemaId: 70 })
      expect(first.record.schemaId).toBe(70)
      await register(store(), newSubject(context), schema, { schemaId: 70 })
      expect(await write(store(), newSubject(context), newContent(), { schemaId: 70 })).toEqual({
        kind: 'id-taken',
        schemaId: 70,
      })
      expect(await store().schemas.readMaxId(context)).toBe(70)
      expect((await register(store(), newSubject(context))).record.schemaId).toBe(71)
      // A lower one does not move the counter back.
      await register(store(), newSubject(context), newContent(), { schemaId: 5 })
      expect((await register(store(), newSubject(context))).record.schemaId).toBe(72)
    })

    it('lets the last of several ids of a content stand for it', async () => {
      const context = newContext()
      const schema = newContent()
      const name = newSubject(context)
      await register(store(), name, schema, { schemaId: 9 })
      await register(store(), name, schema, { schemaId: 4 })
      expect(await store().schemas.findSchemaId(context, schema.guid)).toBe(4)
      await writeVersions(store(), 'hardDelete', name, [2])
      expect(await store().schemas.findSchemaId(context, schema.guid)).toBe(9)
      expect(await store().schemas.readUses(context, 4)).toBeUndefined()
    })

    it('skips ids that an import took', async () => {
      const context = newContext()
      await register(store(), newSubject(context))
      await register(store(), newSubject(context), newContent(), { schemaId: 3 })
      await register(store(), newSubject(context), newContent(), { schemaId: 2 })
      expect((await register(store(), newSubject(context))).record.schemaId).toBe(4)
    })

    it('overwrites a version in place, and forgets the id it had', async () => {
      const name = newSubject(newContext())
      const old = newContent()
      await register(store(), name, old, { version: 5 })
      const content = newContent()
      const { state } = await register(store(), name, content, { version: 5, overwrite: true })
      expect(numbers(state)).toEqual([5])
      expect(state.versions).toMatchObject([{ schemaId: 2, guid: content.guid }])
      expect(await store().schemas.readUses(name.context, 1)).toBeUndefined()
      expect(await store().schemas.readContent(old.guid)).toBeUndefined()
    })

    it('purges soft-deleted versions in the same breath, unless something points at them', async () => {
      const name = newSubject()
      const schema = newContent()
      await register(store(), name, schema)
      await register(store(), name, schema)
      await refer(store(), newSubject(), { name, version: 2 })
      await refer(store(), newSubject(), { name, version: 2 })
      await writeVersions(store(), 'softDelete', name, [1])
      const { state } = await register(store(), name, schema, { purge: [1, 2] })
      expect(numbers(state)).toEqual([2, 3])
      expect(state).toEqual(await store().subjects.read(name))
    })

    it('names the reference whose target is gone or hidden', async () => {
      const target = { name: newSubject(), version: 1 }
      expect(await refer(store(), newSubject(), target)).toEqual({ kind: 'reference-gone', target })
      await register(store(), target.name)
      await writeVersions(store(), 'softDelete', target.name, [1])
      expect(await refer(store(), newSubject(), target)).toEqual({ kind: 'reference-gone', target })
      const lenient = await refer(store(), newSubject(), target, { activeReferencesOnly: false })
      expect(lenient.kind).toBe('written')
    })

    it('leaves nothing behind of a plan that was refused', async () => {
      const schema = newContent()
      const target = { name: newSubject(), version: 1 }
      await write(store(), newSubject(), schema, { references: [target] })
      expect(await store().schemas.readContent(schema.guid)).toBeUndefined()
      expect(await store().schemas.listIds(schema.guid)).toEqual([])
    })

    it('tells who uses an id, the oldest subject first, its last written version', async () => {
      const context = newContext()
      const schema = newContent()
      const [second, first] = [newSubject(context), newSubject(context)]
      await register(store(), first, schema)
      await register(store(), second, schema)
      await register(store(), first, schema)
      await writeVersions(store(), 'softDelete', first, [1])
      const uses = await store().schemas.readUses(context, 1)
      expect(uses).toMatchObject({
        schemaId: 1,
        guid: schema.guid,
        uses: [
          { name: first, version: 1, deleted: true, guid: schema.guid, schemaId: 1 },
          { name: second, version: 1, deleted: false },
        ],
      })
    })

    it('tells its listeners of a change before the write resolves', async () => {
      const seen: (Change | undefined)[] = []
      const stop = store().changes.subscribe((change) => seen.push(change))
      const name = newSubject(newContext())
      const schema = newContent()
      const { state } = await register(store(), name, schema)
      stop()
      await register(store(), name)
      expect(seen).toMatchObject([
        { action: 'context', name: { context: name.context, subject: '' } },
        {
          action: 'register',
          name,
          versions: [1],
          schemaIds: [1],
          guids: [schema.guid],
          revision: state.revision,
        },
      ])
    })
  })
}
