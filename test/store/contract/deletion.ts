import { describe, expect, it } from 'vitest'
import type { Store } from '../../../src/store/store.ts'
import {
  basisOf,
  newContent,
  newContext,
  newSubject,
  numbers,
  refer,
  register,
  writeVersions,
} from '../store-writer.ts'

/** What the store owes to soft and hard deletion, and to restore. */
export function describeDeletion(store: () => Store): void {
  describe('deletion', () => {
    it('hides a version softly and brings it back as it was', async () => {
      const name = newSubject()
      const { record } = await register(store(), name)
      const deleted = await writeVersions(store(), 'softDelete', name, [1])
      expect(deleted).toMatchObject({
        kind: 'written',
        state: { revision: 2, versions: [{ version: 1, deleted: true, guid: record.guid }] },
      })
      const restored = await writeVersions(store(), 'restore', name, [1], { touch: false })
      expect(restored.kind === 'written' && restored.state.versions).toMatchObject([
        { version: 1, schemaId: record.schemaId, guid: record.guid, deleted: false },
      ])
    })

    it('moves the time of a version only when told to', async () => {
      const name = newSubject()
      const { record } = await register(store(), name)
      const still = await writeVersions(store(), 'softDelete', name, [1], { touch: false })
      expect(still.kind === 'written' && still.state.versions[0]?.writtenAt).toBe(record.writtenAt)
      const moved = await writeVersions(store(), 'softDelete', name, [1], { touch: true })
      expect(moved.kind === 'written' && moved.state.versions[0]?.writtenAt).toBeGreaterThan(
        record.writtenAt,
      )
    })

    it('lets only live referrers block soft deletion, and any block hard deletion', async () => {
      const name = newSubject()
      const referrer = newSubject()
      await register(store(), name)
      await refer(store(), referrer, { name, version: 1 })
      const blocked = { kind: 'referenced', version: 1 }
      expect(await writeVersions(store(), 'softDelete', name, [1])).toEqual(blocked)
      const by = { whom: 'anyone', includeDeleted: false } as const
      expect(await store().subjects.findReferenced(name, [1], by)).toBe(1)
      await writeVersions(store(), 'softDelete', referrer, [1])
      expect(await store().subjects.findReferenced(name, [1], by)).toBeUndefined()
      expect(
        await store().subjects.findReferenced(name, [1], { ...by, includeDeleted: true }),
      ).toBe(1)
      expect((await writeVersions(store(), 'softDelete', name, [1])).kind).toBe('written')
      expect(await writeVersions(store(), 'hardDelete', name, [1])).toEqual(blocked)
      await writeVersions(store(), 'hardDelete', referrer, [1])
      expect((await writeVersions(store(), 'hardDelete', name, [1])).kind).toBe('written')
    })

    it('lets a whole subject go whose versions point at each other', async () => {
      const name = newSubject()
      await register(store(), name)
      await refer(store(), name, { name, version: 1 })
      expect(await writeVersions(store(), 'softDelete', name, [1])).toEqual({
        kind: 'referenced',
        version: 1,
      })
      const others = { blockedBy: 'others' } as const
      const soft = await writeVersions(store(), 'softDelete', name, [1, 2], others)
      expect(soft.kind).toBe('written')
      const hard = await writeVersions(store(), 'hardDelete', name, [1, 2], others)
      expect(hard.kind === 'written' && hard.state.versions).toEqual([])
    })

    it('names the lowest version that is referenced, and writes nothing', async () => {
      const name = newSubject()
      for (let i = 0; i < 3; i++) await register(store(), name)
      for (const version of [3, 2]) await refer(store(), newSubject(), { name, version })
      expect(await writeVersions(store(), 'softDelete', name, [1, 2, 3])).toEqual({
        kind: 'referenced',
        version: 2,
      })
      expect(numbers(await store().subjects.read(name))).toEqual([1, 2, 3])
    })

    it('forgets an id with its last use, and gives the content a new one', async () => {
      const context = newContext()
      const [one, two] = [newSubject(context), newSubject(context)]
      const schema = newContent()
      await register(store(), one, schema)
      await register(store(), two, schema)
      await writeVersions(store(), 'hardDelete', one, [1])
      expect(await store().schemas.findSchemaId(context, schema.guid)).toBe(1)
      expect(await store().schemas.readUses(context, 1)).toMatchObject({ uses: [{ name: two }] })
      await writeVersions(store(), 'hardDelete', two, [1])
      expect(await store().schemas.findSchemaId(context, schema.guid)).toBeUndefined()
      expect(await store().schemas.readUses(context, 1)).toBeUndefined()
      expect(await store().schemas.readContent(schema.guid)).toBeUndefined()
      expect((await register(store(), one, schema)).record.schemaId).toBe(2)
    })

    it('removes config and mode with the last version, not before, and never reuses a revision', async () => {
      const name = newSubject()
      await register(store(), name)
      await register(store(), name)
      const scope = name
      await store().settings.writeConfig({
        ...(await basisOf(store(), name)),
        scope,
        config: { normalize: true },
      })
      await store().settings.writeMode({ ...(await basisOf(store(), name)), scope, mode: 'IMPORT' })
      await writeVersions(store(), 'hardDelete', name, [2])
      const before = await store().subjects.read(name)
      expect(before).toMatchObject({ config: { normalize: true }, mode: 'IMPORT' })
      await writeVersions(store(), 'hardDelete', name, [1])
      const after = await store().subjects.read(name)
      expect(after).toEqual({
        name,
        revision: before.revision + 1,
        versions: [],
        config: undefined,
        mode: undefined,
      })
    })

    it('refuses plans on facts that have moved', async () => {
      const name = newSubject()
      await register(store(), name)
      const basis = await basisOf(store(), name)
      await register(store(), name)
      for (const verb of ['softDelete', 'hardDelete', 'restore'] as const) {
        expect(await writeVersions(store(), verb, name, [1], basis)).toEqual({ kind: 'moved' })
      }
    })
  })
}
