import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { printSubject } from '../../src/model/subject.ts'
import type { Registry } from '../../src/registry/registry.ts'
import {
  caller,
  freshName,
  offer,
  openTestRegistry,
  record,
  refusal,
  registerAll,
} from './test-registry.ts'
import type { TestRegistry } from './test-registry.ts'

// Rest-api 2.3, `GET /subjects/{s}/metadata`.
describe('a search by metadata', () => {
  let opened: TestRegistry
  let registry: Registry
  beforeAll(async () => {
    opened = await openTestRegistry()
    registry = opened.registry
  })
  afterAll(() => opened.close())

  const ask = { normalize: false, format: '', deleted: false }
  const having = (pairs: Readonly<Record<string, string>>) => new Map(Object.entries(pairs))
  const annotated = (pairs: Readonly<Record<string, string>>, text = record('A')) =>
    offer(text, { metadata: { properties: having(pairs) } })

  it('finds the highest version having every pair', async () => {
    const name = freshName()
    await registerAll(
      registry,
      name,
      annotated({ owner: 'a', app: '1' }),
      annotated({ owner: 'a', app: '2' }),
      annotated({ owner: 'b', app: '2' }),
    )
    const find = async (pairs: Readonly<Record<string, string>>) =>
      (await registry.findByMetadata(name, having(pairs), ask)).version
    expect(await find({ owner: 'a' })).toBe(2)
    expect(await find({ owner: 'a', app: '1' })).toBe(1)
    expect(await find({})).toBe(3)
    expect(await refusal(find({ owner: 'b', app: '1' }))).toBe('40403 Schema not found')
    expect(await refusal(find({ constructor: 'x' }))).toBe('40403 Schema not found')
  })

  it('describes the stored version', async () => {
    const name = freshName()
    await registerAll(registry, name, annotated({ owner: 'a' }))
    expect(await registry.findByMetadata(name, having({ owner: 'a' }), ask)).toMatchObject({
      subject: printSubject(name),
      version: 1,
      schemaId: 1,
      deleted: false,
      content: { schemaText: record('A'), metadata: { properties: having({ owner: 'a' }) } },
    })
  })

  it('never matches a version without metadata, not even for no pairs', async () => {
    const name = freshName()
    await registerAll(registry, name, record('A'))
    expect(await refusal(registry.findByMetadata(name, having({}), ask))).toBe(
      '40403 Schema not found',
    )
  })

  it('sees soft-deleted versions only if asked', async () => {
    const name = freshName()
    const missing = `40401 Subject '${printSubject(name)}' not found.`
    const find = (deleted: boolean) =>
      registry.findByMetadata(name, having({ owner: 'a' }), { ...ask, deleted })
    expect(await refusal(find(true))).toBe(missing)
    await registerAll(registry, name, annotated({ owner: 'a' }))
    await registry.deleteSubject(name, false, caller)
    expect(await refusal(find(false))).toBe(missing)
    expect(await find(true)).toMatchObject({ version: 1, deleted: true })
  })

  it('takes the subject literally, without other contexts', async () => {
    const name = freshName('annotated-elsewhere')
    await registerAll(registry, name, annotated({ owner: 'a' }))
    const here = { context: '.', subject: 'annotated-elsewhere' }
    expect(await refusal(registry.findByMetadata(here, having({}), ask))).toMatch(/^40401 /)
  })

  it('formats the text, and ignores an unknown format', async () => {
    const name = freshName()
    await registerAll(registry, name, annotated({ owner: 'a' }))
    const find = (format: string) => registry.findByMetadata(name, having({}), { ...ask, format })
    expect((await find('resolved')).content.schemaText).toBe(record('A'))
    expect((await find('no-such-format')).content.schemaText).toBe(record('A'))
  })
})
