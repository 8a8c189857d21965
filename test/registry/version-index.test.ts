import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { SchemaContent } from '../../src/model/schema.ts'
import type { VersionRecord } from '../../src/model/version-record.ts'
import { createResemblances, mayResemble, resemblanceOf } from '../../src/registry/resemblances.ts'
import { createVersionIndexes } from '../../src/registry/version-index.ts'
import type { SubjectState } from '../../src/store/store.ts'

const contents: readonly SchemaContent[] = ['a', 'b', 'ab', 'ba', 'c', 'd'].map((text, i) => ({
  schemaType: 'AVRO',
  schemaText: text,
  references: i >= 4 ? [{ name: text, subject: 's', version: 1 }] : [],
  metadata: undefined,
  ruleSet: undefined,
}))

function stateOf(versions: readonly VersionRecord[]): SubjectState {
  const name = { context: '.', subject: 's' }
  return { name, revision: 1, versions, config: undefined, mode: undefined }
}

/** What happens to a subject between two questions. */
const steps = fc.array(
  fc.record({
    cut: fc.nat({ max: 4 }),
    drop: fc.option(fc.nat({ max: 20 })),
    added: fc.array(
      fc.record({
        content: fc.nat({ max: contents.length - 1 }),
        deleted: fc.boolean(),
        writtenAt: fc.nat({ max: 3 }),
      }),
      { maxLength: 5 },
    ),
    learns: fc.boolean(),
    offered: fc.nat({ max: contents.length - 1 }),
  }),
  { minLength: 1, maxLength: 12 },
)

describe('the index of a subject', () => {
  it('finds what looking at each version finds, however the subject changes', () => {
    fc.assert(
      fc.property(steps, (history) => {
        const resemblances = createResemblances()
        const indexOf = createVersionIndexes(resemblances)
        let versions: readonly VersionRecord[] = []
        for (const { cut, drop, added, learns, offered } of history) {
          const kept = versions.slice(0, versions.length - cut).filter((_, i) => i !== drop)
          const fresh = added.map(({ content, deleted, writtenAt }, i) => ({
            version: (kept.at(-1)?.version ?? 0) + 1 + i,
            schemaId: content,
            guid: `g${content}`,
            deleted,
            writtenAt,
          }))
          versions = [...kept, ...fresh]
          const state = stateOf(versions)
          const sought = resemblanceOf(contents[offered] as SchemaContent)
          const known = ({ guid }: VersionRecord) => resemblances.recall(guid)

          expect(indexOf(state).unknown()).toEqual(versions.filter((one) => !known(one)))
          if (learns) {
            for (const { guid, schemaId } of indexOf(state).unknown()) {
              resemblances.remember(guid, contents[schemaId] as SchemaContent)
            }
          }
          expect(indexOf(state).alike(sought)).toEqual(
            versions.filter((one) => {
              const resemblance = known(one)
              return resemblance === undefined || mayResemble(sought, resemblance)
            }),
          )
          expect(indexOf(state).live).toEqual(versions.filter(({ deleted }) => !deleted))
          const uses = versions.filter(({ guid }) => guid === `g${offered}`)
          const last = Math.max(...uses.map(({ writtenAt }) => writtenAt))
          expect(indexOf(state).lastUse(`g${offered}`)).toBe(
            uses.findLast(({ writtenAt }) => writtenAt === last),
          )
        }
      }),
    )
  })

  it('keeps subjects apart', () => {
    const indexOf = createVersionIndexes(createResemblances())
    const version = { version: 1, schemaId: 1, guid: 'g', deleted: false, writtenAt: 0 }
    const here = stateOf([version])
    const there = { ...stateOf([]), name: { context: '.', subject: 't' } }
    expect(indexOf(here).lastUse('g')).toBe(version)
    expect(indexOf(there).lastUse('g')).toBeUndefined()
    expect(indexOf(here).lastUse('g')).toBe(version)
  })
})
