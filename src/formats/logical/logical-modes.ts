import type { LogicalType } from './ast.ts'

/** A table engine whose rules a schema is held against. */
export type LogicalMode = 'FLINK' | 'ICEBERG_V2'

/** What an engine's tables can hold. */
interface ModeLimits {
  /** Most digits of a decimal. */
  readonly decimalDigits: number
  /** Most digits of a second. */
  readonly secondDigits: number
  /** Kinds that have no counterpart. */
  readonly lacks: readonly LogicalType['kind'][]
  /** Names that differ by letter case alone are two names. */
  readonly caseSensitive: boolean
  /** A struct's fields count by position, not only by name or id. */
  readonly positional: boolean
  /** Rows written before a column was added read its default. */
  readonly defaults: boolean
}

/**
 * The modes, in the order in which they are asked.
 *
 * Iceberg v2 keeps microseconds, finds columns by id, and knows neither unions nor variants nor
 * default values: those came with v3.
 *
 * @see Flink SQL 2.1, Data Types; Iceberg Table Spec, Schemas and Data Types, Version 3
 */
export const logicalModes: Readonly<Record<LogicalMode, ModeLimits>> = {
  FLINK: {
    decimalDigits: 38,
    secondDigits: 9,
    lacks: [],
    caseSensitive: true,
    positional: true,
    defaults: true,
  },
  ICEBERG_V2: {
    decimalDigits: 38,
    secondDigits: 6,
    lacks: ['union', 'variant'],
    caseSensitive: false,
    positional: false,
    defaults: false,
  },
}

/** The names of the modes, in that order. */
export const logicalModeNames = Object.keys(logicalModes) as readonly LogicalMode[]
