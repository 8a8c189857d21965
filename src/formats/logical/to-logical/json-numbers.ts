import type { LogicalType } from '../ast.ts'
import { connectNames } from '../meta-words.ts'
import { smallIntegers } from '../small-integers.ts'
import { integerOfText } from './json-values.ts'

/** What Kafka Connect and Flink say about a number. */
export interface NumberWords {
  readonly connectType: string | undefined
  /** The name of a Connect type. */
  readonly title: string | undefined
  /** A timestamp without time zone. */
  readonly isLocal: boolean
  readonly digits: number | undefined
  readonly scale: string | undefined
  readonly precision: string | undefined
}

/** The type of a JSON integer; one that says nothing has 64 bits. */
export function integerType({ connectType, title, isLocal, digits }: NumberWords): LogicalType {
  // Connect's times count milliseconds.
  const precision = digits ?? 3
  if (title === connectNames.date) return { kind: 'date' }
  if (title === connectNames.time) return { kind: 'time', precision }
  if (title === connectNames.timestamp) {
    return { kind: isLocal ? 'timestamp' : 'timestamp_ltz', precision }
  }
  return smallIntegers.get(connectType ?? '') ?? { kind: 'bigint' }
}

/** The type of a JSON number; one that says nothing is a double. */
export function numberType(words: NumberWords): LogicalType {
  const { connectType, title, scale, precision } = words
  if (title === connectNames.decimal && connectType === 'bytes') {
    return {
      kind: 'decimal',
      precision: integerOfText(precision) ?? 10,
      scale: integerOfText(scale) ?? 0,
    }
  }
  if (smallIntegers.has(connectType ?? '') || connectType === 'int64') return integerType(words)
  return { kind: connectType === 'float32' ? 'float' : 'double' }
}
