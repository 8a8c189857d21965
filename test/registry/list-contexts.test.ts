import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parseSubject } from '../../src/model/subject.ts'
import type { Registry } from '../../src/registry/registry.ts'
import { all, caller, freshName, openTestRegistry, record, registerAll } from './test-registry.ts'
import type { TestRegistry } from './test-registry.ts'

// Rest-api 2.8.
describe('a list of contexts', () => {
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

  it('start with the default one, and can be cut by a prefix before paging', async () => {
    const contexts = await registry.listContexts('', all)
    expect(contexts.slice(0, 3)).toEqual(['.', '.a', '.ab'])
    expect(await registry.listContexts('.', all)).toEqual(contexts)
    expect(await registry.listContexts('.a', all)).toEqual(['.a', '.ab'])
    expect(await registry.listContexts('.A', all)).toEqual([])
    expect(await registry.listContexts('.a', { offset: 1, limit: 5 })).toEqual(['.ab'])
  })

  it('do not show a context that was only configured', async () => {
    const name = freshName()
    await registry.updateConfig({ ...name, subject: '' }, { normalize: true }, caller)
    await registry.updateConfig(name, { normalize: true }, caller)
    expect(await registry.listContexts(name.context, all)).toEqual([])
  })
})
