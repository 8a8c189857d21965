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

describe('restoring', () => {
  let opened: TestRegistry
  let registry: Registry
  beforeAll(async () => {
    opened = await openTestRegistry()
    registry = opened.registry
  })
  afterAll(() => opened.close())

  const live = { deleted: false, deletedOnly: false, deletedAsNegative: false }

  it('brings a version back with its number, id and guid', async () => {
    const name = freshName()
    await registerAll(registry, name, record('A'), record('B'))
    const before = await registry.readVersion(name, 1, plain)
    await registry.deleteVersion(name, 1, false, caller)
    expect(await registry.restoreVersion(name, 1, caller)).toBe(1)
    const after = await registry.readVersion(name, 1, plain)
    expect(after).toEqual({ ...before, writtenAt: after.writtenAt })
    expect(await registry.listVersions(name, live, all)).toEqual([1, 2])
  })

  it('brings a whole subject back, and answers what came back', async () => {
    const name = freshName()
    await registerAll(registry, name, record('A'), record('B'), record('C'))
    await registry.deleteVersion(name, 2, false, caller)
    expect(await registry.restoreSubject(name, caller)).toEqual([2])
    await registry.deleteSubject(name, false, caller)
    expect(await registry.restoreSubject(name, caller)).toEqual([1, 2, 3])
    expect(await registry.listVersions(name, live, all)).toEqual([1, 2, 3])
  })

  it('can be repeated', async () => {
    const name = freshName()
    await registerAll(registry, name, record('A'))
    expect(await registry.restoreVersion(name, 1, caller)).toBe(1)
    expect(await registry.restoreSubject(name, caller)).toEqual([])
  })

  it('knows no subject and no version that are gone for good', async () => {
    const name = freshName()
    const unknown = `40401 Subject '${printSubject(name)}' not found.`
    expect(await refusal(registry.restoreSubject(name, caller))).toBe(unknown)
    expect(await refusal(registry.restoreVersion(name, 1, caller))).toBe(unknown)
    await registerAll(registry, name, record('A'), record('B'))
    await registry.deleteVersion(name, 1, false, caller)
    await registry.deleteVersion(name, 1, true, caller)
    expect(await refusal(registry.restoreVersion(name, 1, caller))).toBe(
      '40402 Version 1 not found.',
    )
    expect(await registry.restoreSubject(name, caller)).toEqual([])
  })

  it('is refused in a read-only mode, unless there is nothing to restore', async () => {
    const name = freshName()
    await registerAll(registry, name, record('A'), record('B'))
    await registry.deleteVersion(name, 1, false, caller)
    await registry.updateMode(name, 'READONLY', false, caller)
    const expected = `42205 Subject ${printSubject(name)} in context :${name.context}: is in read-only mode`
    expect(await refusal(registry.restoreVersion(name, 1, caller))).toBe(expected)
    expect(await refusal(registry.restoreSubject(name, caller))).toBe(expected)
    expect(await registry.restoreVersion(name, 2, caller)).toBe(2)
  })

  it('is not hindered by references, whichever way they lead', async () => {
    const name = freshName('part')
    const holder = { ...name, subject: 'holder' }
    const pointing = offer(recordOf('Holder', 'Part'), {
      references: [{ name: 'Part', subject: 'part', version: 1 }],
    })
    await registerAll(registry, name, record('Part'))
    await registerAll(registry, holder, pointing)
    await registry.deleteSubject(holder, false, caller)
    await registry.deleteSubject(name, false, caller)
    expect(await registry.restoreSubject(holder, caller)).toEqual([1])
    expect(await registry.restoreSubject(name, caller)).toEqual([1])
    expect(await refusal(registry.deleteSubject(name, false, caller))).toMatch(/^42206 /)
  })

  it('makes the version take part in lookups again', async () => {
    const name = freshName()
    await registerAll(registry, name, record('A'))
    await registry.deleteVersion(name, 1, false, caller)
    const ask = { normalize: false, format: '', deleted: false }
    expect(await refusal(registry.lookUpSchema(name, offer(record('A')), ask))).toMatch(/^40401 /)
    await registry.restoreVersion(name, 1, caller)
    expect(await registry.lookUpSchema(name, offer(record('A')), ask)).toMatchObject({ version: 1 })
  })
})
