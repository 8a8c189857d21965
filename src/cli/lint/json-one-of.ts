import { SchemaFault } from '../../formats/schema-fault.ts'
import { areDisjoint } from '../../formats/json/sound/disjoint.ts'
import { innerPart } from '../../formats/json/sound/part.ts'
import type { Part } from '../../formats/json/sound/part.ts'
import type { KeywordFinding } from './json-keyword-rules.ts'
import type { SchemaPair } from './json-walk.ts'

/** Steps after which a pair of branches is left undecided, which is no finding. */
const MAX_STEPS = 10_000

class TooLong extends Error {
  override readonly name = 'TooLong'
}

/**
 * Finds branches of a `oneOf` that one document may match together: it then matches the `oneOf` no
 * more. Told apart are kinds, listed values, ranges, and what required properties hold.
 */
export function overlappingBranches({ current, part }: SchemaPair): readonly KeywordFinding[] {
  const branches = current.members.get('oneOf')
  if (branches?.kind !== 'array') return []
  const parts = branches.items.map((branch) => innerPart(part, branch))
  return parts.flatMap((one, at) =>
    parts.slice(at + 1).flatMap((other, behind): readonly KeywordFinding[] => {
      if (areApart(one, other)) return []
      const second = at + 1 + behind
      const message = `one document may match the branches ${at} and ${second} of the oneOf, and then is refused`
      return [{ rule: 'ONEOF_DISJOINT', steps: ['oneOf', String(second)], message }]
    }),
  )
}

function areApart(first: Part, second: Part): boolean {
  let spent = 0
  try {
    return areDisjoint([first], [second], (steps) => {
      spent += steps
      if (spent > MAX_STEPS) throw new TooLong()
    })
  } catch (thrown) {
    // A reference that leads nowhere is told of by check, not here.
    if (thrown instanceof TooLong || thrown instanceof SchemaFault) return true
    throw thrown
  }
}
