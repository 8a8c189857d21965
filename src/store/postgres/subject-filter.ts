import type { SubjectPrefix } from '../../model/subject.ts'
import { DEFAULT_CONTEXT } from '../../model/subject.ts'
import { behindPrefix, toStoredText } from './stored-text.ts'

/** Parameters of a statement in the making: each value gets its number. */
export class Parameters {
  readonly values: unknown[] = []

  /** Takes a value and returns what stands for it in the text, such as `$3`. */
  add(value: unknown): string {
    return `$${this.values.push(value)}`
  }
}

/** A statement with what its parameters stand for. */
export interface FilledStatement {
  readonly text: string
  readonly values: readonly unknown[]
}

/** A part of a list in its order; both ends are stored texts. */
export interface Range {
  /** Its first place; `undefined`: the first there is. */
  readonly from: string | undefined
  /** The place behind its last one; `undefined`: it goes on to the end. */
  readonly to: string | undefined
}

/** All of a list. */
export const everything: Range = { from: undefined, to: undefined }

/** Conditions for a column that holds places. */
export function within(column: string, range: Range, parameters: Parameters): readonly string[] {
  const { from, to } = range
  return [
    ...(from === undefined ? [] : [`${column} >= ${parameters.add(from)}`]),
    ...(to === undefined ? [] : [`${column} < ${parameters.add(to)}`]),
  ]
}

/**
 * Says which rows of `subjects s` a prefix asks for.
 *
 * Contexts are found by subselects, not by joins: to the planner their ids are then constants, and
 * an index on context and name also gives the order.
 */
export function prefixCondition(prefix: SubjectPrefix, parameters: Parameters): string {
  switch (prefix.kind) {
    case 'in-context': {
      const context = parameters.add(toStoredText(prefix.context))
      return [
        `s.context_id = (select x.context_id from contexts x where x.name = ${context})`,
        ...startsWith('s.name', prefix.prefix, parameters),
      ].join(' and ')
    }
    case 'contexts':
      return printedConditions(prefix, 's.printed', parameters).join(' and ') || 'true'
    case 'anywhere':
      if (prefix.prefix === '') return 'true'
      return [
        // Always so; it lets the planner look up the name in one context after the other.
        's.context_id = any (array(select x.context_id from contexts x))',
        ...startsWith('s.name', prefix.prefix, parameters),
      ].join(' and ')
  }
}

/**
 * What is true of the printed names of all subjects that a prefix asks for, as aliases and
 * associations spell them.
 *
 * It bounds a walk in the order of printed names; which subjects are meant is said by
 * {@link prefixCondition} alone.
 */
export function printedConditions(
  prefix: SubjectPrefix,
  column: string,
  parameters: Parameters,
): readonly string[] {
  switch (prefix.kind) {
    case 'in-context':
      if (prefix.context === DEFAULT_CONTEXT) {
        return [
          ...startsWith(column, prefix.prefix, parameters),
          // Those of other contexts all stand together.
          ...(':.'.startsWith(prefix.prefix)
            ? [`not (${startsWith(column, ':.', parameters).join(' and ')})`]
            : []),
        ]
      }
      return startsWith(column, `:${prefix.context}:${prefix.prefix}`, parameters)
    case 'contexts':
      // All of them: only the default context's subjects are printed without one.
      if (prefix.contextPrefix === DEFAULT_CONTEXT) return []
      return startsWith(column, `:${prefix.contextPrefix}`, parameters)
    case 'anywhere':
      return []
  }
}

function startsWith(column: string, prefix: string, parameters: Parameters): readonly string[] {
  if (prefix === '') return []
  const stored = toStoredText(prefix)
  return within(column, { from: stored, to: behindPrefix(stored) }, parameters)
}

/** The column by which subjects of a prefix sort, so that the same index also gives the order. */
export function orderColumn(prefix: SubjectPrefix): 's.name' | 's.printed' {
  return prefix.kind === 'in-context' ? 's.name' : 's.printed'
}
