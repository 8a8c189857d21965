import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { QualifiedSubject } from '../../src/model/subject.ts'
import type { Registry } from '../../src/registry/registry.ts'
import { all, caller, offer, openTestRegistry, record, refusal } from './test-registry.ts'
import type { TestRegistry } from './test-registry.ts'

/** Something done to one subject. */
type Deed =
  | { readonly kind: 'register'; readonly text: string }
  | { readonly kind: 'delete-version'; readonly version: number; readonly permanent: boolean }
  | { readonly kind: 'delete-subject'; readonly permanent: boolean }
  | { readonly kind: 'restore-version'; readonly version: number }
  | { readonly kind: 'restore-subject' }

const version = fc.integer({ min: 1, max: 6 })
const permanent = fc.boolean()
const deeds: fc.Arbitrary<Deed> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('register' as const),
      text: fc.constantFrom('A', 'B', 'C'),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant('delete-version' as const), version, permanent }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('delete-subject' as const), permanent }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('restore-version' as const), version }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('restore-subject' as const) }) },
)

/** What a deed answers: its result, or the code it is refused with. */
type Outcome = number | readonly number[] | string

/** A subject as the protocol describes it, in the fewest words. Rest-api 3.5, 3.7. */
class Model {
  /** By number; negative keys do not occur. */
  readonly versions = new Map<number, { readonly text: string; deleted: boolean }>()

  numbers(deleted: boolean): number[] {
    return [...this.versions].filter(([, it]) => it.deleted === deleted).map(([number]) => number)
  }

  /** As `deletedAsNegative` lists them. */
  listed(): number[] {
    return [...this.versions].map(([number, it]) => (it.deleted ? -number : number))
  }

  perform(deed: Deed): Outcome {
    switch (deed.kind) {
      case 'register':
        return this.register(deed.text)
      case 'delete-version':
        return this.deleteVersion(deed.version, deed.permanent)
      case 'delete-subject':
        return this.deleteSubject(deed.permanent)
      case 'restore-version':
        return this.find(deed.version, (it) => {
          it.deleted = false
          return deed.version
        })
      case 'restore-subject': {
        if (this.versions.size === 0) return '40401'
        const restored = this.numbers(true)
        for (const it of this.versions.values()) it.deleted = false
        return restored
      }
    }
  }

  private register(text: string): number {
    const live = [...this.versions].find(([, it]) => it.text === text && !it.deleted)
    if (live !== undefined) return live[0]
    const next = Math.max(0, ...this.versions.keys()) + 1
    for (const [number, it] of this.versions) if (it.text === text) this.versions.delete(number)
    this.versions.set(next, { text, deleted: false })
    return next
  }

  private deleteVersion(number: number, isPermanent: boolean): Outcome {
    return this.find(number, (it) => {
      if (it.deleted !== isPermanent) return isPermanent ? '40407' : '40406'
      if (isPermanent) this.versions.delete(number)
      it.deleted = true
      return number
    })
  }

  private deleteSubject(isPermanent: boolean): Outcome {
    if (this.versions.size === 0) return '40401'
    const live = this.numbers(false)
    if (!isPermanent) {
      for (const it of this.versions.values()) it.deleted = true
      return live.length === 0 ? '40404' : live
    }
    if (live.length > 0) return '40405'
    const gone = [...this.versions.keys()]
    this.versions.clear()
    return gone
  }

  private find(number: number, use: (it: { deleted: boolean }) => Outcome): Outcome {
    const it = this.versions.get(number)
    if (it !== undefined) return use(it)
    return this.versions.size === 0 ? '40401' : '40402'
  }
}

async function perform(registry: Registry, name: QualifiedSubject, deed: Deed): Promise<Outcome> {
  switch (deed.kind) {
    case 'register': {
      const options = { ...caller, normalize: false, force: false, format: '' }
      const answer = await registry.registerSchema(name, offer(record(deed.text)), options)
      return answer.version ?? 0
    }
    case 'delete-version':
      return await registry.deleteVersion(name, deed.version, deed.permanent, caller)
    case 'delete-subject':
      return await registry.deleteSubject(name, deed.permanent, caller)
    case 'restore-version':
      return await registry.restoreVersion(name, deed.version, caller)
    case 'restore-subject':
      return await registry.restoreSubject(name, caller)
  }
}

describe('the life of a subject', () => {
  let opened: TestRegistry
  let registry: Registry
  beforeAll(async () => {
    opened = await openTestRegistry()
    registry = opened.registry
  })
  afterAll(() => opened.close())

  const negative = { deleted: true, deletedOnly: false, deletedAsNegative: true }
  let lives = 0

  it('goes as described, whatever its name and whatever is done in whatever order', async () => {
    const subject = fc.string({ unit: 'binary', minLength: 1 }).filter((it) => !/\p{Cc}/u.test(it))
    await fc.assert(
      fc.asyncProperty(subject, fc.array(deeds, { maxLength: 14 }), async (bare, done) => {
        const name = { context: `.life${(lives += 1)}`, subject: bare }
        const model = new Model()
        for (const deed of done) {
          const expected = model.perform(deed)
          const outcome: { value?: Outcome } = {}
          const refused = await refusal(
            perform(registry, name, deed).then((value) => {
              outcome.value = value
            }),
          )
          expect(outcome.value ?? refused?.slice(0, 5)).toEqual(expected)
        }
        const listed = model.listed()
        if (listed.length === 0) return
        expect(await registry.listVersions(name, negative, all)).toEqual(listed)
      }),
      { numRuns: 25 },
    )
  })
})
