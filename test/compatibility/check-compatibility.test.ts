import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkCompatibility, compatibilityLevels } from '../../src/compatibility/index.ts'
import type {
  CompatibilityLevel,
  CompatibilityQuestion,
  Metadata,
  SchemaType,
} from '../../src/compatibility/index.ts'
import { SchemaFault } from '../../src/formats/schema-fault.ts'

interface Row {
  readonly name: string
  readonly level: CompatibilityLevel
  readonly history: readonly string[]
  readonly historyType?: SchemaType
  readonly candidate: string
  readonly candidateType?: SchemaType
  readonly messages: readonly string[]
}

const file = new URL('../vectors/compatibility/layout.json', import.meta.url)
const rows = JSON.parse(readFileSync(file, 'utf8')) as readonly Row[]

describe('the message list', () => {
  it.each(rows)('$name', (row) => {
    const { candidate, candidateType = 'AVRO', historyType = 'AVRO', level } = row
    const history = row.history.map((schemaText) => ({ schemaText, schemaType: historyType }))
    const schema = { schemaText: candidate, schemaType: candidateType }
    const verdict = checkCompatibility({ candidate: schema, history, level })
    expect(verdict.messages).toEqual(row.messages)
    expect(verdict.compatible).toBe(row.messages.length === 0)
    expect(verdict.incompatibilities.length > 0).toBe(!verdict.compatible)
  })

  it('shows no more than 10240 characters of an old schema', () => {
    const schemaOf = (doc: string) => ({
      schemaText: JSON.stringify({ type: 'enum', name: 'E', doc, symbols: ['A'] }),
    })
    const bare = schemaOf('').schemaText.length
    const shown = (length: number) =>
      checkCompatibility({
        candidate: { schemaText: '"int"' },
        history: [schemaOf('x'.repeat(length - bare))],
      }).messages[2]
    const whole = schemaOf('x'.repeat(10_240 - bare)).schemaText
    expect(shown(10_240)).toBe(`{oldSchema: '${whole}'}`)
    const cut = schemaOf('x'.repeat(10_241 - bare)).schemaText.slice(0, 10_240)
    expect(shown(10_241)).toBe(`{oldSchema: <truncated> '${cut}...'}`)
  })
})

function named(properties: Record<string, string>): Metadata {
  return { properties: new Map(Object.entries(properties)) }
}

describe('reserved fields', () => {
  const reserving = (names: string) => named({ 'confluent:reserved': names })
  const text = JSON.stringify({
    type: 'record',
    name: 'R',
    fields: [{ name: 'a', type: 'int', default: 0 }],
  })
  const ask = (more: Partial<CompatibilityQuestion> & { reserved: string; before: string }) =>
    checkCompatibility({
      level: 'NONE',
      validateFields: true,
      candidate: { schemaText: text, metadata: reserving(more.reserved) },
      history: [{ schemaText: text, metadata: reserving(more.before) }],
      ...more,
    })

  it('may not be taken back, also at level NONE', () => {
    expect(ask({ reserved: 'b', before: ' b , c,,' }).messages).toEqual([
      "The new schema has reserved field c removed from its metadata which is present in the old schema's metadata.",
      "{validateFields: 'true', compatibility: 'NONE'}",
    ])
  })

  it('may not be used', () => {
    const { messages, incompatibilities } = ask({ reserved: 'a,b', before: '' })
    expect(messages).toEqual([
      'The new schema has field that conflicts with the reserved field a.',
      "{validateFields: 'true', compatibility: 'NONE'}",
    ])
    expect(incompatibilities).toMatchObject([{ kind: 'RESERVED_FIELD_CONFLICT', path: 'a' }])
  })

  it('are nobody’s business without validateFields', () => {
    expect(ask({ reserved: 'a', before: 'c', validateFields: false }).compatible).toBe(true)
  })
})

describe('a compatibility group', () => {
  const version = (schemaText: string, major?: string) =>
    major === undefined ? { schemaText } : { schemaText, metadata: named({ major }) }
  const ask = (candidate: ReturnType<typeof version>, compatibilityGroup?: string) =>
    checkCompatibility({
      level: 'BACKWARD',
      history: [version('"int"'), version('"string"', '1'), version('"boolean"', '2')],
      candidate,
      ...(compatibilityGroup === undefined ? {} : { compatibilityGroup }),
    })

  it('leaves out versions of another value, before the latest is chosen', () => {
    expect(ask(version('"bytes"', '1'), 'major').compatible).toBe(true)
    expect(ask(version('"bytes"', '2'), 'major').compatible).toBe(false)
    expect(ask(version('"bytes"', '3'), 'major').compatible).toBe(true)
  })

  it('takes absent values for equal', () => {
    expect(ask(version('"long"'), 'major').compatible).toBe(true)
    expect(ask(version('"bytes"'), 'major').messages).toContain('{oldSchemaVersion: 1}')
  })

  it('compares everything again once it is cleared', () => {
    expect(ask(version('"bytes"', '1')).messages).toContain('{oldSchemaVersion: 3}')
  })
})

