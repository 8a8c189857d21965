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
describe('deleting a version', () => {
  let opened: TestRegistry
  let registry: Registry
  beforeAll(async () => {
    opened = await openTestRegistry()
    registry = opened.registry
  })
  afterAll(() => opened.close())

  const live = { deleted: false, deletedOnly: false, deletedAsNegative: false }
  const every = { ...live, deleted: true }
  const options = { ...caller, normalize: false, force: false, format: '' }

  it('answers the number that latest stood for, and latest moves on', async () => {
    const name = freshName()
    await registerAll(registry, name, record('A'), record('B'))
    expect(await registry.deleteVersion(name, 'latest', false, caller)).toBe(2)
    expect(await registry.readVersion(name, 'latest', plain)).toMatchObject({ version: 1 })
    expect(await registry.deleteVersion(name, 'latest', false, caller)).toBe(1)
    expect(await refusal(registry.deleteVersion(name, 'latest', false, caller))).toBe(
      '40402 Version -1 not found.',
    )
  })

  it.each([false, true])('knows what is not there (permanent: %s)', async (permanent) => {
    const name = freshName()
    const unknown = `40401 Subject '${printSubject(name)}' not found.`
    expect(await refusal(registry.deleteVersion(name, 1, permanent, caller))).toBe(unknown)
    expect(await refusal(registry.deleteVersion(name, 'latest', permanent, caller))).toBe(unknown)
    await registerAll(registry, name, record('A'))
    expect(await refusal(registry.deleteVersion(name, 7, permanent, caller))).toBe(
      '40402 Version 7 not found.',
    )
  })

  it('refuses a second soft deletion', async () => {
    const name = freshName()
    await registerAll(registry, name, record('A'), record('B'))
    await registry.deleteVersion(name, 1, false, caller)
    expect(await refusal(registry.deleteVersion(name, 1, false, caller))).toBe(
      `40406 Subject '${printSubject(name)}' Version 1 was soft deleted.Set permanent=true to delete permanently`,
    )
  })

  it('refuses a permanent deletion before a soft one', async () => {
    const name = freshName()
    await registerAll(registry, name, record('A'))
    const expected = `40407 Subject '${printSubject(name)}' Version 1 was not deleted first before being permanently deleted`
    expect(await refusal(registry.deleteVersion(name, 1, true, caller))).toBe(expected)
    expect(await refusal(registry.deleteVersion(name, 'latest', true, caller))).toBe(expected)
  })

  it('hard-deletes one of several and keeps the others', async () => {
    const name = freshName()
    await registerAll(registry, name, record('A'), record('B'), record('C'))
    await registry.deleteVersion(name, 2, false, caller)
    expect(await registry.deleteVersion(name, 2, true, caller)).toBe(2)
    expect(await registry.listVersions(name, every, all)).toEqual([1, 3])
  })

  it('frees the highest number, not a lower one', async () => {
    const name = freshName()
    await registerAll(registry, name, record('A'), record('B'), record('C'))
    for (const version of [1, 3]) {
      await registry.deleteVersion(name, version, false, caller)
      await registry.deleteVersion(name, version, true, caller)
    }
    const next = await registry.registerSchema(name, offer(record('D')), options)
    expect(next.version).toBe(3)
    expect(await registry.listVersions(name, live, all)).toEqual([2, 3])
  })

  it('removes config and mode with the last version, not before', async () => {
    const name = freshName()
    await registerAll(registry, name, record('A'), record('B'))
    await registry.updateConfig(name, { compatibilityLevel: 'FORWARD' }, caller)
    await registry.updateMode(name, 'READWRITE', false, caller)
    for (const version of [1, 2]) await registry.deleteVersion(name, version, false, caller)
    await registry.deleteVersion(name, 2, true, caller)
    expect(await registry.readConfig(name, false)).toEqual({ compatibilityLevel: 'FORWARD' })
    expect(await registry.readMode(name, false)).toBe('READWRITE')
    await registry.deleteVersion(name, 1, true, caller)
    expect(await refusal(registry.readConfig(name, false))).toMatch(/^40408 /)
    expect(await refusal(registry.readMode(name, false))).toMatch(/^40409 /)
  })

  it('keeps a config that still applies after the last version was soft-deleted', async () => {
    const name = freshName()
    await registerAll(registry, name, record('A'))
    await registry.updateConfig(name, { compatibilityLevel: 'BACKWARD' }, caller)
    await registry.deleteVersion(name, 1, false, caller)
    expect(await registry.readConfig(name, false)).toEqual({ compatibilityLevel: 'BACKWARD' })
    await registerAll(registry, name, record('A', 'x'))
    expect(await refusal(registerAll(registry, name, record('A', 'x', 'y')))).toMatch(/^40901 /)
  })

  it('rewrites the time of the version', async () => {
    const name = freshName()
    await registerAll(registry, name, record('A'))
    const { writtenAt: before = 0 } = await registry.readVersion(name, 1, plain)
    await registry.deleteVersion(name, 1, false, caller)
    const after = await registry.readVersion(name, 1, { ...plain, deleted: true })
    expect(after.writtenAt).toBeGreaterThanOrEqual(before)
    expect(after.deleted).toBe(true)
  })

  it('is refused in a read-only mode, after the version was found', async () => {
    const name = freshName()
    await registerAll(registry, name, record('A'), record('B'))
    await registry.deleteVersion(name, 1, false, caller)
    await registry.updateMode(name, 'READONLY', false, caller)
    expect(await refusal(registry.deleteVersion(name, 1, false, caller))).toMatch(/^40406 /)
    expect(await refusal(registry.deleteVersion(name, 9, false, caller))).toMatch(/^40402 /)
    expect(await refusal(registry.deleteVersion(name, 2, false, caller))).toBe(
      `42205 Subject ${printSubject(name)} in context :${name.context}: is in read-only mode`,
    )
    expect(await refusal(registry.deleteVersion(name, 1, true, caller))).toMatch(/^42205 /)
  })

  it('is refused while anything points at the version, the own subject included', async () => {
    const name = freshName('part')
    const pointing = offer(recordOf('Holder', 'Part'), {
      references: [{ name: 'Part', subject: 'part', version: 1 }],
    })
    await registerAll(registry, name, record('Part'), pointing)
    const expected = `42206 One or more references exist to the schema {magic=1,keytype=SCHEMA,subject=${printSubject(name)},version=1}.`
    expect(await refusal(registry.deleteVersion(name, 1, false, caller))).toBe(expected)
    // 42206 comes before 40407.
    expect(await refusal(registry.deleteVersion(name, 1, true, caller))).toBe(expected)
    await registry.deleteVersion(name, 2, false, caller)
    expect(await registry.deleteVersion(name, 1, false, caller)).toBe(1)
    expect(await refusal(registry.deleteVersion(name, 1, true, caller))).toBe(expected)
    await registry.deleteVersion(name, 2, true, caller)
    expect(await registry.deleteVersion(name, 1, true, caller)).toBe(1)
  })

  it('does not search other contexts', async () => {
    const name = freshName('only-elsewhere')
    await registerAll(registry, name, record('A'))
    const here = { context: '.', subject: 'only-elsewhere' }
    expect(await refusal(registry.deleteVersion(here, 1, false, caller))).toMatch(/^40401 /)
    expect(await refusal(registry.deleteSubject(here, false, caller))).toMatch(/^40401 /)
  })

  it('takes the version out of compatibility checks', async () => {
    const name = freshName()
    await registerAll(registry, name, record('A'), record('A', 'x'))
    await registry.updateConfig(name, { compatibilityLevel: 'FORWARD_TRANSITIVE' }, caller)
    const candidate = offer(record('A', 'y'))
    const ask = { normalize: false, verbose: false }
    const verdict = () => registry.checkCompatibility(name, 'all', candidate, ask)
    expect((await verdict()).compatible).toBe(false)
    await registry.deleteVersion(name, 2, false, caller)
    expect((await verdict()).compatible).toBe(true)
  })
})
