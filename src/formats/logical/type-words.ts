import { BYTES, MAX_LENGTH, STRING } from './ast.ts'
import type { DecimalType, LengthType, LogicalType, PlainType, TimeType } from './ast.ts'

/** A type word and what its numbers mean. */
interface TypeWord {
  /** Most numbers that may stand in parentheses. */
  readonly numbers: 0 | 1 | 2
  readonly make: (first: number | undefined, second: number | undefined) => LogicalType
}

/**
 * The words of types without type parameters; what is not written is as in Flink SQL.
 *
 * @see Flink SQL 2.1, Data Types
 */
export const typeWords: ReadonlyMap<string, TypeWord> = new Map<string, TypeWord>([
  ['BOOLEAN', { numbers: 0, make: () => ({ kind: 'boolean' }) }],
  ['TINYINT', { numbers: 0, make: () => ({ kind: 'tinyint' }) }],
  ['SMALLINT', { numbers: 0, make: () => ({ kind: 'smallint' }) }],
  ['INT', { numbers: 0, make: () => ({ kind: 'int' }) }],
  ['INTEGER', { numbers: 0, make: () => ({ kind: 'int' }) }],
  ['BIGINT', { numbers: 0, make: () => ({ kind: 'bigint' }) }],
  ['FLOAT', { numbers: 0, make: () => ({ kind: 'float' }) }],
  ['DOUBLE', { numbers: 0, make: () => ({ kind: 'double' }) }],
  ['DATE', { numbers: 0, make: () => ({ kind: 'date' }) }],
  ['VARIANT', { numbers: 0, make: () => ({ kind: 'variant' }) }],
  ['STRING', { numbers: 0, make: () => STRING }],
  ['BYTES', { numbers: 0, make: () => BYTES }],
  ['CHAR', { numbers: 1, make: (length = 1) => ({ kind: 'char', length }) }],
  ['VARCHAR', { numbers: 1, make: (length = 1) => ({ kind: 'varchar', length }) }],
  ['BINARY', { numbers: 1, make: (length = 1) => ({ kind: 'binary', length }) }],
  ['VARBINARY', { numbers: 1, make: (length = 1) => ({ kind: 'varbinary', length }) }],
  ['TIME', { numbers: 1, make: (precision = 0) => ({ kind: 'time', precision }) }],
  ['TIMESTAMP', { numbers: 1, make: (precision = 6) => ({ kind: 'timestamp', precision }) }],
  [
    'TIMESTAMP_LTZ',
    { numbers: 1, make: (precision = 6) => ({ kind: 'timestamp_ltz', precision }) },
  ],
  ...['DECIMAL', 'DEC', 'NUMERIC'].map((word): readonly [string, TypeWord] => [
    word,
    { numbers: 2, make: (precision = 10, scale = 0) => ({ kind: 'decimal', precision, scale }) },
  ]),
])

/** The words that take types in angle brackets. */
export const genericWords: ReadonlySet<string> = new Set([
  'ARRAY',
  'MAP',
  'MULTISET',
  'UNION',
  'STRUCT',
  'ROW',
])

/** Words with a meaning where a name may stand, so that such a name needs its quotes. */
const clauseWords = ['NOT', 'NULL', 'DEFAULT', 'CHECK', 'TAGS', 'WITH', 'TYPE', 'ENUM', 'USING']

/** Tells whether a name can do without backquotes. */
export function isPlainName(name: string): boolean {
  const word = name.toUpperCase()
  return (
    /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) &&
    !typeWords.has(word) &&
    !genericWords.has(word) &&
    !clauseWords.includes(word)
  )
}

/** Types that a word and its numbers write. */
export type WordType = PlainType | LengthType | TimeType | DecimalType

/** Tells the types without type parameters from those with them, and from names. */
export function isWordType(type: LogicalType): type is WordType {
  return !partKinds.has(type.kind)
}

const partKinds: ReadonlySet<LogicalType['kind']> = new Set([
  'array',
  'multiset',
  'map',
  'struct',
  'union',
  'ref',
])

/** A type without type parameters in its own words. */
export function typeWordOf(type: WordType): string {
  const word = type.kind.toUpperCase()
  if (type.kind === 'decimal') return `DECIMAL(${type.precision}, ${type.scale})`
  if ('precision' in type) return `${word}(${type.precision})`
  if (!('length' in type)) return word
  const isWhole = type.length === MAX_LENGTH
  if (isWhole && type.kind === 'varchar') return 'STRING'
  return isWhole && type.kind === 'varbinary' ? 'BYTES' : `${word}(${type.length})`
}
