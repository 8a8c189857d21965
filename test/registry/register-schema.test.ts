import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { isRegistryError } from '../../src/errors/registry-error.ts'
import type { SchemaOffer } from '../../src/registry/offers.ts'
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
import { properties } from './vectors.ts'

let test: TestRegistry
let registry: Registry

beforeAll(async () => {
  test = await openTestRegistry()
  registry = test.registry
})
afterAll(() => test.close())

const asSent = { ...caller, normalize: false, force: false, format: '' }
const lookUp = { normalize: false, format: '', deleted: false }

function register(name: ReturnType<typeof freshName>, schema: string | SchemaOffer) {
  return registry.registerSchema(name, typeof schema === 'string' ? offer(schema) : schema, asSent)
}

const versionsOf = (name: ReturnType<typeof freshName>) =>
  registry.listVersions(name, { deleted: true, deletedOnly: false, deletedAsNegative: true }, all)

describe('ids and versions', () => {
  it('begin at 1 in every context and follow one another', async () => {
    for (const name of [freshName(), freshName()]) {
      const first = await register(name, '"string"')
      expect(first).toMatchObject({ schemaId: 1, version: 1 })
      expect(await register(name, '"long"')).toMatchObject({ schemaId: 2, version: 2 })
    }
  })

  it('answer with the canonical schema and its guid, without a time', async () => {
    const answer = await register(freshName(), '  {"type": "string"} ')
    expect(answer.content).toEqual({
      schemaType: 'AVRO',
      schemaText: '"string"',
      references: [],
      metadata: undefined,
      ruleSet: undefined,
    })
    expect(answer.guid).toBe('095d71cf-1255-6b9d-5e33-0ad575b3df5d')
    expect(answer.writtenAt).toBeUndefined()
  })

  it('stay the same when any live version is registered again', async () => {
    const name = freshName()
    await registerAll(registry, name, '"string"', '"long"', '"int"')
    expect(await register(name, '"string"')).toMatchObject({ schemaId: 1, version: 1 })
    expect(await register(name, '"long"')).toMatchObject({ schemaId: 2, version: 2 })
    expect(await versionsOf(name)).toEqual([1, 2, 3])
  })

  it('of equal content are shared by the subjects of a context', async () => {
    const name = freshName()
    const other = { ...name, subject: 'other' }
    await registerAll(registry, name, '"string"', '"long"')
    expect(await register(other, '"long"')).toMatchObject({ schemaId: 2, version: 1 })
    expect(await register(other, '"string"')).toMatchObject({ schemaId: 1, version: 2 })
  })

  it('after soft deletion: the same id, the next number, and the old number is gone', async () => {
    const name = freshName()
    await registerAll(registry, name, '"string"')
    await registry.deleteVersion(name, 1, false, caller)
    expect(await register(name, '"string"')).toMatchObject({ schemaId: 1, version: 2 })
    expect(await versionsOf(name)).toEqual([2])
  })

  it('after soft deletion: the old number survives where something points at it', async () => {
    const name = freshName('leaf')
    const referrer = { ...name, subject: 'tree' }
    await registerAll(registry, name, record('Leaf', 'a'))
    const references = [{ name: 'Leaf', subject: 'leaf', version: 1 }]
    await registerAll(registry, referrer, offer(recordOf('Tree', 'Leaf'), { references }))
    await registry.deleteSubject(referrer, false, caller)
    await registry.deleteVersion(name, 1, false, caller)
    expect(await register(name, record('Leaf', 'a'))).toMatchObject({ schemaId: 1, version: 2 })
    expect(await versionsOf(name)).toEqual([-1, 2])
  })

  it('after hard deletion of every use: a new id, and the highest number is free', async () => {
    const name = freshName()
    await registerAll(registry, name, '"string"', '"long"')
    await registry.deleteVersion(name, 2, false, caller)
    await registry.deleteVersion(name, 2, true, caller)
    expect(await register(name, '"long"')).toMatchObject({ schemaId: 3, version: 2 })
    await registry.deleteVersion(name, 1, false, caller)
    await registry.deleteVersion(name, 1, true, caller)
    expect(await register(name, '"int"')).toMatchObject({ schemaId: 4, version: 3 })
  })

  it('differ with metadata, rules and references', async () => {
    const name = freshName()
    const ids: number[] = []
    for (const more of [
      {},
      { metadata: properties({ owner: 'blue' }) },
      { metadata: properties({ owner: 'red' }) },
      { ruleSet: { domainRules: [] } },
    ]) {
      ids.push((await register(name, offer('"string"', more))).schemaId)
    }
    expect(ids).toEqual([1, 2, 3, 4])
  })
})

