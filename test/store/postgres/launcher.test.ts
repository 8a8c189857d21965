import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest'
import { launchDatabase } from '../../../src/store/postgres/launcher.ts'
import { openStore } from '../../../src/store/postgres/postgres-store.ts'
import { newSubject, register } from '../store-writer.ts'

const launcher = new URL('../../../dist/store/postgres/launcher.js', import.meta.url).href

const socketOf = (url: string): string => new URL(url).searchParams.get('host') ?? ''

async function dataDirectoryOf(url: string): Promise<string> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const { rows } = await client.query<{ data_directory: string }>('show data_directory')
  await client.end()
  return rows[0]?.data_directory ?? ''
}

describe('the launcher', { timeout: 120_000 }, () => {
  let dataDir: string
  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'concordat-test-'))
  })
  afterAll(() => rm(dataDir, { recursive: true, force: true }))

  it('keeps data in its directory from one start to the next', async () => {
    const name = newSubject()
    const first = await launchDatabase({ dataDir })
    const before = await openStore({ url: first.url })
    await register(before, name)
    await before.close()
    await first.stop()
    expect(existsSync(socketOf(first.url))).toBe(false)

    const second = await launchDatabase({ dataDir })
    const after = await openStore({ url: second.url })
    expect((await after.subjects.read(name)).versions).toHaveLength(1)
    expect(after.clusterId).toBe(before.clusterId)
    await after.close()

    await expect(launchDatabase({ dataDir })).rejects.toThrow(
      `The data directory ${join(dataDir, 'postgres')} is in use by another process.`,
    )
    await second.stop()
  })

  it('starts over a file that a dead server left, whoever has its number now', async () => {
    await writeFile(join(dataDir, 'postgres', 'postmaster.pid'), `${process.pid}\n`)
    const database = await launchDatabase({ dataDir })
    await database.stop()
    expect(existsSync(join(dataDir, 'postgres', 'postmaster.pid'))).toBe(false)
  })

  it.each([
    { where: 'where TMPDIR says', temporary: () => dataDir },
    { where: 'where there is room', temporary: () => undefined },
  ])('leaves nothing of a temporary database $where', async ({ temporary }) => {
    vi.stubEnv('TMPDIR', temporary())
    onTestFinished(() => {
      vi.unstubAllEnvs()
    })
    const database = await launchDatabase({ dataDir: undefined })
    const data = await dataDirectoryOf(database.url)
    const named = temporary()
    expect(data.startsWith(named ?? '/')).toBe(true)
    expect(existsSync(data)).toBe(true)
    await database.stop()
    expect(existsSync(dirname(data))).toBe(false)
    expect(existsSync(socketOf(database.url))).toBe(false)
  })

  it('leaves nothing of a temporary database whose process was killed', async () => {
    const owner = spawn(process.execPath, [
      '--input-type=module',
      '--eval',
      `import { launchDatabase } from ${JSON.stringify(launcher)}
       console.log((await launchDatabase({ dataDir: undefined })).url)
       setInterval(() => {}, 1000)`,
    ])
    const [printed] = (await once(owner.stdout, 'data')) as [Buffer]
    const url = printed.toString().trim()
    const data = await dataDirectoryOf(url)
    owner.kill('SIGKILL')
    await expect
      .poll(() => existsSync(dirname(data)) || existsSync(socketOf(url)), { timeout: 20_000 })
      .toBe(false)
  })
})
