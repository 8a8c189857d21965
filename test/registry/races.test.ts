import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { QualifiedSubject } from '../../src/model/subject.ts'
import { createRegistry } from '../../src/registry/create-registry.ts'
import type { Registry } from '../../src/registry/registry.ts'
import { openStore } from '../../src/store/postgres/postgres-store.ts'
import type { Store } from '../../src/store/store.ts'
import { freshDatabase } from '../database.ts'
import type { TestDatabase } from '../database.ts'
import { all, offer, record, settings } from './test-registry.ts'

interface Job {
  readonly name: QualifiedSubject
  readonly schemaText: string
}
interface Outcome {
  readonly schemaId?: number
  readonly version?: number
  readonly code?: number
}

const script = fileURLToPath(new URL('./racing-process.js', import.meta.url))
const full = { ...settings, compatibilityLevel: 'FULL' } as const
const options = { principal: undefined, normalize: false, force: false, format: '' }

let database: TestDatabase
let stores: readonly Store[]
let registries: readonly Registry[]

beforeAll(async () => {
  database = await freshDatabase()
  stores = await Promise.all([1, 2, 3].map(() => openStore({ url: database.url })))
  registries = stores.map((store) => createRegistry(store, full))
})
afterAll(async () => {
  await Promise.all(stores.map((store) => store.close()))
  await database.drop()
})

/** Runs each list of jobs in a process of its own; all begin together once all are ready. */
async function race(lists: readonly (readonly Job[])[]): Promise<readonly (readonly Outcome[])[]> {
  const racers = lists.map(() => {
    const child = spawn(process.execPath, [script, database.url, JSON.stringify(full)], {
      stdio: ['pipe', 'pipe', 'inherit'],
    })
    return { child, lines: createInterface({ input: child.stdout })[Symbol.asyncIterator]() }
  })
  for (const { lines } of racers) expect((await lines.next()).value).toBe('ready')
  racers.forEach(({ child }, i) => child.stdin.end(`${JSON.stringify(lists[i])}\n`))
  return await Promise.all(
    racers.map(async ({ child, lines }) => {
      const { value } = await lines.next()
      if (child.exitCode === null) await once(child, 'exit')
      return JSON.parse(String(value)) as readonly Outcome[]
    }),
  )
}

function subject(name: string): QualifiedSubject {
  return { context: '.', subject: name }
}

function versionsOf(name: QualifiedSubject): Promise<readonly number[]> {
  const [registry] = registries
  if (registry === undefined) throw new Error('No registry')
  const any = { deleted: true, deletedOnly: false, deletedAsNegative: false }
  return registry.listVersions(name, any, all)
}

describe('registries that race on one database', () => {
  it('give 32 registrations of one text one id and one version', async () => {
    const jobs = Array.from({ length: 8 }, () => ({
      name: subject('same'),
      schemaText: record('Same', 'a'),
    }))
    const outcomes = (await race([jobs, jobs, jobs, jobs])).flat()
    expect(outcomes).toHaveLength(32)
    expect(new Set(outcomes.map((outcome) => JSON.stringify(outcome))).size).toBe(1)
    expect(outcomes[0]).toMatchObject({ version: 1 })
    expect(await versionsOf(subject('same'))).toEqual([1])
  })

  it('give one text one id, under however many subjects it arrives at once', async () => {
    const jobsOf = (racer: number) =>
      Array.from({ length: 8 }, (_, i) => ({
        name: subject(`spread-${racer}-${i}`),
        schemaText: record('Spread', 'a'),
      }))
    const outcomes = (await race([1, 2, 3, 4].map(jobsOf))).flat()
    expect(new Set(outcomes.map(({ schemaId }) => schemaId)).size).toBe(1)
    expect(outcomes.every(({ version }) => version === 1)).toBe(true)
  })

  it('accept exactly one of each of 200 pairs that exclude each other', async () => {
    const jobsOf = (field: string) =>
      Array.from({ length: 200 }, (_, i) => ({
        name: subject(`pair-${i}`),
        schemaText: record(`Pair${i}`, field),
      }))
    const [a = [], b = []] = await race([jobsOf('a'), jobsOf('b')])
    const verdicts = a.map((one, i) => [one.version ?? one.code, b[i]?.version ?? b[i]?.code])
    const lawful = verdicts.filter(([x, y]) => (x === 1 && y === 40901) || (x === 40901 && y === 1))
    expect(lawful).toHaveLength(200)
    const versions = await Promise.all(a.map((_, i) => versionsOf(subject(`pair-${i}`))))
    expect(versions.every((list) => list.length === 1)).toBe(true)
  })

  it('lose nothing on one hot subject', async () => {
    const name = subject('hot')
    for (const registry of registries.slice(0, 1)) {
      await registry.updateConfig(name, { compatibilityLevel: 'NONE' }, { principal: undefined })
    }
    const writers = registries.flatMap((registry, writer) =>
      Array.from({ length: 20 }, (_, i) =>
        registry.registerSchema(name, offer(record('Hot', `f${writer}x${i}`)), options),
      ),
    )
    const answers = await Promise.all(writers)
    const numbers = answers.map(({ version = 0 }) => version).sort((x, y) => x - y)
    expect(numbers).toEqual(Array.from({ length: 60 }, (_, i) => i + 1))
    expect(await versionsOf(name)).toEqual(numbers)
  })

  it('check what comes at once against what comes before it', async () => {
    const [registry] = registries
    if (registry === undefined) throw new Error('A registry is needed')
    const name = subject('queue')
    const text = (name: string, type: string): string => {
      const field = { name, type, default: type === 'string' ? '' : 0 }
      return JSON.stringify({ type: 'record', name: 'Q', fields: [field] })
    }
    // Each second text contradicts the one before it, and nothing else.
    const texts = Array.from({ length: 30 }, (_, i) => text(`f${i >> 1}`, i % 2 ? 'string' : 'int'))
    const outcomes = await Promise.allSettled(
      texts.map((schemaText) => registry.registerSchema(name, offer(schemaText), options)),
    )
    expect(outcomes.map(({ status }) => status)).toEqual(
      texts.map((_, i) => (i % 2 ? 'rejected' : 'fulfilled')),
    )
    expect(await versionsOf(name)).toEqual(Array.from({ length: 15 }, (_, i) => i + 1))
    const again = await Promise.all(
      texts
        .filter((_, i) => i % 2 === 0)
        .map((schemaText) => registry.registerSchema(name, offer(schemaText), options)),
    )
    expect(again.map(({ version }) => version)).toEqual(Array.from({ length: 15 }, (_, i) => i + 1))
  })

  it('never let a referenced version go while its referrer is being registered', async () => {
    const [one, two] = registries
    if (one === undefined || two === undefined) throw new Error('Two registries are needed')
    for (let round = 0; round < 20; round++) {
      const leaf = subject(`leaf-${round}`)
      const tree = subject(`tree-${round}`)
      await one.registerSchema(leaf, offer(record('Leaf', 'a')), options)
      const text = JSON.stringify({
        type: 'record',
        name: 'Tree',
        fields: [{ name: 'l', type: 'Leaf' }],
      })
      const references = [{ name: 'Leaf', subject: leaf.subject, version: 1 }]
      const [registered, deleted] = await Promise.allSettled([
        one.registerSchema(tree, offer(text, { references }), options),
        two.deleteVersion(leaf, 1, false, { principal: undefined }),
      ])
      expect([registered.status, deleted.status].sort()).toEqual(['fulfilled', 'rejected'])
    }
  })
})
