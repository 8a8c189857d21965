import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Registry } from '../../src/registry/registry.ts'
import {
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
import { properties } from './vectors.ts'

let test: TestRegistry
let registry: Registry

beforeAll(async () => {
  test = await openTestRegistry({ compatibilityLevel: 'BACKWARD' })
  registry = test.registry
})
afterAll(() => test.close())

const quiet = { normalize: false, verbose: false }
const verbose = { normalize: false, verbose: true }

describe('which versions are asked', () => {
  it('none of a missing subject: latest and all are compatible, a number is unknown', async () => {
    const name = freshName()
    const check = (version: number | 'latest' | 'all') =>
      registry.checkCompatibility(name, version, offer('"string"'), quiet)
    expect(await check('latest')).toMatchObject({ compatible: true, messages: [] })
    expect(await check('all')).toMatchObject({ compatible: true })
    expect(await refusal(check(1))).toBe('40402 Version 1 not found.')
  })

  it('exactly the one that is named, whatever the level', async () => {
    const name = freshName()
    await registerAll(registry, name, '"int"', '"long"', '"float"')
    await registry.updateConfig(name, { compatibilityLevel: 'BACKWARD_TRANSITIVE' }, caller)
    const check = async (version: number | 'latest' | 'all') =>
      (await registry.checkCompatibility(name, version, offer('"long"'), quiet)).compatible
    expect(await check(1)).toBe(true)
    expect(await check(2)).toBe(true)
    expect(await check(3)).toBe(false)
    expect(await check('latest')).toBe(false)
    expect(await check('all')).toBe(false)
  })

  it('never soft-deleted ones', async () => {
    const name = freshName()
    await registerAll(registry, name, '"string"', '"bytes"')
    await registry.deleteVersion(name, 2, false, caller)
    const check = (version: number | 'latest') =>
      registry.checkCompatibility(name, version, offer('"string"'), verbose)
    expect(await refusal(check(2))).toBe('40402 Version 2 not found.')
    expect(await check('latest')).toEqual({ compatible: true, messages: [], incompatibilities: [] })
  })

  it('only those of the compatibility group', async () => {
    const name = freshName()
    const major = (value: string) => ({ metadata: properties({ major: value }) })
    await registry.updateConfig(name, { compatibilityGroup: 'major' }, caller)
    await registerAll(registry, name, offer('"int"', major('1')), offer('"string"', major('2')))
    const check = async (text: string, value: string) =>
      (await registry.checkCompatibility(name, 'all', offer(text, major(value)), quiet)).compatible
    expect(await check('"long"', '1')).toBe(true)
    expect(await check('"long"', '2')).toBe(false)
    await registry.updateConfig(name, { compatibilityGroup: null }, caller)
    expect(await check('"long"', '1')).toBe(false)
  })
})

describe('a candidate that is no schema', () => {
  it('is 42201, or with verbose the only message', async () => {
    const name = freshName()
    const check = (options: typeof quiet, schema = offer('{"type":"x"}')) =>
      registry.checkCompatibility(name, 'all', schema, options)
    expect(await refusal(check(quiet))).toMatch(/^42201 Invalid schema of type AVRO, details: /)
    const told = await check(verbose)
    expect(told).toMatchObject({
      compatible: false,
      incompatibilities: [{ kind: 'INVALID_SCHEMA' }],
    })
    expect(told.messages).toHaveLength(1)
    expect(told.messages[0]).toMatch(/^Invalid schema of type AVRO, details: /)
    expect(await refusal(check(quiet, offer(' ')))).toBe('42201 Empty schema')
    expect((await check(verbose, offer(undefined))).messages).toEqual(['Empty schema'])
  })

  it('is told after an unknown version', async () => {
    const check = registry.checkCompatibility(freshName(), 3, offer('nonsense'), verbose)
    expect(await refusal(check)).toBe('40402 Version 3 not found.')
  })

  it('has a wrong default, unless new schemas need no checks', async () => {
    const name = freshName()
    const text = '{"type":"record","name":"R","fields":[{"name":"a","type":"int","default":"x"}]}'
    const check = () => registry.checkCompatibility(name, 'all', offer(text), quiet)
    expect(await refusal(check())).toContain('Invalid default for field a')
    await registry.updateConfig(name, { validateNewSchemas: false }, caller)
    expect(await check()).toMatchObject({ compatible: true })
  })
})

describe('a check', () => {
  it('works in every mode and stores nothing', async () => {
    const name = freshName()
    await registerAll(registry, name, '"int"')
    for (const mode of ['READONLY', 'IMPORT', 'READWRITE']) {
      await registry.updateMode(name, mode, true, caller)
      expect(await registry.checkCompatibility(name, 'all', offer('"long"'), quiet)).toMatchObject({
        compatible: true,
      })
      expect(await registry.checkCompatibility(name, 'all', offer('"bytes"'), quiet)).toMatchObject(
        {
          compatible: false,
        },
      )
    }
    expect(await registry.effectiveConfig(name)).toEqual({ compatibilityLevel: 'BACKWARD' })
  })

  it('follows the level as it is set, on the subject, the context and globally', async () => {
    const name = freshName()
    await registerAll(registry, name, '"long"')
    const check = async () =>
      (await registry.checkCompatibility(name, 'all', offer('"int"'), quiet)).compatible
    expect(await check()).toBe(false)
    await registry.updateConfig({ ...name, subject: '' }, { compatibilityLevel: 'FORWARD' }, caller)
    expect(await check()).toBe(true)
    await registry.updateConfig(name, { compatibilityLevel: 'FULL' }, caller)
    expect(await check()).toBe(false)
    await registry.deleteConfig(name, caller)
    expect(await check()).toBe(true)
  })

  it('sees through references on both sides', async () => {
    const leaf = freshName('leaf')
    const tree = { ...leaf, subject: 'tree' }
    const text = recordOf('Tree', 'Leaf')
    const pointing = (version: number) =>
      offer(text, { references: [{ name: 'Leaf', subject: 'leaf', version }] })
    await registry.updateConfig(leaf, { compatibilityLevel: 'NONE' }, caller)
    await registerAll(registry, leaf, record('Leaf', 'a'), record('Leaf', 'a', 'b'), record('Leaf'))
    await registerAll(registry, tree, pointing(1))
    const check = async (version: number) =>
      (await registry.checkCompatibility(tree, 'all', pointing(version), quiet)).compatible
    expect(await check(2)).toBe(false)
    expect(await check(3)).toBe(true)
  })

  it('looks at reserved fields only where fields are validated', async () => {
    const name = freshName()
    const reserving = (names: string) => ({ metadata: properties({ 'confluent:reserved': names }) })
    await registerAll(registry, name, offer(record('R', 'a'), reserving('x')))
    const check = () =>
      registry.checkCompatibility(name, 'all', offer(record('R', 'a'), reserving('a')), verbose)
    expect(await check()).toMatchObject({ compatible: true })
    await registry.updateConfig(name, { validateFields: true, compatibilityLevel: 'NONE' }, caller)
    expect((await check()).messages).toEqual([
      "The new schema has reserved field x removed from its metadata which is present in the old schema's metadata.",
      'The new schema has field that conflicts with the reserved field a.',
      "{validateFields: 'true', compatibility: 'NONE'}",
    ])
  })

  it('passes policy and rule book on to the format', async () => {
    const name = freshName()
    const json = (text: string) => offer(text, { schemaType: 'JSON' })
    await registerAll(
      registry,
      name,
      json('{"type":"object","additionalProperties":{"type":"string"}}'),
    )
    const narrower = json('{"type":"object","additionalProperties":false}')
    const check = async () =>
      (await registry.checkCompatibility(name, 'all', narrower, quiet)).compatible
    expect(await check()).toBe(false)
    await registry.updateConfig(name, { compatibilityPolicy: 'LENIENT' }, caller)
    expect(await check()).toBe(true)
  })

  it('finds in a submitted text the place that breaks', async () => {
    const name = freshName()
    await registerAll(registry, name, record('R', 'a'))
    const text = '{"type":"record","name":"R",\n"fields":[\n{"name":"b","type":"int"}]}'
    const { incompatibilities } = await registry.checkCompatibility(name, 'all', offer(text), quiet)
    expect(incompatibilities[0]?.reader).toMatchObject({ line: 3 })
  })

  it('calls an imported version incompatible that needs what nobody fetches', async () => {
    const name = freshName()
    const remote = '{"properties":{"a":{"$ref":"http://example.com/a.json"}}}'
    await registry.updateMode(name, 'IMPORT', false, caller)
    await registerAll(registry, name, offer(remote, { schemaType: 'JSON', schemaId: 1 }))
    await registry.updateMode(name, 'READWRITE', false, caller)
    const candidate = offer('{}', { schemaType: 'JSON' })
    const { messages } = await registry.checkCompatibility(name, 'all', candidate, verbose)
    expect(messages[0]).toBe('A previous schema version contains an unsupported external reference')
    expect(messages).toContain('{oldSchemaVersion: 1}')
  })
})
