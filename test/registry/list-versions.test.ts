import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parseSubject } from '../../src/model/subject.ts'
import type { Registry } from '../../src/registry/registry.ts'
import { all, caller, openTestRegistry, record, refusal, registerAll } from './test-registry.ts'
import type { TestRegistry } from './test-registry.ts'

const noVersions = { deleted: false, deletedOnly: false, deletedAsNegative: false }

// Rest-api 2.4.
describe('a list of versions', () => {
  let opened: TestRegistry
  let registry: Registry
  beforeAll(async () => {
    opened = await openTestRegistry()
    registry = opened.registry
    for (const subject of ['apple', 'banana', ':.a:apple', ':.a:cherry', ':.ab:apple']) {
      await registerAll(registry, parseSubject(subject), record('A'), record('B'))
    }
    await registry.deleteSubject(parseSubject('banana'), false, caller)
    await registry.deleteVersion(parseSubject(':.a:apple'), 2, false, caller)
  })
  afterAll(() => opened.close())

  const list = (subject: string, options: Partial<typeof noVersions>, page = all) =>
    registry.listVersions(parseSubject(subject), { ...noVersions, ...options }, page)

  it('show live ones, all, or soft-deleted ones alone', async () => {
    expect(await list(':.a:apple', {})).toEqual([1])
    expect(await list(':.a:apple', { deleted: true })).toEqual([1, 2])
    expect(await list(':.a:apple', { deletedOnly: true })).toEqual([2])
    expect(await list('apple', { deletedOnly: true })).toEqual([])
  })

  it('prefer deletedAsNegative over deletedOnly over deleted', async () => {
    const every = { deleted: true, deletedOnly: true, deletedAsNegative: true }
    expect(await list(':.a:apple', every)).toEqual([1, -2])
    expect(await list(':.a:apple', { deleted: true, deletedOnly: true })).toEqual([2])
  })

  it('miss a subject without a version of the kind', async () => {
    const missing = "40401 Subject 'banana' not found."
    expect(await refusal(list('banana', {}))).toBe(missing)
    expect(await refusal(list('banana', { deletedAsNegative: true }))).toBe(missing)
    expect(await list('banana', { deletedAsNegative: true, deleted: true })).toEqual([-1, -2])
    expect(await list('banana', { deletedOnly: true })).toEqual([1, 2])
    expect(await refusal(list('nobody', { deleted: true }))).toMatch(/^40401 /)
  })

  it('do not search other contexts', async () => {
    expect(await refusal(list('cherry', {}))).toMatch(/^40401 /)
  })

  it('come in pages', async () => {
    expect(await list('apple', {}, { offset: 1, limit: 1 })).toEqual([2])
    expect(await list('apple', {}, { offset: 2, limit: 1 })).toEqual([])
  })
})
