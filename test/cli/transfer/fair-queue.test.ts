import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FairQueue } from '../../../src/cli/transfer/fair-queue.ts'
import type { SchemaRecord } from '../../../src/cli/transfer/record.ts'

function record(subject: string, version: number): SchemaRecord {
  return { kind: 'schema', subject, version, id: version, schemaType: 'AVRO', schema: '"int"' }
}

function drain(queue: FairQueue): readonly string[] {
  const taken: string[] = []
  for (let next = queue.take(); next !== undefined; next = queue.take()) {
    taken.push(`${next.subject}${next.version}`)
  }
  return taken
}

describe('FairQueue', () => {
  it('gives each subject a turn', () => {
    const queue = new FairQueue()
    for (const [subject, version] of [
      ['a', 1],
      ['a', 2],
      ['a', 3],
      ['b', 1],
      ['c', 1],
      ['c', 2],
    ] as const) {
      queue.push(record(subject, version))
    }
    expect([queue.size, queue.characters]).toEqual([6, 30])
    expect(drain(queue)).toEqual(['a1', 'b1', 'c1', 'a2', 'c2', 'a3'])
    expect([queue.size, queue.characters]).toEqual([0, 0])
    expect(queue.take()).toBeUndefined()
  })

  it('loses nothing and keeps the order within a subject', () => {
    const subjects = fc.array(fc.constantFrom('a', 'b', 'c', '__proto__'))
    fc.assert(
      fc.property(subjects, (names) => {
        const queue = new FairQueue()
        for (const [at, name] of names.entries()) queue.push(record(name, at + 1))
        const taken = drain(queue)
        expect(taken.toSorted()).toEqual(names.map((name, at) => `${name}${at + 1}`).toSorted())
        for (const name of new Set(names)) {
          const own = taken.filter((one) => one.startsWith(name))
          const before = names.flatMap((one, at) => (one === name ? [`${name}${at + 1}`] : []))
          expect(own).toEqual(before)
        }
      }),
    )
  })
})
