import { SchemaFault } from '../../schema-fault.ts'
import { assertNever } from '../../../errors/assert-never.ts'
import type { LengthType, TimeType } from '../ast.ts'
import { lengthsOf } from '../lengths.ts'
import { metaWords } from '../meta-words.ts'
import { DEFAULT_DIGITS } from '../to-logical/protobuf-types.ts'
import type { WordType } from '../type-words.ts'
import { requireDecimal } from './native.ts'

/** Parameters of `(confluent.field_meta)`. */
export type Params = ReadonlyMap<string, string>

/** A type that is neither a collection nor named. */
interface NativeScalar {
  readonly text: string
  /** The bundled file of a message; `undefined` for scalars. */
  readonly path: string | undefined
  readonly params: Params
}

/**
 * The Protobuf type of a logical type without parts.
 *
 * @throws SchemaFault on numbers that are out of range
 */
export function nativeScalar(type: WordType): NativeScalar {
  switch (type.kind) {
    case 'boolean':
      return scalar('bool')
    case 'tinyint':
      return scalar('int32', [[metaWords.connectType, 'int8']])
    case 'smallint':
      return scalar('int32', [[metaWords.connectType, 'int16']])
    case 'int':
      return scalar('int32')
    case 'bigint':
      return scalar('int64')
    case 'float':
    case 'double':
      return scalar(type.kind)
    case 'char':
    case 'varchar':
      return scalar('string', lengthParams(type))
    case 'binary':
    case 'varbinary':
      return scalar('bytes', lengthParams(type))
    case 'decimal':
      requireDecimal(type.precision, type.scale)
      return message('confluent.type.Decimal', 'confluent/type/decimal.proto', [
        ['precision', String(type.precision)],
        ['scale', String(type.scale)],
      ])
    case 'variant':
      return message('confluent.type.Variant', 'confluent/type/variant.proto', [])
    case 'date':
      return message('google.type.Date', 'google/type/date.proto', [])
    case 'time':
      return message('google.type.TimeOfDay', 'google/type/timeofday.proto', digits(type))
    case 'timestamp':
      return message('google.protobuf.Timestamp', TIMESTAMP_FILE, [
        [metaWords.flinkType, 'timestamp'],
        ...digits(type),
      ])
    case 'timestamp_ltz':
      return message('google.protobuf.Timestamp', TIMESTAMP_FILE, digits(type))
    default:
      return assertNever(type)
  }
}

const TIMESTAMP_FILE = 'google/protobuf/timestamp.proto'

type Entries = readonly (readonly [string, string])[]

function scalar(text: string, params: Entries = []): NativeScalar {
  return { text, path: undefined, params: new Map(params) }
}

function message(name: string, path: string, params: Entries): NativeScalar {
  // From the root: a package of the schema's own may have a part of the same name.
  return { text: `.${name}`, path, params: new Map(params) }
}

function lengthParams(type: LengthType): Entries {
  const { min, max } = lengthsOf(type)
  return [
    ...(min === undefined ? [] : [[metaWords.flinkMinLength, String(min)] as const]),
    ...(max === undefined ? [] : [[metaWords.flinkMaxLength, String(max)] as const]),
  ]
}

function digits({ kind, precision }: TimeType): Entries {
  if (precision > 9) throw new SchemaFault(`Protobuf has no ${kind} of ${precision} digits`)
  return precision === DEFAULT_DIGITS ? [] : [[metaWords.flinkPrecision, String(precision)]]
}
