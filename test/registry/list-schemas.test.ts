import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parseSubject, parseSubjectPrefix, printSubject } from '../../src/model/subject.ts'
import type { ListSchemasFilter } from '../../src/registry/offers.ts'
import type { Registry } from '../../src/registry/registry.ts'
import {
  all,
  caller,
  freshName,
  offer,
  openTestRegistry,
  record,
  registerAll,
} from './test-registry.ts'
import type { TestRegistry } from './test-registry.ts'

const anySchema: ListSchemasFilter = {
  prefix: parseSubjectPrefix(':*:'),
  aliases: false,
  deleted: false,
  latestOnly: false,
  ruleType: undefined,
  resourceType: undefined,
  associationTypes: [],
  lifecycles: [],
  page: all,
}

// Rest-api 2.2, 3.3.
describe('a list of schemas', () => {
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

  const list = async (filter: Partial<ListSchemasFilter>): Promise<string[]> => {
    const answers = await registry.listSchemas({ ...anySchema, ...filter })
    return answers.map(({ subject, version }) => `${subject}/${version}`)
  }

  it('go by subject, then version', async () => {
    expect(await list({})).toEqual([
      ':.a:apple/1',
      ':.a:cherry/1',
      ':.a:cherry/2',
      ':.ab:apple/1',
      ':.ab:apple/2',
      'apple/1',
      'apple/2',
    ])
    expect(await list({ prefix: parseSubjectPrefix('') })).toEqual(['apple/1', 'apple/2'])
    expect(await list({ prefix: parseSubjectPrefix('nobody') })).toEqual([])
  })

  it('include what is soft-deleted if asked, the latest of all then being the highest', async () => {
    const prefix = parseSubjectPrefix(':.a:apple')
    expect(await list({ prefix, latestOnly: true })).toEqual([':.a:apple/1'])
    expect(await list({ prefix, deleted: true })).toEqual([':.a:apple/1', ':.a:apple/2'])
    expect(await list({ prefix, deleted: true, latestOnly: true })).toEqual([':.a:apple/2'])
  })

  it('describe each schema as it is stored', async () => {
    const [first] = await registry.listSchemas({
      ...anySchema,
      prefix: parseSubjectPrefix(':.a:apple'),
    })
    const { writtenAt, guid, ...rest } = first ?? {}
    expect(rest).toEqual({
      subject: ':.a:apple',
      version: 1,
      schemaId: 1,
      deleted: false,
      content: {
        schemaType: 'AVRO',
        schemaText: record('A'),
        references: [],
        metadata: undefined,
        ruleSet: undefined,
      },
      aliases: [],
      associations: [],
    })
    expect(writtenAt).toBeGreaterThan(1_600_000_000_000)
    expect(guid).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
  })

  it('come in pages', async () => {
    expect(await list({ page: { offset: 5, limit: 10 } })).toEqual(['apple/1', 'apple/2'])
    expect(await list({ page: { offset: 0, limit: 1 } })).toEqual([':.a:apple/1'])
  })

  it('keep those with a rule of a type, after taking the latest', async () => {
    const name = freshName()
    const ruled = (type: string) => ({
      domainRules: [
        { name: 'r', kind: 'CONDITION', mode: 'WRITE', type, disabled: false } as const,
      ],
    })
    await registerAll(
      registry,
      name,
      offer(record('A'), { ruleSet: ruled('CEL') }),
      offer(record('A'), { ruleSet: ruled('JSONATA') }),
    )
    const filter = { prefix: parseSubjectPrefix(printSubject(name)) }
    expect(await list({ ...filter, ruleType: 'CEL' })).toEqual([`${printSubject(name)}/1`])
    expect(await list({ ...filter, ruleType: 'JSONATA' })).toEqual([`${printSubject(name)}/2`])
    expect(await list({ ...filter, ruleType: 'CEL', latestOnly: true })).toEqual([])
    expect(await list({ ...filter, ruleType: '' })).toHaveLength(2)
  })

  it('report subjects under their aliases', async () => {
    const target = freshName('target')
    await registerAll(registry, target, record('A'))
    const alias = { ...target, subject: 'other-name' }
    const foreign = freshName('foreign')
    await registry.updateConfig(alias, { alias: 'target' }, caller)
    await registry.updateConfig(foreign, { alias: printSubject(target) }, caller)
    const prefix = parseSubjectPrefix(printSubject(alias))
    expect(await list({ prefix })).toEqual([])
    const listed = await registry.listSchemas({ ...anySchema, prefix, aliases: true })
    expect(listed.map(({ subject, aliases }) => [subject, aliases])).toEqual([
      [printSubject(target), [printSubject(alias)]],
    ])
    const everywhere = await registry.listSchemas({ ...anySchema, aliases: true })
    const found = everywhere.find(({ subject }) => subject === printSubject(target))
    expect(found?.aliases?.toSorted()).toEqual(
      [printSubject(alias), printSubject(foreign)].toSorted(),
    )
  })
})