describe('inheritance', () => {
  it('gives the latest metadata to offers without, and none to those with an empty object', async () => {
    const name = freshName()
    await registerAll(registry, name, offer('"string"', { metadata: properties({ a: 'b' }) }))
    const inherited = await register(name, '"long"')
    expect(inherited.content.metadata?.properties).toEqual(new Map([['a', 'b']]))
    const dropped = await register(name, offer('"int"', { metadata: {} }))
    expect(dropped.content.metadata?.properties ?? new Map()).toEqual(new Map())
  })

  it('gives the latest text to offers that bring only metadata or rules', async () => {
    const name = freshName()
    await registerAll(registry, name, '"string"')
    const tagged = await register(name, offer('', { metadata: properties({ a: 'b' }) }))
    expect(tagged).toMatchObject({ version: 2, content: { schemaText: '"string"' } })
    const ruled = await register(name, offer(undefined, { ruleSet: { enableAt: 'CLIENT' } }))
    expect(ruled).toMatchObject({ version: 3, content: { schemaText: '"string"' } })
    expect(ruled.content.metadata?.properties).toEqual(new Map([['a', 'b']]))
  })

  it('has nothing to give to the first version of a subject', async () => {
    expect(await refusal(register(freshName(), ' '))).toBe('42201 Empty schema')
  })

  it('puts the metadata of an offer between the defaults and the overrides of the config', async () => {
    const name = freshName()
    await registry.updateConfig(
      name,
      {
        defaultMetadata: properties({ a: 'default', b: 'default' }),
        overrideMetadata: properties({ c: 'override' }),
      },
      caller,
    )
    const metadata = properties({ b: 'offered', c: 'offered' })
    const answer = await register(name, offer('"string"', { metadata }))
    expect(answer.content.metadata?.properties).toEqual(
      new Map([
        ['a', 'default'],
        ['b', 'offered'],
        ['c', 'override'],
      ]),
    )
  })

  it('makes a new version of the same text once the config adds something', async () => {
    const name = freshName()
    await registerAll(registry, name, '"string"')
    await registry.updateConfig(name, { defaultMetadata: properties({ a: 'b' }) }, caller)
    expect(await register(name, '"string"')).toMatchObject({ schemaId: 2, version: 2 })
    expect(await register(name, '"string"')).toMatchObject({ schemaId: 2, version: 2 })
  })
})

describe('confluent:version', () => {
  const stamped = (n: number) => ({ metadata: properties({ 'confluent:version': String(n) }) })

  it('is stamped where the offer names its version, also on an unchanged text', async () => {
    const name = freshName()
    await registerAll(registry, name, '"string"')
    const answer = await register(name, offer('"string"', { version: 2 }))
    expect(answer).toMatchObject({ schemaId: 2, version: 2 })
    expect(answer.content.metadata?.properties?.get('confluent:version')).toBe('2')
  })

  it('spreads to every further version of the subject', async () => {
    const name = freshName()
    await registerAll(registry, name, offer('"string"', { version: 1 }))
    const answer = await register(name, '"long"')
    expect(answer.content.metadata?.properties?.get('confluent:version')).toBe('2')
  })

  it('must be the next version', async () => {
    const name = freshName()
    const refused = '42201 Version is not one more than previous version'
    expect(await refusal(register(name, offer('"string"', { version: 2 })))).toBe(refused)
    await registerAll(registry, name, '"string"')
    expect(await refusal(register(name, offer('"string"', { version: 1 })))).toBe(refused)
    expect(await refusal(register(name, offer('"long"', { version: 3 })))).toBe(refused)
  })

  it('-1 returns the latest while its content is unchanged, and stamps what is new', async () => {
    const name = freshName()
    await registerAll(registry, name, '"string"', '"long"')
    expect(await register(name, offer('"long"', { version: -1 }))).toMatchObject({ version: 2 })
    const older = await register(name, offer('"string"', { version: -1 }))
    expect(older).toMatchObject({ version: 3 })
    expect(older.content.metadata?.properties?.get('confluent:version')).toBe('3')
    expect(await register(name, offer('"string"', { version: -1 }))).toMatchObject({ version: 3 })
  })

  it('of an offer selects the stored version of that number', async () => {
    const name = freshName()
    await registerAll(registry, name, '"string"')
    expect(await register(name, offer('"string"', stamped(1)))).toMatchObject({ version: 1 })
    const unknown = await register(name, offer('"string"', stamped(7)))
    expect(unknown).toMatchObject({ version: 2 })
    expect(unknown.content.metadata?.properties?.get('confluent:version')).toBe('2')
  })

  it('does not keep an offer without it from matching, newest first', async () => {
    const name = freshName()
    await registerAll(registry, name, offer('"string"', { version: 1 }))
    await registerAll(registry, name, offer('"string"', { version: 2 }))
    expect(await register(name, '"string"')).toMatchObject({ version: 2 })
    expect(await register(name, offer('"string"', { metadata: {} }))).toMatchObject({ version: 2 })
  })
})

