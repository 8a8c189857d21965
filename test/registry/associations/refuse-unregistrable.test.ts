import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parseSubject } from '../../../src/model/subject.ts'
import type { SchemaOffer } from '../../../src/registry/offers.ts'
import type { Registry } from '../../../src/registry/registry.ts'
import { offer, openTestRegistry, plain, record, refusal } from '../test-registry.ts'
import type { TestRegistry } from '../test-registry.ts'
import { associating, dry, freshResource, ownSubject, shown, wish, withSchema } from './asking.ts'
import type { Associating } from './asking.ts'

// Rest-api 3.14, "Nothing is written if any check fails"; Appendix B, "Dry runs validate everything".
describe('a schema that comes with an association, and registration would refuse', () => {
  let opened: TestRegistry
  let registry: Registry
  let create: Associating['create']
  let upsert: Associating['upsert']
  let listed: Associating['listed']
  beforeAll(async () => {
    opened = await openTestRegistry()
    registry = opened.registry
    ;({ create, upsert, listed } = associating(registry))
  })
  afterAll(() => opened.close())

  const rule = {
    name: '',
    kind: 'TRANSFORM',
    mode: 'WRITEREAD',
    type: 'X',
    disabled: false,
  } as const
  const nowhere = { entityPath: 'Nowhere', entityType: 'sr_record', tags: ['T'] } as const
  const strongTarget = async (): Promise<Partial<SchemaOffer>> => {
    const resource = freshResource()
    await create(resource, [withSchema('value')])
    return { references: [{ name: 'Strong', subject: ownSubject(resource), version: 1 }] }
  }
  const cases: readonly (readonly [string, () => Promise<Partial<SchemaOffer>>, number])[] = [
    ['a rule set', () => Promise.resolve({ ruleSet: { domainRules: [rule] } }), 42210],
    ['an id', () => Promise.resolve({ schemaId: 7 }), 42205],
    ['a version', () => Promise.resolve({ version: 2 }), 42201],
    ['a path of tags', () => Promise.resolve({ tagsToAdd: [nowhere] }), 42201],
    ['a strong target', strongTarget, 42205],
  ]

  it.each(cases)('for %s leaves nothing of the request behind', async (_what, more, code) => {
    const resource = freshResource()
    const schema = offer(record('Refused'), await more())
    const wishes = [withSchema('key'), wish({ associationType: 'value', schema })]
    const refused = new RegExp(`^${code} `)
    expect(await refusal(create(resource, wishes, dry))).toMatch(refused)
    expect(await refusal(create(resource, wishes))).toMatch(refused)
    expect(await listed(resource)).toEqual([])
    const key = parseSubject(ownSubject(resource, 'key'))
    expect(await refusal(registry.readVersion(key, 1, plain))).toMatch(/^40401 /)
  })

  it('is fine when it stands already', async () => {
    const resource = freshResource()
    await create(resource, [withSchema('value')])
    const again = wish({ schema: offer(record('Strong'), { schemaId: 1 }) })
    expect(shown(await upsert(resource, [again]))).toEqual([])
  })
})
