import { describe, expect, it } from 'vitest'
import { checkCompatibility } from '../../src/compatibility/index.ts'
import type { CompatibilityLevel, SchemaType, Verdict } from '../../src/compatibility/index.ts'

interface Field {
  readonly name: string
  readonly type: unknown
  readonly default?: unknown
}

function record(...fields: readonly Field[]): string {
  return JSON.stringify({ type: 'record', name: 'R', fields })
}

function check(
  level: CompatibilityLevel,
  candidate: string,
  history: readonly string[] = [],
  schemaType: SchemaType = 'AVRO',
): Verdict {
  return checkCompatibility({
    candidate: { schemaText: candidate, schemaType },
    history: history.map((schemaText) => ({ schemaText, schemaType })),
    level,
    policy: 'LOGICAL',
  })
}

const settings = (level: string): string => `{validateFields: 'false', compatibility: '${level}'}`
const a = { name: 'a', type: 'int' }
const b = { name: 'b', type: ['null', 'string'], default: null }

describe('the policy LOGICAL (compatibility 9)', () => {
  it('says nothing about what is well', () => {
    const verdict = check('FULL', record(a, b), [record(a)])
    expect(verdict).toEqual({ compatible: true, messages: [], incompatibilities: [] })
  })

  it.each<CompatibilityLevel>(['NONE', 'BACKWARD'])(
    'judges a first schema by itself, at %s too',
    (level) => {
      const verdict = check(level, record(a, { name: 'A', type: 'int' }))
      expect(verdict.compatible).toBe(false)
      expect(verdict.messages).toEqual([
        "Logical validity (ICEBERG_V2): FIELD_NAME_CASE_COLLISION at 'A': differs from 'a' in letter case alone",
        settings(level),
      ])
      expect(verdict.incompatibilities).toEqual([
        {
          kind: 'FIELD_NAME_CASE_COLLISION',
          path: 'A',
          direction: 'new-reads-old',
          message: "ICEBERG_V2: differs from 'a' in letter case alone",
          reader: { pointer: '/fields/1', line: 1, column: 65 },
        },
      ])
    },
  )

  it('joins the findings of a mode with newlines', () => {
    const { messages } = check(
      'NONE',
      record(
        { ...a, type: { type: 'record', name: 'A', fields: [] } },
        { name: 'B', type: { type: 'record', name: 'B', fields: [] } },
      ),
    )
    const findings =
      "EMPTY_STRUCT at 'a': a struct needs a column\nEMPTY_STRUCT at 'B': a struct needs a column"
    expect(messages).toEqual([
      `Logical validity (FLINK): ${findings}`,
      `Logical validity (ICEBERG_V2): ${findings}`,
      settings('NONE'),
    ])
  })

  it('asks by mode, then by direction of the level, and names places in both texts', () => {
    const verdict = check('FULL', record(b, a), [record(a, b)])
    expect(verdict.messages).toEqual([
      "Logical compatibility (FLINK, forward): FIELD_REORDERED at 'a': in the old schema it stands where the new one has 'b'",
      "Logical compatibility (FLINK, backward): FIELD_REORDERED at 'b': in the new schema it stands where the old one has 'a'",
      settings('FULL'),
    ])
    expect(verdict.incompatibilities).toMatchObject([
      { kind: 'FIELD_REORDERED', path: 'a', direction: 'old-reads-new', version: 1 },
      {
        kind: 'FIELD_REORDERED',
        path: 'b',
        direction: 'new-reads-old',
        version: 1,
        message: "FLINK: in the new schema it stands where the old one has 'a'",
        reader: { pointer: '/fields/0', line: 1 },
        writer: { pointer: '/fields/0', line: 1 },
      },
    ])
  })

  it('speaks after the native check, of validity before changes', () => {
    const added = { name: 'A', type: 'string' }
    const { messages } = check('BACKWARD', record(a, added), [record(a)])
    expect(messages.map((message) => message.slice(0, 40))).toEqual([
      "{errorType:'READER_FIELD_MISSING_DEFAULT",
      '{oldSchemaVersion: 1}',
      expect.stringMatching(/^\{oldSchema: /),
      'Logical validity (ICEBERG_V2): FIELD_NAM',
      'Logical compatibility (FLINK, backward):',
      'Logical compatibility (ICEBERG_V2, backw',
      settings('BACKWARD').slice(0, 40),
    ])
  })

  it('goes through older versions until one has findings, whatever the native check found', () => {
    const wrong = { name: 'z', type: 'string' }
    const verdict = check('BACKWARD_TRANSITIVE', record(b, a), [
      record(a, b),
      record(a, b),
      record(b, a),
    ])
    expect(verdict.incompatibilities.map(({ version }) => version)).toEqual([2])
    const both = check('BACKWARD_TRANSITIVE', record(b, a, wrong), [record(a, b), record(b)])
    const found = both.incompatibilities.map(({ kind, version }) => `${kind} ${version}`)
    expect(found).toContain('READER_FIELD_MISSING_DEFAULT_VALUE 2')
    expect(found).toContain('REQUIRED_FIELD_ADDED 2')
    expect(found).not.toContain('FIELD_REORDERED 1')
  })

  it('refuses what has no logical type', () => {
    const verdict = check('NONE', '"null"')
    const message =
      'Schema cannot be represented as a logical type: the type null has no logical type'
    expect(verdict.messages).toEqual([message, settings('NONE')])
    expect(verdict.incompatibilities).toEqual([
      { kind: 'NO_LOGICAL_TYPE', path: '', direction: 'new-reads-old', message },
    ])
  })

  it('skips an old version that has no logical type', () => {
    const old = record({ name: 'a', type: 'null', default: null }, b)
    expect(check('BACKWARD', record(b), [old]).messages).toEqual([])
  })

  it('leaves another schema type to the native check', () => {
    const verdict = checkCompatibility({
      candidate: { schemaText: '{"type":"integer"}', schemaType: 'JSON' },
      history: [{ schemaText: '"string"' }],
      policy: 'LOGICAL',
    })
    expect(verdict.messages).toEqual([
      'Incompatible because of different schema type',
      settings('BACKWARD'),
    ])
  })

  it('judges JSON Schema and Protobuf alike', () => {
    const object = (type: string): string =>
      JSON.stringify({
        type: 'object',
        properties: { a: { type: 'integer', 'connect.type': type } },
        required: ['a'],
        additionalProperties: false,
      })
    expect(check('BACKWARD', object('int32'), [object('int64')], 'JSON').messages).toEqual([
      "Logical compatibility (FLINK, backward): UNSUPPORTED_TYPE_CHANGE at 'a': BIGINT in the old schema, INT in the new one",
      "Logical compatibility (ICEBERG_V2, backward): UNSUPPORTED_TYPE_CHANGE at 'a': BIGINT in the old schema, INT in the new one",
      settings('BACKWARD'),
    ])
    const message = (label: string): string =>
      `syntax = "proto3";\nmessage R {\n  ${label}int32 a = 1;\n}\n`
    const verdict = check('BACKWARD', message(''), [message('optional ')], 'PROTOBUF')
    expect(verdict.incompatibilities).toContainEqual({
      kind: 'NULLABLE_TO_NON_NULLABLE',
      path: 'a',
      direction: 'new-reads-old',
      version: 1,
      message: 'FLINK: may be null in the old schema, but not in the new one',
      reader: { pointer: 'R.a', line: 3, column: 3 },
      writer: { pointer: 'R.a', line: 3, column: 3 },
    })
  })

  it('is asked for: other policies do not know it', () => {
    const candidate = { schemaText: record(b, a) }
    expect(
      checkCompatibility({ candidate, history: [{ schemaText: record(a, b) }] }),
    ).toMatchObject({ compatible: true })
  })
})
