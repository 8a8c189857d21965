import { isIntegerBetween } from './json-text.ts'
import type { AvroType } from './ast.ts'

/** The name of a logical type that is in force, with the facts that tell how data is read. */
export interface LogicalType {
  readonly name: string
  /** Decimal only: digits in all, > 0. */
  readonly precision?: number
  /** Decimal only: digits behind the point, 0 to `precision`. */
  readonly scale?: number
}

const INT_MAX = 2n ** 31n - 1n

/** Which kinds carry which logical types. Avro 1.6. */
const carriers: ReadonlyMap<string, (type: AvroType) => boolean> = new Map([
  ['decimal', (type) => type.kind === 'bytes' || type.kind === 'fixed'],
  ['big-decimal', (type) => type.kind === 'bytes'],
  ['uuid', (type) => type.kind === 'string' || isFixedOf(type, 16)],
  ['duration', (type) => isFixedOf(type, 12)],
  ['date', (type) => type.kind === 'int'],
  ['time-millis', (type) => type.kind === 'int'],
  ...[
    'time-micros',
    'timestamp-millis',
    'timestamp-micros',
    'timestamp-nanos',
    'local-timestamp-millis',
    'local-timestamp-micros',
    'local-timestamp-nanos',
  ].map((name) => [name, (type: AvroType) => type.kind === 'long'] as const),
])

function isFixedOf(type: AvroType, size: number): boolean {
  return type.kind === 'fixed' && type.size === size
}

/** The logical type in force on a type; an unusable one is as good as none. Avro 1.6. */
export function logicalTypeOf(type: AvroType): LogicalType | undefined {
  if (type.kind === 'union' || type.properties.size === 0) return undefined
  const written = type.properties.get('logicalType')
  const name = written?.kind === 'string' ? written.value : ''
  if (carriers.get(name)?.(type) !== true) return undefined
  if (name !== 'decimal') return { name }
  const precision = intProperty(type, 'precision')
  const scale = type.properties.has('scale') ? intProperty(type, 'scale') : 0
  if (precision === undefined || scale === undefined) return undefined
  if (precision <= 0 || scale < 0 || scale > precision) return undefined
  if (type.kind === 'fixed' && precision > digitsOf(type.size)) return undefined
  return { name, precision, scale }
}

function intProperty(type: Exclude<AvroType, { kind: 'union' }>, key: string): number | undefined {
  const value = type.properties.get(key)
  if (value?.kind !== 'number' || !isIntegerBetween(value, -INT_MAX - 1n, INT_MAX)) return undefined
  return Number(value.literal)
}

/** The most decimal digits that always fit into a signed integer of so many bytes. */
function digitsOf(bytes: number): number {
  return Math.floor(Math.log10(2) * (8 * bytes - 1))
}