describe('what is refused', () => {
  it.each([
    ['__GLOBAL', '__GLOBAL'],
    ['__EMPTY', '__EMPTY'],
    ['a line end', 'a\nb'],
  ])('a subject called %s', async (_, subject) => {
    const name = { context: '.', subject }
    expect(await refusal(register(name, '"string"'))).toBe(
      `42208 The specified subject '${subject}' is not a valid.`,
    )
  })

  it('any subject in the pseudo-context', async () => {
    const name = { context: '.__GLOBAL', subject: 's' }
    expect(await refusal(register(name, '"string"'))).toMatch(/^42208 /)
  })

  it('an unknown schema type, in any other letter case too', async () => {
    for (const schemaType of ['avro', 'XML', '', '__proto__']) {
      expect(await refusal(register(freshName(), offer('"string"', { schemaType })))).toBe(
        `42201 Invalid schema type ${schemaType}`,
      )
    }
  })

  it('a text that is no schema, with line and column', async () => {
    expect(await refusal(register(freshName(), '{\n  "type": "strin"}'))).toMatch(
      /^42201 Invalid schema of type AVRO, details: .*\(line \d+, column \d+\)$/,
    )
  })

  it('a wrong default, unless the config says that new schemas need no checks', async () => {
    const name = freshName()
    const text = '{"type":"record","name":"R","fields":[{"name":"a","type":"int","default":"x"}]}'
    expect(await refusal(register(name, text))).toMatch(
      /^42201 Invalid schema of type AVRO, details: Invalid default for field a/,
    )
    await registry.updateConfig(name, { validateNewSchemas: false }, caller)
    expect(await register(name, text)).toMatchObject({ version: 1 })
    await registry.updateConfig(name, { validateNewSchemas: true }, caller)
    expect(await register(name, text)).toMatchObject({ version: 1 })
  })

  it('an invalid rule set, before an invalid subject', async () => {
    const ruleSet = {
      domainRules: [{ kind: 'TRANSFORM', mode: 'WRITE', disabled: false }],
    } as const
    const name = { context: '.', subject: '__GLOBAL' }
    expect(await refusal(register(name, offer('"string"', { ruleSet })))).toBe(
      '42210 Missing rule name',
    )
  })
})

