import { describe, expect, it } from 'vitest'
import { isRegistryError } from '../../src/errors/registry-error.ts'
import type { Mode } from '../../src/model/mode.ts'
import type { VersionRecord } from '../../src/model/version-record.ts'
import {
  decidePlacement,
  decideShortcut,
  mayBeReused,
  nextVersion,
  requireRegistrable,
} from '../../src/registry/decide-registration.ts'
import type { Facts } from '../../src/registry/read-facts.ts'

function version(number: number, schemaId: number, more: Partial<VersionRecord> = {}) {
  const record = { version: number, schemaId, guid: `g${schemaId}`, writtenAt: number }
  return { ...record, deleted: false, ...more }
}

function facts(...versions: readonly VersionRecord[]): Facts {
  const name = { context: '.', subject: 's' }
  return {
    name,
    state: { name, revision: 1, versions, config: undefined, mode: undefined },
    scopes: { revision: 1, contexts: ['.'], configs: new Map(), modes: new Map() },
    basis: { subjectRevision: 1, scopeRevision: 1 },
  }
}

const anything = { version: 0, schemaId: undefined }
const gone = { deleted: true }

describe('the shortcut', () => {
  const standing = facts(version(1, 10), version(2, 20))
  const found = { kind: 'same-content', record: version(1, 10) } as const
  it.each([
    ['takes what was found, where nothing is asked for', 0, undefined, 1],
    ['takes what was found, for version -1', -1, undefined, 1],
    ['takes what was found under the id that is asked for', 0, 10, 1],
    ['refuses another id', 0, 11, undefined],
    ['refuses a version without an id', 1, undefined, undefined],
    ['takes version and id together', 1, 10, 1],
    ['refuses a version that has another id', 2, 10, undefined],
    ['refuses a version that is not there', 3, 10, undefined],
  ])('%s', (_, asked, schemaId, expected) => {
    const decided = decideShortcut(standing, { version: asked, schemaId }, found, 'g10')
    expect(decided?.record.version).toBe(expected)
  })

  it('takes the version that is asked for among twins', () => {
    const twins = facts(version(1, 10), version(2, 10))
    const decided = decideShortcut(twins, { version: 2, schemaId: 10 }, found, 'g10')
    expect(decided?.record.version).toBe(2)
  })
})

describe('the mode', () => {
  it.each<[Mode, string | undefined, string | undefined]>([
    ['READWRITE', undefined, 'NOT_IMPORT_MODE'],
    ['READONLY', 'READ_ONLY_MODE', 'READ_ONLY_MODE'],
    ['READONLY_OVERRIDE', 'READ_ONLY_MODE', 'READ_ONLY_MODE'],
    ['IMPORT', 'NOT_READ_WRITE_MODE', undefined],
    ['FORWARD', 'NOT_READ_WRITE_MODE', undefined],
  ])('%s answers %s without an id and %s with one', (mode, without, withId) => {
    const ask = (schemaId: number | undefined): string | undefined => {
      try {
        requireRegistrable(facts(), mode, { version: 0, schemaId })
        return undefined
      } catch (thrown) {
        if (!isRegistryError(thrown)) throw thrown
        return thrown.kind
      }
    }
    expect(ask(undefined)).toBe(without)
    expect(ask(0)).toBe(withId)
  })
})

describe('the next version', () => {
  it('follows the highest, soft-deleted or not', () => {
    expect(nextVersion(facts())).toBe(1)
    expect(nextVersion(facts(version(1, 1), version(7, 2, gone)))).toBe(8)
  })
})

describe('a version that may be reused', () => {
  it('is live, and has the id in question if there is one', () => {
    expect(mayBeReused(version(1, 10), anything, undefined)).toBe(true)
    expect(mayBeReused(version(2, 20, gone), anything, undefined)).toBe(false)
    expect(mayBeReused(version(3, 30), { ...anything, schemaId: 30 }, 20)).toBe(true)
    expect(mayBeReused(version(1, 10), { ...anything, schemaId: 30 }, undefined)).toBe(false)
    expect(mayBeReused(version(3, 30), anything, 20)).toBe(false)
  })

  it('is none where a version is asked for', () => {
    expect(mayBeReused(version(1, 10), { ...anything, version: -1 }, undefined)).toBe(false)
    expect(mayBeReused(version(1, 10), { ...anything, version: 4 }, undefined)).toBe(false)
  })
})

describe('the placement', () => {
  it('replaces soft-deleted lower versions of the same id', () => {
    const use = version(3, 10, gone)
    const standing = facts(version(1, 10, gone), version(2, 20, gone), use)
    expect(decidePlacement(standing, anything, use, true)).toEqual({
      schemaId: 'allocate',
      version: 4,
      overwrite: false,
      purge: [1, 3],
    })
  })

  it('refuses any version but the next, where versions are contiguous', () => {
    const standing = facts(version(1, 10))
    const at = (asked: number) =>
      decidePlacement(standing, { ...anything, version: asked }, undefined, true)
    expect(at(2)).toMatchObject({ version: 2 })
    expect(() => at(1)).toThrow('Version is not one more than previous version')
    expect(() => at(3)).toThrow('Version is not one more than previous version')
  })

  it.each([true, false])('knows no number behind the highest (contiguous: %s)', (contiguous) => {
    const full = facts(version(0x7fff_ffff, 10))
    const at = (asked: number) => () =>
      decidePlacement(full, { version: asked, schemaId: 7 }, undefined, contiguous)
    expect(at(0)).toThrow('Version is not one more than previous version')
    expect(at(-1)).toThrow('Version is not one more than previous version')
  })

  it('takes any version and id in imports', () => {
    const standing = facts(version(5, 10))
    const placed = decidePlacement(standing, { version: 2, schemaId: 7 }, undefined, false)
    expect(placed).toEqual({ schemaId: 7, version: 2, overwrite: true, purge: [] })
  })
})
