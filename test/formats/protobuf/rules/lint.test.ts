import { describe, expect, test } from 'vitest'
import { protobufRuleCategories } from '../../../../src/model/compatibility-level.ts'
import { protobufFormat } from '../../../../src/formats/protobuf/protobuf-format.ts'
import { lintProtobuf } from '../../../../src/formats/protobuf/rules/lint.ts'
import { lintRows } from '../../../../src/formats/protobuf/rules/rule-table.ts'
import { selectRules, unknownRules } from '../../../../src/formats/protobuf/rules/select-rules.ts'
import { parsed, readVectors } from '../protobuf-vectors.ts'
import type { Vector } from '../protobuf-vectors.ts'

interface LintVector extends Vector {
  readonly previous: string
  readonly current: string
  readonly rule: string
  readonly path: string
}

const rows = readVectors<LintVector>('lint.json')

describe('every rule', () => {
  test.each(rows)('$name finds its change, and nothing the other way of no change', (row) => {
    const [current, previous] = [parsed(row.current), parsed(row.previous)]
    const found = lintProtobuf(current, previous, { use: [row.rule] })
    expect(found.map(({ kind, path }) => `${kind} ${path}`)).toEqual([`${row.rule} ${row.path}`])
    expect(lintProtobuf(previous, previous, { use: [row.rule] })).toEqual([])
  })

  test('that one file can break has a row', () => {
    // The paths of files are beyond a single schema.
    const missing = Object.keys(lintRows).filter((rule) => !rows.some((row) => row.rule === rule))
    expect(missing).toEqual(['FILE_NO_DELETE'])
  })

  test('points at what holds what is gone', () => {
    const previous = parsed(
      'syntax = "proto3";\nservice S { rpc x(A) returns (A); }\nmessage A { int32 a = 1; }\nmessage B {}',
    )
    const current = parsed('syntax = "proto3";\n\nmessage A {}\nservice S {}')
    const found = lintProtobuf(current, previous, { use: ['FILE'] })
    expect(found.map(({ kind, reader }) => [kind, reader?.line])).toEqual([
      ['MESSAGE_NO_DELETE', undefined],
      ['FIELD_NO_DELETE', 3],
      ['RPC_NO_DELETE', 4],
    ])
  })

  test('has a sentence for people', () => {
    for (const row of rows) {
      const [finding] = lintProtobuf(parsed(row.current), parsed(row.previous), { use: [row.rule] })
      const sentence = finding && protobufFormat.sentence(finding, 'new-reads-old')
      expect(sentence).toMatch(/\b(new|old) schema\b/)
      expect(sentence).not.toMatch(/%[12pi]/)
    }
  })
})

describe('a selection', () => {
  test('takes categories, ids and the names of older configurations', () => {
    const rules = selectRules({ use: ['WIRE', 'FIELD_SAME_CTYPE'], except: ['FILE_SAME_PACKAGE'] })
    expect(rules.has('FIELD_WIRE_COMPATIBLE_TYPE')).toBe(true)
    expect(rules.has('FIELD_SAME_CPP_STRING_TYPE')).toBe(true)
    expect(rules.has('FILE_SAME_PACKAGE')).toBe(false)
    expect(rules.has('FIELD_SAME_NAME')).toBe(false)
  })

  test('names what it does not know', () => {
    expect(unknownRules({ use: ['WIRE', 'constructor'], except: ['X'] })).toEqual([
      'constructor',
      'X',
    ])
  })

  test.each(protobufRuleCategories)('of %s are what the format calls broken', (category) => {
    const [previous, current] = ['int32', 'sint32'].map((type) =>
      parsed(`syntax = "proto3"; message A { ${type} a = 1; }`),
    )
    if (previous === undefined || current === undefined) throw new Error('two schemas')
    const found = protobufFormat.brokenRules?.(current, previous, category)
    expect(found).toEqual(lintProtobuf(current, previous, { use: [category] }))
    expect(found?.length).toBeGreaterThan(0)
  })
})