describe('modes', () => {
  it('READONLY refuses what is new, but not what is registered already', async () => {
    const name = freshName()
    await registerAll(registry, name, '"string"')
    await registry.updateMode(name, 'READONLY', false, caller)
    expect(await register(name, '"string"')).toMatchObject({ version: 1 })
    expect(await refusal(register(name, '"long"'))).toBe(
      `42205 Subject :${name.context}:orders in context :${name.context}: is in read-only mode`,
    )
    expect(await refusal(register(name, 'nonsense'))).toMatch(/^42201 /)
  })

  it('READWRITE refuses an id, IMPORT a missing one', async () => {
    const name = freshName()
    expect(await refusal(register(name, offer('"string"', { schemaId: 5 })))).toMatch(
      /^42205 .* is not in import mode$/,
    )
    await registry.updateMode(name, 'IMPORT', false, caller)
    expect(await refusal(register(name, '"string"'))).toMatch(
      /^42205 .* is not in read-write mode$/,
    )
  })

  it('IMPORT stores any id and version, and one content under several ids', async () => {
    const name = freshName()
    await registry.updateMode(name, 'IMPORT', false, caller)
    const imported = await register(name, offer('"string"', { schemaId: 100, version: 7 }))
    expect(imported).toMatchObject({ schemaId: 100, version: 7 })
    expect(imported.content.metadata).toBeUndefined()
    expect(await register(name, offer('"string"', { schemaId: 101, version: 3 }))).toMatchObject({
      schemaId: 101,
      version: 3,
    })
    expect(await register(name, offer('"string"', { schemaId: 101 }))).toMatchObject({ version: 3 })
    expect(await register(name, offer('"long"', { schemaId: 50 }))).toMatchObject({ version: 8 })
    expect(await versionsOf(name)).toEqual([3, 7, 8])
  })

  it('IMPORT refuses another content for a used id', async () => {
    const name = freshName()
    const other = { ...name, subject: 'other' }
    await registry.updateMode({ ...name, subject: '' }, 'IMPORT', false, caller)
    await registerAll(registry, name, offer('"string"', { schemaId: 1, version: 1 }))
    await registerAll(registry, other, offer('"string"', { schemaId: 1, version: 1 }))
    const refused = `42205 Overwrite new schema with id 1 in context :${name.context}: is not permitted.`
    expect(await refusal(register(other, offer('"long"', { schemaId: 1 })))).toBe(refused)
    const metadata = properties({ a: 'b' })
    const described = offer('"string"', { schemaId: 1, metadata, version: 2 })
    expect(await refusal(register(other, described))).toBe(refused)
  })

  it('IMPORT overwrites a version, checks nothing, and ids go on from the highest', async () => {
    const name = freshName()
    await registry.updateConfig(name, { compatibilityLevel: 'FULL', normalize: true }, caller)
    await registry.updateMode(name, 'IMPORT', false, caller)
    await registerAll(
      registry,
      name,
      offer('"string"', { schemaId: 20, version: 1 }),
      offer('"long"', { schemaId: 30, version: 2 }),
      offer(record('R', 'a'), { schemaId: 25, version: 1 }),
    )
    const first = await registry.readVersion(name, 1, plain)
    expect(first).toMatchObject({ schemaId: 25, content: { schemaText: record('R', 'a') } })
    await registry.updateMode(name, 'READWRITE', false, caller)
    await registry.updateConfig(name, { compatibilityLevel: 'NONE' }, caller)
    expect(await register(name, '"bytes"')).toMatchObject({ schemaId: 31, version: 3 })
  })
})

describe('the compatibility level', () => {
  it('refuses an incompatible schema with messages and their structured twins', async () => {
    const name = freshName()
    await registry.updateConfig(name, { compatibilityLevel: 'BACKWARD' }, caller)
    await registerAll(registry, name, record('R', 'a'))
    const thrown: unknown = await register(name, record('R', 'a', 'b')).catch((e: unknown) => e)
    if (!isRegistryError(thrown)) throw thrown
    expect(thrown.code).toBe(40901)
    const subject = `:${name.context}:orders`
    const [head, tail] = [
      `Schema being registered is incompatible with an earlier schema for subject "${subject}", details: [{errorType:'READER_FIELD_MISSING_DEFAULT_VALUE'`,
      `{validateFields: 'false', compatibility: 'BACKWARD'}]`,
    ]
    expect(thrown.message.slice(0, head.length)).toBe(head)
    expect(thrown.message.slice(-tail.length)).toBe(tail)
    expect(thrown.extras?.['incompatibilities']).toMatchObject([
      { kind: 'READER_FIELD_MISSING_DEFAULT_VALUE', direction: 'new-reads-old', version: 1 },
    ])
    expect(await versionsOf(name)).toEqual([1])
  })

  it('refuses a change of type, and lets force through', async () => {
    const name = freshName()
    await registry.updateConfig(name, { compatibilityLevel: 'BACKWARD' }, caller)
    await registerAll(registry, name, '"string"')
    const json = offer('{"type":"object"}', { schemaType: 'JSON' })
    expect(await refusal(register(name, json))).toContain(
      'Incompatible because of different schema type',
    )
    const forced = await registry.registerSchema(name, json, { ...asSent, force: true })
    expect(forced).toMatchObject({ version: 2, content: { schemaType: 'JSON' } })
  })

  it('takes effect at once, and soft-deleted versions take no part', async () => {
    const name = freshName()
    await registerAll(registry, name, '"string"', '"int"')
    await registry.updateConfig(name, { compatibilityLevel: 'BACKWARD_TRANSITIVE' }, caller)
    expect(await refusal(register(name, '"long"'))).toMatch(/^40901 .*oldSchemaVersion: 1/)
    await registry.deleteVersion(name, 1, false, caller)
    expect(await register(name, '"long"')).toMatchObject({ version: 3 })
  })
})