describe('Protobuf source rules', () => {
  const proto = (body: string) => ({
    schemaType: 'PROTOBUF' as const,
    schemaText: `syntax = "proto3"; message M { ${body} }`,
  })
  const ask = (level: CompatibilityLevel) =>
    checkCompatibility({
      level,
      protobufRules: 'WIRE_JSON',
      history: [proto('string a = 1;')],
      candidate: proto('string renamed = 1;'),
    })

  it.each(['BACKWARD', 'FORWARD', 'FULL'] as const)(
    'hold the new schema against the old one, at level %s too',
    (level) => {
      const { messages, incompatibilities } = ask(level)
      expect(messages[0]).toMatch(/^\{errorType:"FIELD_SAME_(JSON_)?NAME", /)
      expect(messages).toContain('{oldSchemaVersion: 1}')
      expect(incompatibilities.every(({ direction }) => direction === 'new-reads-old')).toBe(true)
    },
  )

  it('ask nothing at level NONE', () => {
    expect(ask('NONE').compatible).toBe(true)
  })

  it('do not touch schemas of other types', () => {
    const history = [{ schemaText: '"int"' }]
    const question = {
      candidate: { schemaText: '"long"' },
      history,
      protobufRules: 'FILE',
    } as const
    expect(checkCompatibility(question).compatible).toBe(true)
  })
})

describe('structured incompatibilities', () => {
  it('name kind, path, direction, version and places in the submitted texts', () => {
    const field = '{"name":"a","type":"int"}'
    const { incompatibilities } = checkCompatibility({
      candidate: { schemaText: `{"type":"record","name":"R",\n "fields":[${field}]}` },
      history: [{ schemaText: '{"type":"record","name":"R","fields":[]}', version: 12 }],
    })
    expect(incompatibilities).toHaveLength(1)
    expect(incompatibilities[0]).toMatchObject({
      kind: 'READER_FIELD_MISSING_DEFAULT_VALUE',
      path: '/fields/0',
      direction: 'new-reads-old',
      version: 12,
      reader: { line: 2 },
    })
  })
})

describe('every level', () => {
  const texts = ['"int"', '"long"', '"float"', '"string"', '"bytes"', '["int","string"]']
  const level = fc.constantFrom(
    ...(Object.keys(compatibilityLevels) as readonly CompatibilityLevel[]),
  )
  const schema = fc.constantFrom(...texts).map((schemaText) => ({ schemaText }))
  const ask = (
    of: CompatibilityLevel,
    candidate: { schemaText: string },
    history: { schemaText: string }[],
  ) => checkCompatibility({ level: of, candidate, history }).compatible

  it('lets a schema follow itself', () => {
    fc.assert(
      fc.property(level, schema, (of, one) => {
        expect(ask(of, one, [one])).toBe(true)
      }),
    )
  })

  it('FULL is BACKWARD and FORWARD together', () => {
    fc.assert(
      fc.property(schema, fc.array(schema, { maxLength: 3 }), (one, history) => {
        const both = ask('BACKWARD', one, history) && ask('FORWARD', one, history)
        expect(ask('FULL', one, history)).toBe(both)
      }),
    )
  })

  it('transitive is the plain level asked of every version', () => {
    fc.assert(
      fc.property(schema, fc.array(schema, { maxLength: 4 }), (one, history) => {
        for (const plain of ['BACKWARD', 'FORWARD', 'FULL'] as const) {
          expect(ask(`${plain}_TRANSITIVE`, one, history)).toBe(
            history.every((version) => ask(plain, one, [version])),
          )
        }
      }),
    )
  })
})

describe('a text that is no schema', () => {
  it('is a fault with a place, whoever brings it', () => {
    const good = { schemaText: '"int"' }
    const bad = { schemaText: '{' }
    expect(() => checkCompatibility({ candidate: bad, history: [] })).toThrow(SchemaFault)
    expect(() => checkCompatibility({ candidate: good, history: [bad] })).toThrow(SchemaFault)
  })

  it('is not looked at where the level does not ask', () => {
    const history = [{ schemaText: '{' }, { schemaText: '"int"' }]
    expect(checkCompatibility({ candidate: { schemaText: '"int"' }, history }).compatible).toBe(
      true,
    )
  })
})
