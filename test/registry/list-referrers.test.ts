import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { printSubject } from '../../src/model/subject.ts'
import type { Registry } from '../../src/registry/registry.ts'
import {
  all,
  caller,
  freshName,
  offer,
  openTestRegistry,
  record,
  recordOf,
  refusal,
  registerAll,
} from './test-registry.ts'
import type { TestRegistry } from './test-registry.ts'

// Rest-api 2.4, `referencedby`; Appendix B "References".
describe('a list of referrers', () => {
  let opened: TestRegistry
  let registry: Registry
  beforeAll(async () => {
    opened = await openTestRegistry()
    registry = opened.registry
  })
  afterAll(() => opened.close())

  const refersTo = (name: string, subject: string) =>
    offer(recordOf(name, 'Part'), { references: [{ name: 'Part', subject, version: 1 }] })

  it('hold the ids of schemas that point at the version', async () => {
    const name = freshName('part')
    const referrers = (deleted: boolean, version: 1 | 2 | 'latest' = 1) =>
      registry.listReferrers(name, version, deleted, all)
    await registerAll(registry, name, record('Part'), record('Other'))
    expect(await referrers(false)).toEqual([])
    const [first, second] = ['first', 'second'].map((subject) => ({ ...name, subject }))
    await registerAll(registry, first ?? name, refersTo('F', 'part'))
    await registerAll(registry, second ?? name, refersTo('S', printSubject(name)))
    expect(await referrers(false)).toEqual([3, 4])
    expect(await referrers(false, 2)).toEqual([])
    expect(await referrers(false, 'latest')).toEqual([])
    await registry.deleteSubject(first ?? name, false, caller)
    expect(await referrers(false)).toEqual([4])
    expect(await referrers(true)).toEqual([3, 4])
    expect(await registry.listReferrers(name, 1, true, { offset: 1, limit: 1 })).toEqual([4])
  })

  it('holds an id until the last version of it is gone for good', async () => {
    const name = freshName('part')
    await registerAll(registry, name, record('Part'))
    const users = ['first', 'second'].map((subject) => ({ ...name, subject }))
    for (const user of users) {
      await registerAll(registry, user, refersTo('Shared', 'part'))
      await registry.deleteSubject(user, false, caller)
    }
    await registry.deleteSubject(name, false, caller)
    for (const user of users) {
      expect(await registry.listReferrers(name, 1, true, all)).toEqual([2])
      expect(await refusal(registry.deleteSubject(name, true, caller))).toMatch(/^42206 /)
      await registry.deleteSubject(user, true, caller)
    }
    expect(await registry.listReferrers(name, 1, true, all)).toEqual([])
    expect(await registry.deleteSubject(name, true, caller)).toEqual([1])
  })

  it('know what is not there', async () => {
    const name = freshName('part')
    expect(await refusal(registry.listReferrers(name, 1, false, all))).toBe(
      `40401 Subject '${printSubject(name)}' not found.`,
    )
    await registerAll(registry, name, record('Part'))
    expect(await refusal(registry.listReferrers(name, 9, false, all))).toBe(
      '40402 Version 9 not found.',
    )
    await registry.deleteSubject(name, false, caller)
    expect(await registry.listReferrers(name, 1, false, all)).toEqual([])
    expect(await refusal(registry.listReferrers(name, 'latest', false, all))).toBe(
      '40402 Version -1 not found.',
    )
  })

  it('find an unqualified subject in other contexts', async () => {
    const name = freshName('part-elsewhere')
    await registerAll(registry, name, record('Part'))
    await registerAll(registry, { ...name, subject: 'h' }, refersTo('H', 'part-elsewhere'))
    const here = { context: '.', subject: 'part-elsewhere' }
    expect(await registry.listReferrers(here, 1, false, all)).toEqual([2])
  })
})