describe('normalisation', () => {
  const shuffled = '{"name":"R","fields":[],"type":"record","b":1,"a":2}'
  const sorted = '{"type":"record","name":"R","fields":[],"a":2,"b":1}'

  it('makes two spellings one, when asked for or configured', async () => {
    const name = freshName()
    const normal = await registry.registerSchema(name, offer(shuffled), {
      ...asSent,
      normalize: true,
    })
    await registry.updateConfig(name, { normalize: true }, caller)
    expect(await register(name, sorted)).toMatchObject({ version: normal.version })
    expect(await registry.lookUpSchema(name, offer(shuffled), lookUp)).toMatchObject({ version: 1 })
  })

  it('is skipped in IMPORT', async () => {
    const name = freshName()
    await registry.updateMode(name, 'IMPORT', false, caller)
    const json = '{"b":1,"a":2}'
    const answer = await registry.registerSchema(
      name,
      offer(json, { schemaType: 'JSON', schemaId: 9 }),
      { ...asSent, normalize: true },
    )
    expect(answer.content.schemaText).toBe(json)
  })

  it('sorts references and drops repeats', async () => {
    const name = freshName('leaf')
    const other = { ...name, subject: 'bud' }
    await registerAll(registry, name, record('Leaf', 'a'))
    await registerAll(registry, other, record('Bud', 'a'))
    const leaf = { name: 'Leaf', subject: 'leaf', version: 1 }
    const bud = { name: 'Bud', subject: 'bud', version: 1 }
    const tree = { ...name, subject: 'tree' }
    const options = { ...asSent, normalize: true }
    const text = recordOf('Tree', 'Leaf')
    const first = await registry.registerSchema(
      tree,
      offer(text, { references: [leaf, bud, leaf] }),
      options,
    )
    expect(first.content.references).toEqual([bud, leaf])
    const second = await registry.registerSchema(
      tree,
      offer(text, { references: [bud, leaf] }),
      options,
    )
    expect(second.schemaId).toBe(first.schemaId)
  })
})

describe('inline tags', () => {
  const path = { entityPath: 'R.a', entityType: 'sr_field' } as const

  it('are added, and stamp the version', async () => {
    const name = freshName()
    await registerAll(registry, name, record('R', 'a'))
    const answer = await register(
      name,
      offer(record('R', 'a'), { tagsToAdd: [{ ...path, tags: ['PII', 'X'] }] }),
    )
    expect(answer.version).toBe(2)
    expect(answer.content.schemaText).toContain('"confluent:tags":["PII","X"]')
    expect(answer.content.metadata?.properties?.get('confluent:version')).toBe('2')
    const read = await registry.readVersion(name, 2, { ...plain, findTags: ['X'] })
    expect(read.schemaTags).toEqual([{ ...path, tags: ['PII', 'X'] }])
    const missed = await registry.readVersion(name, 2, { ...plain, findTags: ['Y'] })
    expect(missed.schemaTags ?? []).toEqual([])
  })

  it('of the latest version are carried over when asked for', async () => {
    const name = freshName()
    await registerAll(
      registry,
      name,
      offer(record('R', 'a'), { tagsToAdd: [{ ...path, tags: ['PII'] }] }),
    )
    const answer = await register(name, offer(record('R', 'a', 'b'), { propagateTags: true }))
    expect(answer.content.schemaText).toContain('"confluent:tags":["PII"]')
  })

  it('must find what they speak of', async () => {
    const tagsToAdd = [{ entityPath: 'R.z', entityType: 'sr_field', tags: ['X'] } as const]
    expect(await refusal(register(freshName(), offer(record('R', 'a'), { tagsToAdd })))).toContain(
      "No matching path 'R.z' found in the schema",
    )
  })
})
