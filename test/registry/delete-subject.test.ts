import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { printSubject } from '../../src/model/subject.ts'
import type { Registry } from '../../src/registry/registry.ts'
import {
  all,
  caller,
  freshName,
  offer,
  openTestRegistry,
  plain,
  record,
  recordOf,
  refusal,
  registerAll,
} from './test-registry.ts'
import type { TestRegistry } from './test-registry.ts'

// Rest-api 3.7, Appendix B "Deletion".
describe('deleting a subject', () => {
  let opened: TestRegistry
  let registry: Registry
  beforeAll(async () => {
    opened = await openTestRegistry()
    registry = opened.registry
  })
  afterAll(() => opened.close())

  const every = { deleted: true, deletedOnly: false, deletedAsNegative: false }

  it('answers the numbers of the live versions, ascending, and hides them', async () => {
    const name = freshName()
    await registerAll(registry, name, record('A'), record('B'), record('C'))
    await registry.deleteVersion(name, 2, false, caller)
    expect(await registry.deleteSubject(name, false, caller)).toEqual([1, 3])
    expect(await refusal(registry.readVersion(name, 'latest', plain))).toBe(
      `40401 Subject '${printSubject(name)}' not found.`,
    )
    expect(await registry.listVersions(name, every, all)).toEqual([1, 2, 3])
  })

  it('keeps soft-deleted schemas readable by id', async () => {
    const name = freshName()
    await registerAll(registry, name, record('A'))
    await registry.deleteSubject(name, false, caller)
    const where = { context: name.context, subject: '' }
    const answer = await registry.readById(1, where, { ...plain, fetchMaxId: false })
    expect(answer).toMatchObject({ version: 1, deleted: true })
  })

  it('does not change the time of soft-deleted versions', async () => {
    const name = freshName()
    await registerAll(registry, name, record('A'))
    const before = await registry.readVersion(name, 1, plain)
    await registry.deleteSubject(name, false, caller)
    const after = await registry.readVersion(name, 1, { ...plain, deleted: true })
    expect(after.writtenAt).toBe(before.writtenAt)
    expect(after.deleted).toBe(true)
  })

  it.each([false, true])('knows no subject that never was (permanent: %s)', async (permanent) => {
    const name = freshName()
    expect(await refusal(registry.deleteSubject(name, permanent, caller))).toBe(
      `40401 Subject '${printSubject(name)}' not found.`,
    )
  })

  it('refuses a second soft deletion', async () => {
    const name = freshName()
    await registerAll(registry, name, record('A'))
    await registry.deleteSubject(name, false, caller)
    expect(await refusal(registry.deleteSubject(name, false, caller))).toBe(
      `40404 Subject '${printSubject(name)}' was soft deleted.Set permanent=true to delete permanently`,
    )
  })

  it('refuses a permanent deletion before a soft one', async () => {
    const name = freshName()
    await registerAll(registry, name, record('A'), record('B'))
    const expected = `40405 Subject '${printSubject(name)}' was not deleted first before being permanently deleted`
    expect(await refusal(registry.deleteSubject(name, true, caller))).toBe(expected)
    await registry.deleteVersion(name, 1, false, caller)
    expect(await refusal(registry.deleteSubject(name, true, caller))).toBe(expected)
    expect(await registry.listVersions(name, every, all)).toEqual([1, 2])
  })

  it('removes every version for good, with config and mode', async () => {
    const name = freshName()
    await registerAll(registry, name, record('A'), record('B'))
    await registry.updateConfig(name, { compatibilityLevel: 'FULL' }, caller)
    await registry.deleteSubject(name, false, caller)
    await registry.updateMode(name, 'READWRITE', false, caller)
    expect(await registry.readConfig(name, false)).toEqual({ compatibilityLevel: 'FULL' })
    expect(await registry.deleteSubject(name, true, caller)).toEqual([1, 2])
    expect(await refusal(registry.listVersions(name, every, all))).toMatch(/^40401 /)
    expect(await refusal(registry.readConfig(name, false))).toMatch(/^40408 /)
    expect(await refusal(registry.readMode(name, false))).toMatch(/^40409 /)
  })

  it('frees ids whose last use goes: the same schema gets a new one', async () => {
    const name = freshName()
    await registerAll(registry, name, record('A'))
    await registry.deleteSubject(name, false, caller)
    await registry.deleteSubject(name, true, caller)
    const options = { ...caller, normalize: false, force: false, format: '' }
    const again = await registry.registerSchema(name, offer(record('A')), options)
    expect(again).toMatchObject({ version: 1, schemaId: 2 })
  })

  it.each(['READONLY', 'READONLY_OVERRIDE'])('is refused in mode %s', async (mode) => {
    const name = freshName()
    await registerAll(registry, name, record('A'))
    await registry.updateMode(name, mode, false, caller)
    const expected = `42205 Subject ${printSubject(name)} in context :${name.context}: is in read-only mode`
    expect(await refusal(registry.deleteSubject(name, false, caller))).toBe(expected)
    expect(await refusal(registry.deleteSubject(name, true, caller))).toBe(expected)
  })

  it('prints no context in the refusal for a subject of the default one', async () => {
    const name = { context: '.', subject: 'read-only-here' }
    await registerAll(registry, name, record('A'))
    await registry.updateMode(name, 'READONLY', false, caller)
    expect(await refusal(registry.deleteSubject(name, false, caller))).toBe(
      '42205 Subject read-only-here in context  is in read-only mode',
    )
  })

  it('is permitted in IMPORT', async () => {
    const name = freshName()
    await registerAll(registry, name, record('A'))
    await registry.updateMode(name, 'IMPORT', true, caller)
    expect(await registry.deleteSubject(name, false, caller)).toEqual([1])
  })

  describe('with references', () => {
    const refersTo = (subject: string, version: number) =>
      offer(recordOf('Holder', 'Part'), { references: [{ name: 'Part', subject, version }] })

    it('is refused while a live schema of another subject points at a version', async () => {
      const name = freshName('part')
      const holder = { ...name, subject: 'holder' }
      await registerAll(registry, name, record('Other'), record('Part'))
      await registerAll(registry, holder, refersTo('part', 2))
      const expected = `42206 One or more references exist to the schema {magic=1,keytype=SCHEMA,subject=${printSubject(name)},version=2}.`
      expect(await refusal(registry.deleteSubject(name, false, caller))).toBe(expected)
      expect(await registry.listVersions(name, { ...every, deleted: false }, all)).toEqual([1, 2])
      await registry.deleteSubject(holder, false, caller)
      expect(await registry.deleteSubject(name, false, caller)).toEqual([1, 2])
      expect(await refusal(registry.deleteSubject(name, true, caller))).toBe(expected)
      await registry.deleteSubject(holder, true, caller)
      expect(await registry.deleteSubject(name, true, caller)).toEqual([1, 2])
    })

    it('reports a reference before a live version, in the order of versions', async () => {
      const name = freshName('part')
      await registerAll(registry, name, record('Part'), record('Other'))
      await registerAll(registry, { ...name, subject: 'holder' }, refersTo('part', 1))
      expect(await refusal(registry.deleteSubject(name, true, caller))).toMatch(/^42206 /)
    })

    it('reports a live version before a reference to a later one', async () => {
      const name = freshName('part')
      await registerAll(registry, name, record('Other'), record('Part'))
      await registerAll(registry, { ...name, subject: 'holder' }, refersTo('part', 2))
      expect(await refusal(registry.deleteSubject(name, true, caller))).toMatch(/^40405 /)
    })

    it('does not mind references within the subject', async () => {
      const name = freshName('part')
      await registerAll(registry, name, record('Part'), refersTo('part', 1))
      expect(await refusal(registry.deleteVersion(name, 1, false, caller))).toMatch(/^42206 /)
      expect(await registry.deleteSubject(name, false, caller)).toEqual([1, 2])
      expect(await registry.deleteSubject(name, true, caller)).toEqual([1, 2])
    })
  })

  it('lets one of many racing deletions win, and none fail otherwise', async () => {
    const name = freshName()
    await registerAll(registry, name, record('A'), record('B'))
    const results = await Promise.allSettled(
      Array.from({ length: 8 }, () => registry.deleteSubject(name, false, caller)),
    )
    const kept = results.filter((result) => result.status === 'fulfilled')
    expect(kept).toHaveLength(1)
    expect(kept[0]).toMatchObject({ value: [1, 2] })
  })
})
