import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parseSubject, parseSubjectPrefix } from '../../src/model/subject.ts'
import type { Registry } from '../../src/registry/registry.ts'
import { all, caller, openTestRegistry, record, registerAll } from './test-registry.ts'
import type { TestRegistry } from './test-registry.ts'

// Rest-api 2.3, 3.2 "subjectPrefix".
describe('a list of subjects', () => {
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

  const list = (prefix: string, deleted: 'live' | 'all' | 'deleted-only' = 'live', page = all) =>
    registry.listSubjects(parseSubjectPrefix(prefix), deleted, page)

  it.each([
    [':*:', [':.a:apple', ':.a:cherry', ':.ab:apple', 'apple']],
    ['', ['apple']],
    ['ap', ['apple']],
    ['x', []],
    [':.a:', [':.a:apple', ':.a:cherry']],
    [':.a:c', [':.a:cherry']],
    [':.a', [':.a:apple', ':.a:cherry', ':.ab:apple']],
    [':.ab', [':.ab:apple']],
    [':*:ap', [':.a:apple', ':.ab:apple', 'apple']],
  ])('with prefix %j name %j', async (prefix, subjects) => {
    expect(await list(prefix)).toEqual(subjects)
  })

  it('call deleted only what has no live version', async () => {
    expect(await list(':*:', 'all')).toEqual([
      ':.a:apple',
      ':.a:cherry',
      ':.ab:apple',
      'apple',
      'banana',
    ])
    expect(await list(':*:', 'deleted-only')).toEqual(['banana'])
  })

  it('come in pages', async () => {
    expect(await list(':*:', 'live', { offset: 1, limit: 2 })).toEqual([':.a:cherry', ':.ab:apple'])
    expect(await list(':*:', 'live', { offset: 9, limit: 2 })).toEqual([])
  })
})
