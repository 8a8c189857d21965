import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parseSubject, printSubject } from '../../../src/model/subject.ts'
import type { Registry } from '../../../src/registry/registry.ts'
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
} from '../test-registry.ts'
import type { TestRegistry } from '../test-registry.ts'
import { aSubject, associating, freshResource, ownSubject, wish, withSchema } from './asking.ts'

const rounds = 25

// Two registries with memories of their own on one database, as two processes are.
describe('racing with associations', () => {
  let opened: TestRegistry
  let here: Registry
  let there: Registry
  beforeAll(async () => {
    opened = await openTestRegistry()
    here = opened.registry
    there = await opened.another()
  })
  afterAll(() => opened.close())

  it('no association is left on a deleted subject', async () => {
    const outcomes = new Set<string>()
    for (let round = 0; round < rounds; round += 1) {
      const subject = await aSubject(here)
      const resource = freshResource()
      const [created, deleted] = await Promise.all([
        refusal(associating(there).create(resource, [wish({ subject })])),
        refusal(here.deleteSubject(parseSubject(subject), false, caller)),
      ])
      const { length } = await here.listAssociations({ subject }, all)
      outcomes.add(`${created?.slice(0, 5)}/${deleted?.slice(0, 5)}/${length}`)
    }
    expect(['undefined/40904/1', '40907/undefined/0']).toEqual(
      expect.arrayContaining([...outcomes]),
    )
  })

  it('no strong subject is pointed at', async () => {
    const outcomes = new Set<string>()
    for (let round = 0; round < rounds; round += 1) {
      const resource = freshResource()
      const subject = ownSubject(resource)
      await registerAll(here, parseSubject(subject), record('Strong'))
      const references = [{ name: 'Strong', subject, version: 1 }]
      const [created, registered] = await Promise.all([
        refusal(associating(there).create(resource, [withSchema('value')])),
        refusal(registerAll(here, freshName(), offer(recordOf('H', 'Strong'), { references }))),
      ])
      outcomes.add(`${created?.slice(0, 5)}/${registered?.slice(0, 5)}`)
    }
    expect(['undefined/42205', '42206/undefined']).toEqual(expect.arrayContaining([...outcomes]))
  })

  it('of two strong ones on a subject only one lands', async () => {
    for (let round = 0; round < rounds; round += 1) {
      const [one, two] = [freshResource(), freshResource()]
      const subject = printSubject(freshName())
      await registerAll(here, parseSubject(subject), record('Weak'))
      await associating(here).create(one, [wish({ subject })])
      const [strong, weak] = await Promise.all([
        refusal(associating(here).upsert(one, [wish({ lifecycle: 'STRONG' })])),
        refusal(associating(there).create(two, [wish({ subject })])),
      ])
      expect([strong?.slice(0, 5), weak?.slice(0, 5)]).toEqual(
        strong === undefined ? [undefined, '40905'] : ['40904', undefined],
      )
    }
  })

  it('many resources are associated side by side', async () => {
    const subject = await aSubject(here)
    const answers = await Promise.all(
      Array.from({ length: 30 }, (_, i) =>
        associating(i % 2 === 0 ? here : there).create(freshResource(), [wish({ subject })]),
      ),
    )
    expect(answers).toHaveLength(30)
    expect(await here.listAssociations({ subject }, all)).toHaveLength(30)
  })
})
