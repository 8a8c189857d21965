import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launchDatabase } from '../../src/store/postgres/launcher.ts'
import { readMigrations } from '../../src/store/postgres/migrate.ts'
import { openStore } from '../../src/store/postgres/postgres-store.ts'
import type { Store } from '../../src/store/store.ts'
import { emptyDatabase, freshDatabase } from '../database.ts'
import type { TestDatabase } from '../database.ts'
import { race, startRacer } from './race.ts'
import type { Racer } from './race.ts'

interface Acknowledged {
  readonly subject: string
  readonly schemaId: number
  readonly version: number
}

/** Lets a racer register until it has acknowledged so many, then strikes. */
async function registerUntil(
  racer: Racer,
  count: number,
  strike: () => Promise<void>,
  more = 0,
): Promise<readonly Acknowledged[]> {
  const acknowledged: Acknowledged[] = []
  let struck: Promise<void> | undefined
  for await (const line of racer.go()) {
    acknowledged.push(line as Acknowledged)
    if (acknowledged.length === count) struck = strike()
    if (acknowledged.length === count + more && more > 0) await racer.kill()
  }
  await struck
  return acknowledged
}

async function missing(store: Store, acknowledged: readonly Acknowledged[]): Promise<unknown> {
  const lost = []
  for (const one of acknowledged) {
    const state = await store.subjects.read({ context: '.', subject: one.subject })
    const found = state.versions.some(
      ({ version, schemaId }) => version === one.version && schemaId === one.schemaId,
    )
    if (!found) lost.push(one)
  }
  return lost
}

// Each process takes its time to start.
const timeout = 120_000

describe('several processes on one database', { timeout }, () => {
  let database: TestDatabase
  let store: Store

  beforeAll(async () => {
    database = await freshDatabase()
    store = await openStore({ url: database.url })
  })
  afterAll(async () => {
    await store.close()
    await database.drop()
  })

  it('end with one id and one version when 32 writers register one text', async () => {
    const told = await race(Array.from({ length: 4 }, () => ['sameText', database.url, 's', '8']))
    const answers = told.flat()
    expect(answers).toHaveLength(32)
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1)
    const state = await store.subjects.read({ context: '.', subject: 's' })
    expect(state.versions).toHaveLength(1)
  })

  it('end with one id when many subjects register one content', async () => {
    const told = await race(
      ['a', 'b', 'c', 'd'].map((prefix) => ['sameContent', database.url, prefix, '8']),
    )
    const ids = (told.flat() as Acknowledged[]).map(({ schemaId }) => schemaId)
    expect(ids).toHaveLength(32)
    expect(new Set(ids).size).toBe(1)
  })

  it('accept exactly one of each of 200 pairs of plans made on the same facts', async () => {
    const [left, right] = (await race(
      ['left', 'right'].map((side) => ['pairs', database.url, side, '200']),
    )) as [string[], string[]]
    const outcomes = left.map((kind, i) => [kind, right[i]])
    const accepted = outcomes.filter((kinds) => kinds.includes('written'))
    expect(accepted).toHaveLength(200)
    expect(outcomes.filter((kinds) => kinds.includes('moved'))).toEqual(accepted)
  })

  it('apply each migration once when they all find an empty database', async () => {
    const empty = await emptyDatabase()
    const told = await race(Array.from({ length: 6 }, () => ['migrate', empty.url]))
    const names = readMigrations().map(({ name }) => name)
    expect(told.flat()).toHaveLength(names.length)
    expect(new Set(told.flat())).toEqual(new Set(names))
    await empty.drop()
  })

  it('miss nothing of what a killed writer had acknowledged', async () => {
    const racer = await startRacer('registerForever', database.url, 'killed')
    const acknowledged = await registerUntil(racer, 100, () => racer.kill())
    expect(acknowledged.length).toBeGreaterThanOrEqual(100)
    expect(await missing(store, acknowledged)).toEqual([])
  })
})

describe('the embedded PostgreSQL', { timeout }, () => {
  let dataDir: string
  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'concordat-test-'))
  })
  afterAll(() => rm(dataDir, { recursive: true, force: true }))

  it('stops with its killed process, lets the next one in, and misses nothing', async () => {
    const racer = await startRacer('embedded', dataDir)
    const acknowledged = await registerUntil(racer, 100, () => racer.kill())
    const database = await launchDatabase({ dataDir })
    const store = await openStore({ url: database.url })
    expect(await missing(store, acknowledged)).toEqual([])
    await store.close()
    await database.stop()
  })

  it('comes back when it is killed itself, and misses nothing', async () => {
    const racer = await startRacer('embedded', dataDir)
    const postmaster = async (): Promise<number> =>
      Number.parseInt(await readFile(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8'), 10)
    const first = await postmaster()
    const strike = async (): Promise<void> => {
      process.kill(first, 'SIGKILL')
    }
    // It goes on registering as soon as the database is back.
    const acknowledged = await registerUntil(racer, 100, strike, 100)
    const database = await launchDatabase({ dataDir })
    const store = await openStore({ url: database.url })
    expect(acknowledged.length).toBeGreaterThanOrEqual(200)
    expect(await missing(store, acknowledged)).toEqual([])
    await store.close()
    await database.stop()
  })
})
