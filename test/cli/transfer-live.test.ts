import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { RegistryClient } from '../../src/client/registry-client.ts'
import { startRegistry } from '../running-registry.ts'
import type { RunningRegistry } from '../running-registry.ts'
import { concordat, record, workspace } from './cli-process.ts'
import type { Ended, Workspace } from './cli-process.ts'
import { startProxy } from './proxy.ts'

const schema = (name: string): string => JSON.stringify(record(name, { a: 'int' }))

/** Lines of an export with one version of each subject, ids from 101 up. */
function exported(subjects: readonly string[], more: readonly object[] = []): string {
  const versions = subjects.map((subject, index) => ({
    kind: 'schema',
    subject,
    version: 1,
    id: 101 + index,
    schemaType: 'AVRO',
    schema: schema(`Of${index}`),
  }))
  const begin = { kind: 'begin', format: 'concordat-export', formatVersion: 1 }
  const end = { kind: 'end', schemas: versions.length, settings: more.length }
  return [begin, ...versions, ...more, end].map((one) => `${JSON.stringify(one)}\n`).join('')
}

describe('import into a registry with a life of its own', () => {
  let registry: RunningRegistry
  let client: RegistryClient
  let made: Workspace
  const importing = (lines: string, ...args: readonly string[]): Promise<Ended> => {
    made.write({ 'some.ndjson': lines })
    return concordat(['import', 'some.ndjson', ...args], {
      url: registry.url,
      folder: made.folder,
    })
  }
  const modeOf = async (subject?: string): Promise<string | null | undefined> =>
    (await client.getMode(subject).catch(() => undefined))?.mode

  beforeAll(() => {
    made = workspace()
  })
  beforeEach(async () => {
    registry = await startRegistry()
    client = new RegistryClient({ url: registry.url })
    await client.register('own', { schema: schema('Own') })
  })
  afterEach(() => registry.close())
  afterAll(() => made.remove())

  it('writes nothing into an alias: it would be written over what is meant', async () => {
    await client.updateConfig({ alias: 'own' }, 'new')
    const ended = await importing(exported(['new']), '--force')
    expect(ended.status).toBe(1)
    expect(ended.errors).toContain("'new' is an alias of 'own' there")
    expect(ended.errors).toContain('PUT /config/new')
    expect(await client.getVersion('own', 1)).toMatchObject({ id: 1, schema: schema('Own') })
    await client.updateConfig({ alias: '' }, 'new')
    expect(await importing(exported(['new']), '--force')).toMatchObject({ status: 0, errors: '' })
    expect(await client.getVersion('new', 1)).toMatchObject({ id: 101 })
    expect(await client.getVersion('own', 1)).toMatchObject({ id: 1 })
  })

  it('leaves the modes as they were where the export says none', async () => {
    await client.updateMode('READONLY', 'own')
    await client.updateMode('READONLY', ':.other:')
    await client.updateMode('READONLY')
    const said = [{ kind: 'mode', subject: 'b', mode: 'READONLY' }]
    const ended = await importing(exported(['a', 'b', ':.other:c'], said), '--force')
    expect(ended).toMatchObject({ status: 0, errors: '' })
    expect(await modeOf()).toBe('READONLY')
    expect(await modeOf('own')).toBe('READONLY')
    expect(await modeOf(':.other:')).toBe('READONLY')
    expect(await modeOf('b')).toBe('READONLY')
    expect(await modeOf('a')).toBeUndefined()
  })

  it('gives the modes back when other content is in the way, and counts what stands', async () => {
    const ended = await importing(exported(['a', 'own', 'z']), '--force')
    expect(ended.status).toBe(1)
    expect(ended.errors).toContain('own version 1 (id 102) is there already with other content')
    const stand = (await client.listSubjects({ subjectPrefix: ':*:' })).length - 1
    expect(ended.errors).toContain(`${stand} schemas stand and all modes are as before`)
    expect(ended.errors).toContain('with that out of the way, the same command goes on')
    expect(await modeOf()).toBe('READWRITE')
    await client.register('own', { schema: schema('Own') })
  })

  it('gives the modes back when the registry that is copied cannot be reached any more', async () => {
    const origin = await startRegistry()
    await new RegistryClient({ url: origin.url }).register(':.more:a', { schema: schema('A') })
    const proxy = await startProxy(origin.url, (request) => {
      if (request.url?.startsWith('/settings') === true) request.destroy()
    })
    const ended = await concordat(['mirror', '--from', proxy.url, '--force'], { url: registry.url })
    proxy.close()
    await origin.close()
    expect(ended.status).toBe(3)
    expect(ended.errors).toContain('all modes are as before; the same command goes on')
    expect(await modeOf()).toBe('READWRITE')
    expect(await modeOf(':.more:')).toBeUndefined()
  })

  it('does not advise force where modes may not be changed at all', async () => {
    const fixed = await startRegistry(['--memory'], { CONCORDAT_MODE_MUTABILITY: 'false' })
    made.write({ 'some.ndjson': exported(['a']) })
    for (const more of [[], ['--force']]) {
      const args = ['import', 'some.ndjson', ...more]
      const ended = await concordat(args, { url: fixed.url, folder: made.folder })
      expect(ended).toMatchObject({ status: 2, out: '' })
      expect(ended.errors).toBe('concordat: update mode: Mode changes are not allowed\n')
    }
    await fixed.close()
  })

  it('says nothing of IMPORT mode where it was not entered', async () => {
    const ended = await importing(exported(['a', 'own']))
    expect(ended.status).toBe(1)
    expect(ended.errors).not.toContain('IMPORT')
    expect(await modeOf()).toBe('READWRITE')
    expect(await client.listSubjects()).toEqual(['own'])
  })
})
