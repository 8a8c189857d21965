import { describe, expect, it } from 'vitest'
import type { Store, VersionPlan, VersionWritten } from '../../../src/store/store.ts'
import {
  newContent,
  newContext,
  newSubject,
  numbers,
  register,
  versionPlan,
} from '../store-writer.ts'

/** A plan for each content, every one following the one before it. */
async function chain(
  store: Store,
  name: VersionPlan['name'],
  count: number,
): Promise<readonly VersionPlan[]> {
  const first = await versionPlan(store, name, newContent())
  return Array.from({ length: count }, (_, i) => ({
    ...first,
    schema: newContent(),
    subjectRevision: first.subjectRevision + i,
    version: first.version + i,
  }))
}

function carryOut(store: Store, plans: readonly VersionPlan[]): Promise<readonly VersionWritten[]> {
  return Promise.all(plans.map((plan) => store.subjects.writeVersion(plan)))
}

const kinds = (written: readonly VersionWritten[]): unknown => written.map(({ kind }) => kind)
const ids = (written: readonly VersionWritten[]): readonly number[] =>
  written.map((one) => (one.kind === 'written' ? one.record.schemaId : 0))

/** What the store owes to registrations that are handed over before others have landed. */
export function describeSharedRegistration(store: () => Store): void {
  describe('registrations under way together', () => {
    it('of one subject land in the order in which they were handed over', async () => {
      const context = newContext()
      await register(store(), newSubject(context))
      const name = newSubject(context)
      const written = await carryOut(store(), await chain(store(), name, 100))
      expect(ids(written)).toEqual(Array.from({ length: 100 }, (_, i) => i + 2))
      const state = await store().subjects.read(name)
      expect(numbers(state)).toEqual(Array.from({ length: 100 }, (_, i) => i + 1))
      expect(state.versions.map(({ schemaId }) => schemaId)).toEqual(ids(written))
      expect(state.revision).toBe(100)
      const last = written.at(-1)
      expect(last?.kind === 'written' && last.state).toEqual(state)
    })

    it('of one subject fall together from the one on that does not land', async () => {
      const name = newSubject()
      await register(store(), name)
      const plans = await chain(store(), name, 4)
      const stale = plans.map((plan, i) =>
        i < 2 ? plan : { ...plan, subjectRevision: plan.subjectRevision + 1 },
      )
      const written = await carryOut(store(), stale)
      expect(kinds(written)).toEqual(['written', 'written', 'moved', 'moved'])
      expect(numbers(await store().subjects.read(name))).toEqual([1, 2, 3])
    })

    it('do not land upon a rival that took the subject to the revision they expect', async () => {
      const name = newSubject()
      await register(store(), name)
      const [first, second, third] = await chain(store(), name, 3)
      if (!first || !second || !third) throw new Error('Three plans are needed')
      const [one, two] = [{ failed: false }, { failed: false }]
      await register(store(), name)
      const written = await carryOut(store(), [
        { ...first, fate: one },
        { ...second, fate: two, follows: one },
        { ...third, follows: two },
      ])
      expect(kinds(written)).toEqual(['moved', 'moved', 'moved'])
      expect([one.failed, two.failed]).toEqual([true, true])
      const later = await store().subjects.writeVersion({ ...second, follows: one })
      expect(later.kind).toBe('moved')
      expect(numbers(await store().subjects.read(name))).toEqual([1, 2])
      // The revision alone would not have told.
      const unaware = await store().subjects.writeVersion(second)
      expect(unaware.kind).toBe('written')
    })

    it('follow one that has to go by itself', async () => {
      const context = newContext()
      const known = newContent()
      await register(store(), newSubject(context), known)
      const name = newSubject(context)
      const plans = await chain(store(), name, 3)
      // Another content under a guid that is known: no plan for a shared statement.
      const clash = plans.map((plan, i) =>
        i === 1 ? { ...plan, schema: { ...newContent(), guid: known.guid } } : plan,
      )
      const written = await carryOut(store(), clash)
      expect(kinds(written)).toEqual(['written', 'id-taken', 'moved'])
      expect(numbers(await store().subjects.read(name))).toEqual([1])
    })

    it('do not bear the fault of one that cannot be carried out', async () => {
      const context = newContext()
      await register(store(), newSubject(context))
      const plans = await Promise.all(
        Array.from({ length: 30 }, () => versionPlan(store(), newSubject(context), newContent())),
      )
      // Its index takes no row of that size.
      const subject = Array.from({ length: 4000 }, (_, i) => String.fromCodePoint(0x4e00 + i))
      const name = { context, subject: subject.join('') }
      const broken = await versionPlan(store(), name, newContent())
      const outcomes = await Promise.allSettled(
        [...plans, broken].map((plan) => store().subjects.writeVersion(plan)),
      )
      expect(outcomes.slice(0, 30).every(({ status }) => status === 'fulfilled')).toBe(true)
      expect(outcomes[30]).toMatchObject({ reason: { kind: 'SCHEMA_TOO_LARGE' } })
    })

    it('are refused once the ids of their context are used up', async () => {
      const context = newContext()
      await register(store(), newSubject(context))
      const highest = { schemaId: 0x7fff_ffff, overwrite: true }
      await register(store(), newSubject(context), newContent(), highest)
      const plan = await versionPlan(store(), newSubject(context), newContent())
      const written = store().subjects.writeVersion(plan)
      await expect(written).rejects.toMatchObject({ kind: 'IDS_EXHAUSTED' })
    })

    it('keep the ids they ask for, and those that come later go behind them', async () => {
      const context = newContext()
      await register(store(), newSubject(context))
      const shared = newContent()
      const [one, two] = [newSubject(context), newSubject(context)]
      const plan = async (name: VersionPlan['name'], schemaId: number, version: number) => ({
        ...(await versionPlan(store(), name, schemaId === 900 ? shared : newContent())),
        schemaId,
        version,
        overwrite: true,
      })
      const written = await carryOut(store(), [
        await plan(one, 700, 5),
        await plan(two, 900, 1),
        { ...(await plan(one, 900, 2)), subjectRevision: 1 },
      ])
      expect(ids(written)).toEqual([700, 900, 900])
      expect(numbers(await store().subjects.read(one))).toEqual([2, 5])
      expect(await store().schemas.findSchemaId(context, shared.guid)).toBe(900)
      const next = await register(store(), newSubject(context))
      expect(next.record.schemaId).toBe(901)
    })

    it('tell of themselves once, in their order', async () => {
      const context = newContext()
      await register(store(), newSubject(context))
      const name = newSubject(context)
      const heard: number[] = []
      const stop = store().changes.subscribe((change) => {
        if (change?.name.subject === name.subject) heard.push(...change.versions)
      })
      await carryOut(store(), await chain(store(), name, 5))
      stop()
      expect(heard).toEqual([1, 2, 3, 4, 5])
    })

    it('keep what is said about a content', async () => {
      const context = newContext()
      await register(store(), newSubject(context))
      const name = newSubject(context)
      const metadata = {
        tags: new Map([['**', ['PII']]]),
        properties: new Map([
          ['2', 'b'],
          ['1', 'a\0'],
        ]),
      }
      const schema = newContent(undefined, { metadata })
      const plan = await versionPlan(store(), name, schema)
      await carryOut(store(), [plan])
      expect((await store().schemas.readContent(schema.guid))?.content).toEqual(schema.content)
    })
  })
}
