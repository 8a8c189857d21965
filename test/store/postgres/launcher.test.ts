import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launchDatabase } from '../../../src/store/postgres/launcher.ts'
import { openStore } from '../../../src/store/postgres/postgres-store.ts'
import { newSubject, register } from '../store-writer.ts'

const socketOf = (url: string): string => new URL(url).searchParams.get('host') ?? ''

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

  it('leaves nothing of a temporary database', async () => {
    const database = await launchDatabase({ dataDir: undefined })
    const directory = socketOf(database.url)
    expect(existsSync(join(directory, 'postgres'))).toBe(true)
    await database.stop()
    expect(existsSync(directory)).toBe(false)
  })
})
