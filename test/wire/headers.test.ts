import { describe, expect, it } from 'vitest'
import { readSchemaHeader, writeSchemaHeader } from '../../src/wire/headers.ts'
import type { RecordHeaders } from '../../src/wire/headers.ts'

const name = '__value_schema_id'
const old = Buffer.from('01aa', 'hex')
const frame = Buffer.from('01bb', 'hex')

const containers: readonly [string, () => RecordHeaders][] = [
  ["kafkajs' object", () => ({ other: 'x', [name]: old })],
  ["kafkajs' object of lists", () => ({ [name]: [Buffer.from('ff', 'hex'), old] })],
  [
    "node-rdkafka's list",
    () => [{ other: 'x' }, { [name]: Buffer.from('ff', 'hex') }, { [name]: old }],
  ],
  [
    'a list of key and value',
    () => [
      { key: 'other', value: 'x' },
      { key: name, value: old },
    ],
  ],
  ["platformatic's Map", () => new Map<string | Uint8Array, Buffer>([[name, old]])],
  ["platformatic's Map with binary keys", () => new Map([[Buffer.from(name), old]])],
]

describe('schema header', () => {
  it.each(containers)('in %s: the last one is read', (_what, make) => {
    expect(readSchemaHeader(make(), 'value')).toEqual(old)
    expect(readSchemaHeader(make(), 'key')).toBeUndefined()
  })

  it.each(containers)('in %s: writing leaves exactly one', (_what, make) => {
    const headers = make()
    writeSchemaHeader(headers, 'value', frame)
    expect(readSchemaHeader(headers, 'value')).toEqual(frame)
    const shown = JSON.stringify(headers instanceof Map ? [...headers] : headers)
    expect(shown).not.toContain('170')
  })

  it('counts as absent when its value is null', () => {
    expect(readSchemaHeader({ [name]: null }, 'value')).toBeUndefined()
    expect(readSchemaHeader({}, 'value')).toBeUndefined()
    expect(readSchemaHeader([], 'value')).toBeUndefined()
  })

  it('is read from a client that turned bytes into text', () => {
    expect(readSchemaHeader({ [name]: '\u0001\u00bb' }, 'value')).toEqual(frame)
  })
})
