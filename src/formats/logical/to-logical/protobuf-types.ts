import type { LogicalType, TimeKind } from '../ast.ts'
import { BYTES, STRING } from '../ast.ts'
import { lengthType } from '../lengths.ts'
import { metaWords } from '../meta-words.ts'
import { smallIntegers } from '../small-integers.ts'
import { integerOfText } from './json-values.ts'

type Params = ReadonlyMap<string, string>

/** The type of a scalar; unsigned ones take the next larger. */
export function scalarType(name: string, params: Params): LogicalType {
  switch (name) {
    case 'bool':
      return { kind: 'boolean' }
    case 'float':
    case 'double':
      return { kind: name }
    case 'string':
      return lengthType('text', lengthsIn(params))
    case 'bytes':
      return lengthType('bytes', lengthsIn(params))
    case 'int32':
    case 'sint32':
    case 'sfixed32':
      return smallInteger(params)
    default:
      return { kind: 'bigint' }
  }
}

function smallInteger(params: Params): LogicalType {
  return smallIntegers.get(params.get(metaWords.connectType) ?? '') ?? { kind: 'int' }
}

function lengthsIn(params: Params): { min: number | undefined; max: number | undefined } {
  return {
    min: integerOfText(params.get(metaWords.flinkMinLength)),
    max: integerOfText(params.get(metaWords.flinkMaxLength)),
  }
}

/** A Protobuf timestamp names no precision: it has that of SQL's unless it says otherwise. */
export const DEFAULT_DIGITS = 6

function timeType(kind: TimeKind, params: Params): LogicalType {
  const precision = integerOfText(params.get(metaWords.flinkPrecision)) ?? DEFAULT_DIGITS
  return { kind, precision }
}

const wellKnown: ReadonlyMap<string, (params: Params) => LogicalType> = new Map<
  string,
  (params: Params) => LogicalType
>([
  [
    'google.protobuf.Timestamp',
    (params) => {
      const isLocal = params.get(metaWords.flinkType) === 'timestamp'
      return timeType(isLocal ? 'timestamp' : 'timestamp_ltz', params)
    },
  ],
  ['google.type.Date', () => ({ kind: 'date' })],
  ['google.type.TimeOfDay', (params) => timeType('time', params)],
  [
    'confluent.type.Decimal',
    (params) => ({
      kind: 'decimal',
      precision: integerOfText(params.get('precision')) ?? 10,
      scale: integerOfText(params.get('scale')) ?? 0,
    }),
  ],
  ['confluent.type.Variant', () => ({ kind: 'variant' })],
  ['google.protobuf.Struct', () => ({ kind: 'variant' })],
  ['google.protobuf.Value', () => ({ kind: 'variant' })],
  ['google.protobuf.ListValue', () => ({ kind: 'variant' })],
  ['google.protobuf.BoolValue', () => ({ kind: 'boolean' })],
  ['google.protobuf.Int32Value', () => ({ kind: 'int' })],
  ['google.protobuf.UInt32Value', () => ({ kind: 'bigint' })],
  ['google.protobuf.Int64Value', () => ({ kind: 'bigint' })],
  ['google.protobuf.UInt64Value', () => ({ kind: 'bigint' })],
  ['google.protobuf.FloatValue', () => ({ kind: 'float' })],
  ['google.protobuf.DoubleValue', () => ({ kind: 'double' })],
  ['google.protobuf.StringValue', () => STRING],
  ['google.protobuf.BytesValue', () => BYTES],
])

/** The type that a message of that full name stands for; `undefined`: it is a struct like any. */
export function wellKnownType(fullName: string, params: Params): LogicalType | undefined {
  return wellKnown.get(fullName)?.(params)
}
