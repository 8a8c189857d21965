import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { RuleSet } from '../../src/model/rule-set.ts'
import type { SchemaReference } from '../../src/model/schema.ts'
import { fingerprint } from '../../src/registry/fingerprint.ts'
import { metadata, registryVectors } from './vectors.ts'
import type { WrittenMetadata } from './vectors.ts'

interface Row {
  readonly name: string
  readonly schemaText: string
  readonly references?: readonly SchemaReference[]
  readonly metadata?: WrittenMetadata
  readonly ruleSet?: RuleSet
  readonly guid: string
}

describe('the guid covers', () => {
  it.each(registryVectors<Row>('fingerprints'))('$name', (row) => {
    const { schemaText, references = [], ruleSet } = row
    const written = row.metadata && metadata(row.metadata)
    expect(fingerprint({ schemaText, references, metadata: written, ruleSet })).toBe(row.guid)
  })
})

describe('the guid', () => {
  const none = { references: [], metadata: undefined, ruleSet: undefined }

  it('is a lower-case UUID that depends on the text', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (a, b) => {
        const guid = fingerprint({ ...none, schemaText: a })
        expect(guid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/)
        expect(fingerprint({ ...none, schemaText: b }) === guid).toBe(a === b)
      }),
    )
  })

  it('does not depend on the order of properties', () => {
    const entry = fc.tuple(fc.string(), fc.string())
    fc.assert(
      fc.property(fc.uniqueArray(entry, { selector: ([key]) => key }), (entries) => {
        const forth = { properties: new Map(entries) }
        const back = { properties: new Map(entries.toReversed()) }
        expect(fingerprint({ ...none, schemaText: '', metadata: back })).toBe(
          fingerprint({ ...none, schemaText: '', metadata: forth }),
        )
      }),
    )
  })

  it('tells absent rules from an empty rule set', () => {
    expect(fingerprint({ ...none, schemaText: 'x', ruleSet: {} })).not.toBe(
      fingerprint({ ...none, schemaText: 'x' }),
    )
  })
})
