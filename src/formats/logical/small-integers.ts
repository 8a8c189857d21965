import type { PlainType } from './ast.ts'

/** The integers that native types do not tell from int32, by their name in Kafka Connect. */
export const smallIntegers: ReadonlyMap<string, PlainType> = new Map<string, PlainType>([
  ['int8', { kind: 'tinyint' }],
  ['int16', { kind: 'smallint' }],
  ['int32', { kind: 'int' }],
])
