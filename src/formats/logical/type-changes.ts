import { STRING, BYTES } from './ast.ts'
import type { DecimalType, LogicalType, TimeType } from './ast.ts'
import type { LogicalMode } from './logical-modes.ts'
import { typeWordOf } from './type-words.ts'
import type { WordType } from './type-words.ts'

type Kind = LogicalType['kind']

/** A change of type that an engine supports. */
interface Change {
  readonly from: readonly Kind[]
  readonly to: readonly Kind[]
  /** What must hold besides. */
  readonly when?: (writer: LogicalType, reader: LogicalType) => boolean
}

interface ModeChanges {
  /** The type as which a type is kept: types kept alike are one. */
  readonly keptAs: (type: WordType) => WordType
  readonly changes: readonly Change[]
}

/** Digits that hold every value of an integer type. */
const integerDigits: ReadonlyMap<Kind, number> = new Map([
  ['tinyint', 3],
  ['smallint', 5],
  ['int', 10],
  ['bigint', 19],
])

/**
 * What may become what without losing values.
 *
 * @see Flink SQL 2.1, Data Types, implicit casts; Iceberg Table Spec, Schema Evolution
 */
const modeChanges: Readonly<Record<LogicalMode, ModeChanges>> = {
  FLINK: {
    keptAs: (type) => type,
    changes: [
      { from: ['tinyint'], to: ['smallint', 'int', 'bigint', 'float', 'double'] },
      { from: ['smallint'], to: ['int', 'bigint', 'float', 'double'] },
      { from: ['int'], to: ['bigint', 'float', 'double'] },
      { from: ['bigint'], to: ['float', 'double'] },
      { from: ['float'], to: ['double'] },
      {
        from: [...integerDigits.keys()],
        to: ['decimal'],
        when: (writer, reader) => wholeDigits(reader) >= (integerDigits.get(writer.kind) ?? 0),
      },
      {
        from: ['decimal'],
        to: ['decimal'],
        when: (writer, reader) =>
          wholeDigits(reader) >= wholeDigits(writer) && scaleOf(reader) >= scaleOf(writer),
      },
      { from: ['char', 'varchar'], to: ['varchar'], when: hasRoom },
      { from: ['binary', 'varbinary'], to: ['varbinary'], when: hasRoom },
      { from: ['time'], to: ['time'], when: isFiner },
      { from: ['timestamp'], to: ['timestamp'], when: isFiner },
      { from: ['timestamp_ltz'], to: ['timestamp_ltz'], when: isFiner },
    ],
  },
  ICEBERG_V2: {
    keptAs: icebergType,
    changes: [
      { from: ['int'], to: ['bigint'] },
      { from: ['float'], to: ['double'] },
      {
        from: ['decimal'],
        to: ['decimal'],
        when: (writer, reader) =>
          scaleOf(reader) === scaleOf(writer) && wholeDigits(reader) >= wholeDigits(writer),
      },
    ],
  },
}

/** @see Iceberg, Flink Connector, Flink to Iceberg type conversion */
function icebergType(type: WordType): WordType {
  if (type.kind === 'tinyint' || type.kind === 'smallint') return { kind: 'int' }
  if (type.kind === 'char' || type.kind === 'varchar') return STRING
  if (type.kind === 'varbinary') return BYTES
  return isTime(type) ? { ...type, precision: 6 } : type
}

function isTime(type: WordType): type is TimeType {
  return 'precision' in type && type.kind !== 'decimal'
}

function isDecimal(type: LogicalType): type is DecimalType {
  return type.kind === 'decimal'
}

function scaleOf(type: LogicalType): number {
  return isDecimal(type) ? type.scale : 0
}

function wholeDigits(type: LogicalType): number {
  return isDecimal(type) ? type.precision - type.scale : 0
}

function hasRoom(writer: LogicalType, reader: LogicalType): boolean {
  return 'length' in writer && 'length' in reader && reader.length >= writer.length
}

function isFiner(writer: LogicalType, reader: LogicalType): boolean {
  const precisions = [writer, reader].map((type) => ('precision' in type ? type.precision : 0))
  return (precisions[1] ?? 0) >= (precisions[0] ?? 0)
}

/** Tells whether a reader's type, one without parts, takes every value of a writer's. */
export function isSupportedChange(mode: LogicalMode, writer: WordType, reader: WordType): boolean {
  const { keptAs, changes } = modeChanges[mode]
  const [from, to] = [keptAs(writer), keptAs(reader)]
  if (typeWordOf(from) === typeWordOf(to)) return true
  return changes.some(
    (change) =>
      change.from.includes(from.kind) &&
      change.to.includes(to.kind) &&
      (change.when?.(from, to) ?? true),
  )
}

const families: Readonly<Record<Kind, string>> = {
  boolean: 'boolean',
  tinyint: 'number',
  smallint: 'number',
  int: 'number',
  bigint: 'number',
  float: 'number',
  double: 'number',
  decimal: 'number',
  char: 'text',
  varchar: 'text',
  binary: 'bytes',
  varbinary: 'bytes',
  date: 'time',
  time: 'time',
  timestamp: 'time',
  timestamp_ltz: 'time',
  array: 'array',
  multiset: 'multiset',
  map: 'map',
  struct: 'struct',
  union: 'union',
  variant: 'variant',
  ref: 'ref',
}

/** Tells whether a change of type is one of degree, supported or not. */
export function isSameFamily(writer: LogicalType, reader: LogicalType): boolean {
  return families[writer.kind] === families[reader.kind]
}
