import { describe, expect, test } from 'vitest'
import { protobufFormat } from '../../../src/formats/protobuf/protobuf-format.ts'
import { bundledPaths, bundledText } from '../../../src/formats/protobuf/well-known.ts'
import { parsed } from './protobuf-vectors.ts'

describe('every bundled file (protobuf 3)', () => {
  test('is there', () => {
    const google =
      'any,api,descriptor,duration,empty,field_mask,source_context,struct,timestamp,type,wrappers'
    const types =
      'calendar_period,color,date,datetime,dayofweek,decimal,expr,fraction,interval,latlng,money,month,phone_number,postal_address,quaternion,timeofday'
    const expected = [
      ...google.split(',').map((name) => `google/protobuf/${name}.proto`),
      ...types.split(',').map((name) => `google/type/${name}.proto`),
      'confluent/meta.proto',
      'confluent/type/decimal.proto',
      'confluent/type/variant.proto',
    ]
    expect(bundledPaths.toSorted()).toEqual(expected.toSorted())
  })

  test.each(bundledPaths)('%s is valid and canonical', (path) => {
    const text = bundledText(path) ?? ''
    const schema = parsed(text)
    expect(schema.canonicalText).toBe(text)
    expect(() =>
      protobufFormat.validate(schema, { validateFields: true, strictness: 'reference' }),
    ).not.toThrow()
  })
})

test('a reference comes before a bundled file of its path', () => {
  const schema = parsed(
    'syntax = "proto3"; import "google/type/date.proto"; message A { X x = 1; }',
    {
      'google/type/date.proto': 'syntax = "proto3"; message X {}',
    },
  )
  expect(() => protobufFormat.normalize(schema)).not.toThrow()
})
