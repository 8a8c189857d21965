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
      // All of them: only the default context's subjects are printed without one.
      if (prefix.contextPrefix === DEFAULT_CONTEXT) return 'true'
      return startsWith('s.printed', `:${prefix.contextPrefix}`, parameters).join(' and ')
    case 'anywhere':
      if (prefix.prefix === '') return 'true'
      return [
        // Always so; it lets the planner look up the name in one context after the other.
        's.context_id = any (array(select x.context_id from contexts x))',
        ...startsWith('s.name', prefix.prefix, parameters),
      ].join(' and ')
  }
}

function startsWith(column: string, prefix: string, parameters: Parameters): readonly string[] {
  if (prefix === '') return []
  const stored = toStoredText(prefix)
  const end = behindPrefix(stored)
  const from = `${column} >= ${parameters.add(stored)}`
  return end === undefined ? [from] : [from, `${column} < ${parameters.add(end)}`]
}

/** The column by which subjects of a prefix sort, so that the same index also gives the order. */
export function orderColumn(prefix: SubjectPrefix): 's.name' | 's.printed' {
  return prefix.kind === 'in-context' ? 's.name' : 's.printed'
}
