import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { RegistryClient } from '../../src/client/registry-client.ts'
import { startRegistry } from '../running-registry.ts'
import type { RunningRegistry } from '../running-registry.ts'
import { concordat, record, workspace } from './cli-process.ts'
import type { Ended, Surroundings, Workspace } from './cli-process.ts'
import { startProxy } from './proxy.ts'

/** With the others more than one page of `GET /schemas`. */
const MANY = 1000

/** Fills a registry with everything that a copy must keep. */
async function fill(url: string): Promise<void> {
  const client = new RegistryClient({ url })
  const avro = (fields: Record<string, unknown>): string => JSON.stringify(record('R', fields))
  const money = { schema: JSON.stringify(record('Money', { amount: 'long' })) }
  await client.register('money', money)
  const order = JSON.stringify(record('Order', { price: 'acme.Money' }))
  const references = [{ name: 'acme.Money', subject: 'money', version: 1 }]
  await client.register('a-order', { schema: order, references })
  const across = [{ name: 'acme.Money', subject: ':.:money', version: 1 }]
  await client.register(':.other:a-order', { schema: order, references: across })
  await client.register(':.other:money', money)
  await client.register(':.other:near', {
    schema: JSON.stringify(record('Near', { price: 'acme.Money' })),
    references,
  })
  await client.register('proto', {
    schemaType: 'PROTOBUF',
    schema: 'syntax = "proto3"; message M { string a = 1; }',
    metadata: { properties: { owner: 'a team' }, tags: { '**.a': ['PII'] }, sensitive: ['owner'] },
    ruleSet: { domainRules: [{ name: 'r', type: 'CEL', kind: 'CONDITION', expr: 'true' }] },
  })
  await client.register('json', { schemaType: 'JSON', schema: '{"type":"object"}' })
  await client.register('gone', { schema: avro({ a: 'int' }) })
  await client.register('gone', { schema: avro({ a: 'long' }) })
  await client.deleteVersion('gone', 1)
  await client.register('all-gone', { schema: order, references })
  await client.deleteSubject('all-gone')
  await client.register('hole', { schema: avro({ b: 'int' }) })
  await client.register('hole', { schema: avro({ b: 'long' }) })
  await client.deleteVersion('hole', 1)
  await client.deleteVersion('hole', 1, { permanent: true })
  await client.register('same', { schema: avro({ b: 'long' }) })
  await client.register('odd %2F/ü:name', { schema: '"int"' })
  const shop = { resourceNamespace: 'shop', resourceType: 'topic' }
  await client.createAssociations({
    ...shop,
    resourceName: 'orders',
    resourceId: 'id of orders',
    associations: [
      { subject: 'odd %2F/ü:name', associationType: 'value', lifecycle: 'WEAK' },
      { subject: 'gone', associationType: 'key', lifecycle: 'WEAK' },
    ],
  })
  await client.createAssociations({
    ...shop,
    resourceName: 'payments',
    resourceId: 'id of payments',
    associations: [{ associationType: 'value', lifecycle: 'STRONG', schema: { schema: '"long"' } }],
  })
  await client.updateConfig({ compatibility: 'FULL', normalize: true }, 'json')
  await client.updateConfig({ compatibility: 'NONE' })
  await client.updateConfig({ compatibility: 'FORWARD' }, ':.other:')
  await client.updateConfig({ alias: 'money' }, 'gone')
  await client.updateConfig({ compatibility: 'FULL_TRANSITIVE' }, 'no-versions')
  await client.updateConfig({}, 'nothing-said')
  await client.updateConfig({ normalize: true }, ':.configured:')
  await client.updateConfig({ strictness: 'sound' }, ':.__GLOBAL:')
  await client.updateMode('READONLY', ':.configured:no-versions')
  await client.updateMode('READONLY', 'proto')
  await client.updateMode('READONLY', ':.other:')
  await Promise.all(
    Array.from({ length: MANY }, (_, i) =>
      client.register(`many-${i % 40}`, { schema: avro({ [`f${i}`]: ['null', 'int'] }) }),
    ),
  )
}

