import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { formatOf } from '../../../src/formats/all-formats.ts'
import { compareLogical } from '../../../src/formats/logical/compare.ts'
import { logicalModeNames } from '../../../src/formats/logical/logical-modes.ts'
import { parseLogical } from '../../../src/formats/logical/parse.ts'
import { printLogical } from '../../../src/formats/logical/print.ts'
import { logicalOf } from '../../../src/formats/logical/to-logical/to-logical.ts'
import type { Translated } from '../../../src/formats/logical/to-logical/translated.ts'
import { nativeText } from '../../../src/formats/logical/to-native/to-native.ts'
import { checkValidity } from '../../../src/formats/logical/validity.ts'
import { SchemaFault } from '../../../src/formats/schema-fault.ts'
import type { SchemaType } from '../../../src/model/schema.ts'

const files = {
  AVRO: ['avro/observed-texts', 'avro/comparisons', 'avro/observed-comparisons'],
  JSON: ['json/recorded-texts', 'json/rules', 'json/recorded-comparisons'],
  PROTOBUF: ['protobuf/observed-texts', 'protobuf/comparisons', 'protobuf/observed-comparisons'],
} as const satisfies Record<SchemaType, readonly string[]>

/** Every schema text in the vectors of a type, references and rows without any left out. */
function textsOf(schemaType: SchemaType): readonly string[] {
  const rows = files[schemaType].flatMap((name) => {
    const file = new URL(`../../vectors/${name}.json`, import.meta.url)
    return JSON.parse(readFileSync(file, 'utf8')) as readonly Readonly<Record<string, unknown>>[]
  })
  const texts = rows.flatMap((row) =>
    ['schema', 'schemaText', 'reader', 'writer'].map((key) => row[key]),
  )
  return texts.filter((text) => typeof text === 'string')
}

/** `undefined` where a fault is the answer. */
function unlessFault<T>(work: () => T): T | undefined {
  try {
    return work()
  } catch (thrown) {
    if (thrown instanceof SchemaFault) return undefined
    throw thrown
  }
}

function translate(schemaType: SchemaType, schemaText: string): Translated | undefined {
  const format = formatOf(schemaType)
  return unlessFault(() => {
    const parsed = format.parse({ schemaText, references: [] }, { mode: 'lenient' })
    format.validate(parsed, { validateFields: false, strictness: 'reference' })
    return logicalOf({ format, parsed })
  })
}

describe.each(['AVRO', 'JSON', 'PROTOBUF'] as const)('the %s schemas of all vectors', (type) => {
  const all = textsOf(type).flatMap((text) => translate(type, text) ?? [])

  it('have logical types for the most part', () => {
    expect(all.length).toBeGreaterThan(100)
    expect(all.length / textsOf(type).length).toBeGreaterThan(0.6)
  })

  it('print as texts that read back', () => {
    for (const { schema } of all) expect(parseLogical(printLogical(schema))).toEqual(schema)
  })

  it('read themselves, and have something or nothing to say to each other', () => {
    for (const [i, { schema, placesOf }] of all.entries()) {
      for (const mode of logicalModeNames) {
        expect(compareLogical(schema, schema, mode, 'backward')).toEqual([])
        const other = all[i - 1]?.schema ?? schema
        const found = [
          ...compareLogical(schema, other, mode, 'backward'),
          ...checkValidity(schema, mode),
        ]
        placesOf(found.flatMap(({ reader }) => reader ?? []))
      }
    }
  })

  it('survive the way there and back', () => {
    for (const { schema } of all) {
      const native = unlessFault(() => nativeText(schema, type, 'Root'))
      const back = native === undefined ? undefined : translate(type, native)
      if (back !== undefined) expect(printLogical(back.schema)).toBe(printLogical(schema))
    }
  })
})
