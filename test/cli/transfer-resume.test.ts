import { execFileSync } from 'node:child_process'
import { lstatSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { RegistryClient } from '../../src/client/registry-client.ts'
import { startRegistry } from '../running-registry.ts'
import type { RunningRegistry } from '../running-registry.ts'
import { concordat, record, workspace } from './cli-process.ts'
import type { Ended, Workspace } from './cli-process.ts'
import { startProxy } from './proxy.ts'

describe('an export that was interrupted', () => {
  let registry: RunningRegistry
  let other: RunningRegistry
  let client: RegistryClient
  let made: Workspace
  const run = (args: readonly string[], url = registry.url): Promise<Ended> =>
    concordat(args, { url, folder: made.folder })
  const lines = (): string => readFileSync(made.path('all.ndjson'), 'utf8')
  /** Leaves the first three schemas of the registry as an earlier attempt would. */
  const interrupt = async (): Promise<void> => {
    expect(await run(['export', '--out', 'all.ndjson'])).toMatchObject({ status: 0 })
    const part = lines().split('\n').slice(0, 4).join('\n')
    writeFileSync(made.path('some.ndjson.part'), `${part}\n{"kind":"sch`)
  }
  const goOn = async (url = registry.url): Promise<number> => {
    const ended = await run(['export', '--out', 'some.ndjson', '--json'], url)
    expect(ended).toMatchObject({ status: 0, errors: '' })
    return (JSON.parse(ended.out) as { resumed: number }).resumed
  }
  const isExact = async (url = registry.url): Promise<void> => {
    const fresh = await run(['export'], url)
    expect(readFileSync(made.path('some.ndjson'), 'utf8')).toBe(fresh.out)
  }

  beforeAll(async () => {
    ;[registry, other] = await Promise.all([startRegistry(), startRegistry()])
    client = new RegistryClient({ url: registry.url })
    made = workspace()
    for (const subject of ['b', 'c', 'd', 'e', 'f']) {
      await client.register(subject, { schema: JSON.stringify(record(`R${subject}`, {})) })
    }
  })
  afterAll(async () => {
    made.remove()
    await Promise.all([registry.close(), other.close()])
  })

  it('is gone on with where the registry still begins with what is there', async () => {
    await interrupt()
    expect(await goOn()).toBe(3)
    await isExact()
  })

  it('begins anew where a version has come before that place', async () => {
    await interrupt()
    await client.register('a', { schema: '"int"' })
    expect(await goOn()).toBe(0)
    await isExact()
  })

  it('begins anew where a version has gone before that place', async () => {
    await interrupt()
    await client.deleteSubject('b')
    await client.deleteSubject('b', { permanent: true })
    expect(await goOn()).toBe(0)
    await isExact()
  })

  it('begins anew with another registry', async () => {
    await interrupt()
    await new RegistryClient({ url: other.url }).register('b', { schema: '"string"' })
    expect(await goOn(other.url)).toBe(0)
    await isExact(other.url)
  })

  it('is not taken for whole when lines of it have gone', async () => {
    await run(['export', '--out', 'all.ndjson'])
    const [begin, , ...rest] = lines().split('\n')
    writeFileSync(made.path('cut.ndjson'), [begin, ...rest].join('\n'))
    const ended = await run(['verify', 'cut.ndjson'])
    expect(ended.status).toBe(2)
    expect(ended.errors).toMatch(
      /cut\.ndjson:\d+: the export had \d schemas, but there are \d; export again, or .* --partial\n$/,
    )
    const partial = await run(['verify', 'cut.ndjson', '--partial'])
    expect(partial).toMatchObject({ status: 1, errors: '' })
    expect(partial.out).toContain('is in the copy only')
  })

  it('never puts a file in the place of a pipe, a folder or a link', async () => {
    const fresh = (await run(['export'])).out
    execFileSync('mkfifo', [made.path('pipe')])
    const reader = readFile(made.path('pipe'), 'utf8')
    expect(await run(['export', '--out', 'pipe'])).toMatchObject({ status: 0, errors: '' })
    expect(await reader).toBe(fresh)
    expect(lstatSync(made.path('pipe')).isFIFO()).toBe(true)
    made.write({ 'folder/inside': '', 'real.ndjson': '' })
    const refused = await run(['export', '--out', 'folder'])
    expect(refused).toEqual({
      status: 2,
      out: '',
      errors: 'concordat: folder: it is a directory; name a file in it\n',
    })
    symlinkSync('real.ndjson', made.path('link.ndjson'))
    expect(await run(['export', '--out', 'link.ndjson'])).toMatchObject({ status: 0 })
    expect(lstatSync(made.path('link.ndjson')).isSymbolicLink()).toBe(true)
    expect(readFileSync(made.path('real.ndjson'), 'utf8')).toBe(fresh)
    symlinkSync('link-2.ndjson', made.path('link-1.ndjson'))
    symlinkSync('folder/later.ndjson', made.path('link-2.ndjson'))
    expect(await run(['export', '--out', 'link-1.ndjson'])).toMatchObject({ status: 0 })
    expect(lstatSync(made.path('link-1.ndjson')).isSymbolicLink()).toBe(true)
    expect(readFileSync(made.path('folder/later.ndjson'), 'utf8')).toBe(fresh)
    symlinkSync('circle.ndjson', made.path('circle.ndjson'))
    const circle = await run(['export', '--out', 'circle.ndjson'])
    expect(circle).toMatchObject({ status: 2, out: '' })
    expect(circle.errors).toContain('too many links')
    const nameless = await run(['export', '--out', ''])
    expect(nameless).toMatchObject({ status: 2, out: '' })
  })

  it('does not count what it has thrown away', async () => {
    await interrupt()
    await client.register('0', { schema: '"int"' })
    const proxy = await startProxy(registry.url, (request) => {
      const url = request.url ?? ''
      if (url.startsWith('/schemas') && !url.includes('limit=1&') && !url.endsWith('limit=1')) {
        request.url = '/subjects/%00'
      }
    })
    const ended = await run(['export', '--out', 'some.ndjson'], proxy.url)
    proxy.close()
    expect(ended.status).not.toBe(0)
    expect(ended.errors).not.toContain('schemas are written')
    expect(readFileSync(made.path('some.ndjson.part'), 'utf8')).not.toContain('"kind":"schema"')
  })

  it('asks for smaller pages where schemas are too large to be answered together', async () => {
    const fresh = await run(['export'])
    const proxy = await startProxy(registry.url, (request) => {
      const limit = /^\/schemas.*\blimit=(\d+)/.exec(request.url ?? '')?.[1]
      if (Number(limit) > 4) request.url = '/%zz'
    })
    expect(await run(['export'], proxy.url)).toEqual(fresh)
    proxy.close()
  })

  it('does not promise to go on with what went down a pipe', async () => {
    const proxy = await startProxy(registry.url, (request) => {
      if (request.url?.includes('settings') === true) request.url = '/subjects/%00'
    })
    const ended = await run(['export'], proxy.url)
    proxy.close()
    expect(ended.status).not.toBe(0)
    expect(ended.errors).toMatch(/\d schemas are written, the export is not complete\n$/)
  })
})