describe('export, import, verify and mirror', () => {
  let source: RunningRegistry
  let made: Workspace
  const opened: RunningRegistry[] = []
  const run = (args: readonly string[], around: Surroundings = {}): Promise<Ended> =>
    concordat(args, { url: source.url, folder: made.folder, ...around })
  const emptyRegistry = async (): Promise<RunningRegistry> => {
    const registry = await startRegistry()
    opened.push(registry)
    return registry
  }

  beforeAll(async () => {
    source = await startRegistry()
    opened.push(source)
    made = workspace()
    await fill(source.url)
    const ended = await run(['export', '--out', 'all.ndjson'])
    expect(ended).toMatchObject({ status: 0, errors: '' })
  })
  afterAll(async () => {
    made.remove()
    await Promise.all(opened.map((registry) => registry.close()))
  })

  it('writes one record a line, the last one counting them', () => {
    const lines = readFileSync(made.path('all.ndjson'), 'utf8').trimEnd().split('\n')
    const records = lines.map((line) => JSON.parse(line) as Record<string, unknown>)
    expect(records[0]).toEqual({ kind: 'begin', format: 'concordat-export', formatVersion: 1 })
    const schemas = records.filter(({ kind }) => kind === 'schema')
    expect(records.at(-1)).toEqual({
      kind: 'end',
      schemas: schemas.length,
      settings: records.length - schemas.length - 5,
      associations: 3,
    })
    expect(schemas.length).toBe(MANY + 14)
    expect(existsSync(made.path('all.ndjson.part'))).toBe(false)
  })

  it('writes the same to the standard output', async () => {
    const { out, status } = await run(['export'])
    expect(status).toBe(0)
    expect(out).toBe(readFileSync(made.path('all.ndjson'), 'utf8'))
  })

  it('makes an exact copy of an empty registry, and says so', async () => {
    const copy = await emptyRegistry()
    const around = { url: copy.url }
    const imported = await run(['import', 'all.ndjson', '--json'], around)
    expect(imported).toMatchObject({ status: 0, errors: '' })
    expect(JSON.parse(imported.out)).toMatchObject({
      written: MANY + 14,
      skipped: 0,
      softDeleted: 2,
    })
    expect(await run(['verify', 'all.ndjson'], around)).toMatchObject({ status: 0, errors: '' })
    const mirrored = await run(['mirror', '--from', source.url, '--verify'], around)
    expect(mirrored.out).toMatch(/^equal: \d+ schemas, \d+ settings, 3 associations\n$/)
    expect(mirrored.status).toBe(0)
    const again = await run(['export'], around)
    expect(again.out).toBe(readFileSync(made.path('all.ndjson'), 'utf8'))
    const once = await run(['import', 'all.ndjson', '--json'], around)
    expect(JSON.parse(once.out)).toMatchObject({ written: 0, softDeleted: 0 })
  })

  it('keeps associations, those that a strong one makes included', () => {
    const lines = readFileSync(made.path('all.ndjson'), 'utf8').split('\n')
    const rest = '"resourceId":"id of payments","resourceType":"topic","associationType":"value"'
    expect(lines).toContain(
      `{"kind":"association","subject":":.shop:payments-value","resourceName":"payments","resourceNamespace":"shop",${rest},"lifecycle":"STRONG","frozen":true}`,
    )
  })

  it('keeps settings of subjects and contexts without versions, as they are stored', async () => {
    const lines = readFileSync(made.path('all.ndjson'), 'utf8').split('\n')
    for (const line of [
      '{"kind":"config","subject":null,"config":{"compatibilityLevel":"NONE"}}',
      '{"kind":"config","subject":"gone","config":{"alias":"money"}}',
      '{"kind":"config","subject":"no-versions","config":{"compatibilityLevel":"FULL_TRANSITIVE"}}',
      '{"kind":"config","subject":"nothing-said","config":{}}',
      '{"kind":"config","subject":":.__GLOBAL:","config":{"strictness":"sound"}}',
      '{"kind":"config","subject":":.configured:","config":{"normalize":true}}',
      '{"kind":"mode","subject":":.configured:no-versions","mode":"READONLY"}',
    ]) {
      expect(lines).toContain(line)
    }
  })

  it('asks subject by subject where settings are not listed', async () => {
    const proxy = await startProxy(source.url, (request) => {
      if (request.url?.startsWith('/settings') === true) request.url = '/unknown'
    })
    const copy = await emptyRegistry()
    const asked = await run(['mirror', '--from', proxy.url], { url: copy.url })
    proxy.close()
    expect(asked).toMatchObject({ status: 0, errors: '' })
    const client = new RegistryClient({ url: copy.url })
    expect(await client.getConfig('json')).toMatchObject({ compatibilityLevel: 'FULL' })
    expect(await client.getMode('proto')).toEqual({ mode: 'READONLY' })
    await expect(client.getConfig('no-versions')).rejects.toThrow('does not have')
  })

  it('names every way in which a copy differs, and ends with 1', async () => {
    const copy = await emptyRegistry()
    const around = { url: copy.url }
    await run(['import', 'all.ndjson'], around)
    const client = new RegistryClient({ url: copy.url })
    await client.deleteVersion('json', 1)
    await client.deleteMode('proto')
    await client.deleteSubject('a-order')
    await client.deleteSubject('a-order', { permanent: true })
    await client.register('extra', { schema: '"int"' })
    await client.updateConfig({ compatibility: 'BACKWARD' }, 'json')
    await client.deleteConfig('no-versions')
    await client.updateConfig({ normalize: true }, 'nobody')
    const orders = `${copy.url}/associations/resources/id%20of%20orders?associationType=key`
    expect((await fetch(orders, { method: 'DELETE' })).status).toBe(204)
    await client.createAssociations({
      resourceName: 'other',
      resourceNamespace: 'shop',
      resourceId: 'other',
      associations: [{ subject: 'extra', lifecycle: 'WEAK' }],
    })
    const { out, status } = await run(['verify', 'all.ndjson'], around)
    expect(status).toBe(1)
    for (const line of [
      /^json version 1 is soft-deleted in the copy only$/m,
      /^a-order version 1 \(id 2\) is missing$/m,
      /^extra version 1 is in the copy only$/m,
      /^the mode of proto is not set, not READONLY$/m,
      /^the config of json is \{"compatibilityLevel":"BACKWARD".*not \{"compatibilityLevel":"FULL"/m,
      /^the config of no-versions is not set, not \{"compatibilityLevel":"FULL_TRANSITIVE"\}$/m,
      /^the config of nobody is \{"normalize":true\}, not unset$/m,
      /^the key association of topic shop\/orders \(id of orders\) is missing$/m,
      /^the value association of topic shop\/other \(other\) is in the copy only$/m,
      /^9 differences in \d+ schemas, \d+ settings and 3 associations$/m,
    ]) {
      expect(out).toMatch(line)
    }
  })

  it('refuses a registry with other live schemas, and content that is in the way', async () => {
    const copy = await emptyRegistry()
    const around = { url: copy.url }
    const client = new RegistryClient({ url: copy.url })
    await client.register('zebra', { schema: '"string"' })
    const live = await run(['import', 'all.ndjson'], around)
    expect(live.errors).toContain('Import into an empty registry, or say --force')
    expect(live.status).toBe(2)
    await client.register('a-order', { schema: '"string"' })
    const forced = await run(['import', 'all.ndjson', '--force'], around)
    expect(forced.errors).toContain('a-order version 1 (id 2) is there already with other content')
    expect(forced.status).toBe(1)
    await client.updateMode('READWRITE')
    await client.register('stranger', { schema: '"string"' })
    const strange = await run(['mirror', '--from', source.url], around)
    expect(strange.errors).toContain("has 'stranger', which the other has not")
    expect(strange.status).toBe(2)
  })

  it.each(['SIGINT', 'SIGKILL'] as const)(
    'goes on with an import that %s ended',
    async (signal) => {
      const copy = await emptyRegistry()
      let posts = 0
      let kill: ((signal: NodeJS.Signals) => void) | undefined
      const proxy = await startProxy(copy.url, ({ method }) => {
        if (method === 'POST' && ++posts === 300) kill?.(signal)
      })
      const ended = await run(['import', 'all.ndjson'], {
        url: proxy.url,
        started: (given) => {
          kill = given
        },
      })
      proxy.close()
      expect(ended.status).toBe(signal === 'SIGINT' ? 3 : null)
      if (signal === 'SIGINT') expect(ended.errors).toContain('still in IMPORT mode')
      const around = { url: copy.url }
      expect((await run(['mode', 'get'], around)).out).toBe('IMPORT\n')
      const rest = await run(['import', 'all.ndjson', '--json'], around)
      expect(rest).toMatchObject({ status: 0, errors: '' })
      const { written, skipped } = JSON.parse(rest.out) as { written: number; skipped: number }
      expect(skipped).toBeGreaterThan(200)
      expect(written + skipped).toBe(MANY + 14)
      expect((await run(['verify', 'all.ndjson'], around)).status).toBe(0)
    },
  )

  it('goes on with an export that was interrupted, and never shows half of it as whole', async () => {
    let kill: ((signal: NodeJS.Signals) => void) | undefined
    const proxy = await startProxy(source.url, ({ url }) => {
      if (url?.includes('offset=1000') === true) kill?.('SIGINT')
    })
    const ended = await run(['export', '--out', 'some.ndjson'], {
      url: proxy.url,
      started: (given) => {
        kill = given
      },
    })
    proxy.close()
    expect(ended.status).toBe(3)
    expect(ended.errors).toContain('the export is not complete')
    expect(existsSync(made.path('some.ndjson'))).toBe(false)
    const part = readFileSync(made.path('some.ndjson.part'), 'utf8')
    writeFileSync(made.path('some.ndjson.part'), part.slice(0, -40))
    const rest = await run(['export', '--out', 'some.ndjson', '--json'])
    expect(rest).toMatchObject({ status: 0, errors: '' })
    expect((JSON.parse(rest.out) as { resumed: number }).resumed).toBeGreaterThan(0)
    expect(readFileSync(made.path('some.ndjson'), 'utf8')).toBe(
      readFileSync(made.path('all.ndjson'), 'utf8'),
    )
  })

  it('says what stands when a registry goes away in the midst of it', async () => {
    const copy = await emptyRegistry()
    let posts = 0
    const failing = await startProxy(copy.url, (request) => {
      if (request.method === 'POST' && ++posts > 200) request.url = '/unknown'
    })
    const imported = await run(['import', 'all.ndjson'], { url: failing.url })
    failing.close()
    expect(imported.errors).toMatch(
      /\. \d+ schemas stand and the registry is still in IMPORT mode; the same command goes on\n$/,
    )
    expect(imported.status).not.toBe(0)
    const broken = await startProxy(source.url, (request) => {
      if (request.url?.includes('offset=1000') === true) request.url = '/unknown'
    })
    const exported = await run(['export', '--out', 'broken.ndjson'], { url: broken.url })
    broken.close()
    expect(exported.errors).toContain(
      '1000 schemas are written, the export is not complete; the same command goes on with it',
    )
    expect(existsSync(made.path('broken.ndjson'))).toBe(false)
    expect(await run(['export', '--out', 'broken.ndjson'])).toMatchObject({ status: 0, errors: '' })
    expect(readFileSync(made.path('broken.ndjson'), 'utf8')).toBe(
      readFileSync(made.path('all.ndjson'), 'utf8'),
    )
    const nowhere = await run(['export', '--out', 'no/where.ndjson'])
    expect(nowhere.errors).toContain('no/where.ndjson.part: there is no such folder')
    expect(nowhere.status).toBe(2)
  })

  it('leads out of IMPORT mode what an attempt before it has left there', async () => {
    const origin = await emptyRegistry()
    const copy = await emptyRegistry()
    const client = new RegistryClient({ url: origin.url })
    await client.register('s', { schema: '"int"' })
    await client.register(':.team:s', { schema: '"int"' })
    const failing = await startProxy(copy.url, (request) => {
      if (request.method === 'DELETE') request.url = '/unknown'
    })
    const args = ['mirror', '--from', origin.url]
    const broken = await run(args, { url: failing.url })
    failing.close()
    expect(broken.status).not.toBe(0)
    const modes = (): Promise<unknown[]> => Promise.all([modeOf(), modeOf(':.team:')])
    const modeOf = (target?: string): Promise<unknown> =>
      new RegistryClient({ url: copy.url }).getMode(target).then(
        ({ mode }) => mode,
        () => undefined,
      )
    expect(await modes()).toEqual(['IMPORT', 'IMPORT'])
    const again = await run(args, { url: copy.url })
    expect(again).toMatchObject({ status: 0, errors: '' })
    expect(again.out).toContain('copied 0 schemas (2 were there already)')
    expect(await modes()).toEqual(['READWRITE', undefined])
    expect(await run([...args, '--verify'], { url: copy.url })).toMatchObject({ status: 0 })
  })

  it('takes a file that ends early only when told to', async () => {
    const text = readFileSync(made.path('all.ndjson'), 'utf8')
    made.write({ 'cut.ndjson': text.slice(0, text.lastIndexOf('\n', text.length / 2) - 3) })
    const copy = await emptyRegistry()
    const refused = await run(['verify', 'cut.ndjson'], { url: copy.url })
    expect(refused.errors).toContain('ends before its last line')
    expect(refused.status).toBe(2)
    const partial = await run(['import', 'cut.ndjson', '--partial'], { url: copy.url })
    expect(partial).toMatchObject({ status: 0, errors: '' })
    expect(partial.out).toContain('left out a-order version 1: what it refers to is nowhere')
    const whole = await run(['import', 'all.ndjson', '--force'], { url: copy.url })
    expect(whole).toMatchObject({ status: 0, errors: '' })
    expect((await run(['verify', 'all.ndjson'], { url: copy.url })).status).toBe(0)
  })

  it('mirrors what is new when it is run again', async () => {
    const origin = await emptyRegistry()
    const copy = await emptyRegistry()
    const around = { url: copy.url }
    const client = new RegistryClient({ url: origin.url })
    await client.register('s', { schema: '"int"' })
    await client.updateMode('READONLY', 's')
    const mirror = (...more: readonly string[]): Promise<Ended> =>
      run(['mirror', '--from', origin.url, ...more], around)
    expect((await mirror()).out).toMatch(/^copied 1 schemas \(0 were there already\)/)
    await client.deleteMode('s')
    await client.register('s', { schema: '"long"' })
    await client.deleteVersion('s', 1)
    await client.updateMode('READONLY', 's')
    await client.register('t', { schema: '"string"' })
    expect((await mirror('--verify')).status).toBe(1)
    expect((await mirror()).out).toMatch(
      /^copied 2 schemas \(1 were there already\), soft-deleted 1/,
    )
    expect(await mirror('--verify')).toMatchObject({ status: 0, errors: '' })
  })

  it('takes configs and modes away from a mirror that were taken away', async () => {
    const origin = await emptyRegistry()
    const copy = await emptyRegistry()
    const client = new RegistryClient({ url: origin.url })
    const mirror = (...more: readonly string[]): Promise<Ended> =>
      run(['mirror', '--from', origin.url, ...more], { url: copy.url })
    await client.register('s', { schema: '"int"' })
    await client.register(':.team:s', { schema: '"int"' })
    for (const target of ['s', ':.team:', 'nothing-there']) {
      await client.updateConfig({ compatibility: 'FULL' }, target)
      await client.updateMode('READONLY', target)
    }
    expect(await mirror()).toMatchObject({ status: 0, errors: '' })
    for (const target of ['s', ':.team:', 'nothing-there']) {
      await client.deleteMode(target)
      await client.deleteConfig(target)
    }
    await client.register('s', { schema: '"long"' })
    expect((await mirror('--verify')).status).toBe(1)
    expect(await mirror()).toMatchObject({ status: 0, errors: '' })
    expect(await mirror('--verify')).toMatchObject({ status: 0, errors: '' })
    // Who reads from a copy may have closed it for writing.
    await new RegistryClient({ url: copy.url }).updateMode('READONLY')
    await client.register('t', { schema: '"string"' })
    expect(await mirror()).toMatchObject({ status: 0, errors: '' })
    expect(await new RegistryClient({ url: copy.url }).getMode()).toEqual({ mode: 'READONLY' })
  })

  it.each([
    { name: 'gone.ndjson', text: undefined, says: 'there is no such file' },
    { name: 'a.ndjson', text: 'x\n', says: 'a.ndjson:1: not JSON' },
    { name: 'a.ndjson', text: '{"kind":"end"}\n', says: 'a.ndjson:1: not the first line' },
    {
      name: 'a.ndjson',
      text: '{"kind":"begin","format":"concordat-export","formatVersion":9}\n',
      says: 'an export of format 9',
    },
    {
      name: 'a.ndjson',
      text: '{"kind":"begin","format":"concordat-export","formatVersion":1}\n{"kind":"schema"}\n',
      says: 'a.ndjson:2: not a line of an export',
    },
    {
      name: 'a.ndjson',
      text: '{"kind":"begin","format":"concordat-export","formatVersion":1}\n{"kind":"__proto__"}\n',
      says: 'a.ndjson:2: not a line of an export',
    },
  ])('refuses a file that is no export: $says', async ({ name, text, says }) => {
    if (text !== undefined) made.write({ [name]: text })
    const { status, errors } = await run(['verify', name])
    expect(errors).toContain(says)
    expect(status).toBe(2)
  })

  it('needs to know what to mirror, and ends with 3 when it is down', async () => {
    expect((await run(['mirror'])).errors).toContain('name the registry to copy with --from')
    const down = await run(['mirror', '--from', 'http://127.0.0.1:9'])
    expect(down.status).toBe(3)
  })
})
