import { MAX_LENGTH } from './ast.ts'
import type { LengthType } from './ast.ts'

/** Shortest and longest value of a type, as native schemas say it; `undefined`: any. */
export interface Lengths {
  readonly min: number | undefined
  readonly max: number | undefined
}

/** The text or bytes type of a length: fixed where both ends agree. */
export function lengthType(family: 'text' | 'bytes', { min, max }: Lengths): LengthType {
  const isFixed = min !== undefined && min === max
  const length = Math.min(max ?? MAX_LENGTH, MAX_LENGTH)
  if (family === 'text') return { kind: isFixed ? 'char' : 'varchar', length }
  return { kind: isFixed ? 'binary' : 'varbinary', length }
}

/** The lengths of a type: an unbounded one has none. */
export function lengthsOf({ kind, length }: LengthType): Lengths {
  const max = length === MAX_LENGTH ? undefined : length
  switch (kind) {
    case 'char':
    case 'binary':
      return { min: length, max: length }
    case 'varchar':
    case 'varbinary':
      return { min: undefined, max }
  }
}
