import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FieldIndex } from '../../../src/formats/avro/field-index.ts'
import { fieldsOf } from './fields-of.ts'

const names = fc.array(
  fc.oneof(fc.string(), fc.constantFrom('a', '__proto__', 'constructor', '')),
  {
    maxLength: 60,
  },
)

describe('the index of the fields of a record', () => {
  it('finds what a map of the first field of each name finds', () => {
    fc.assert(
      fc.property(names, fc.string(), (given, other) => {
        const fields = fieldsOf(given)
        const index = new FieldIndex(fields)
        for (const name of [...given, other, 'toString']) {
          const expected = fields.find((field) => field.name === name)
          expect(index.get(name)).toBe(expected)
          expect(index.has(name)).toBe(expected !== undefined)
        }
      }),
    )
  })

  it('tells the first field whose name stands before it', () => {
    fc.assert(
      fc.property(names, (given) => {
        const fields = fieldsOf(given)
        const expected = fields.find((field, at) => given.indexOf(field.name) < at)
        expect(new FieldIndex(fields).repeated).toBe(expected)
      }),
    )
  })

  it('holds a hundred thousand fields', () => {
    const fields = fieldsOf(Array.from({ length: 100_000 }, (_, i) => `f${i}`))
    const index = new FieldIndex(fields)
    expect(index.repeated).toBeUndefined()
    expect(fields.every((field) => index.get(field.name) === field)).toBe(true)
    expect(index.get('f100000')).toBeUndefined()
  })
})
