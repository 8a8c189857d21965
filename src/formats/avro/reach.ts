import { isNamed } from './ast.ts'
import type { AvroType } from './ast.ts'

/**
 * Every type that can be reached from one, each once, breadth first.
 *
 * @param externalNames full names behind which nothing is looked at
 */
export function* reachableTypes(
  root: AvroType,
  externalNames: ReadonlySet<string> = new Set(),
): Generator<AvroType> {
  const met = new Set<AvroType>([root])
  for (const type of met) {
    if (isNamed(type) && externalNames.has(type.name.full)) continue
    yield type
    // A set goes on to what is added while it is walked.
    for (const part of partsOf(type)) met.add(part)
  }
}

function partsOf(type: AvroType): readonly AvroType[] {
  if (type.kind === 'record') return type.fields.map((field) => field.type)
  if (type.kind === 'union') return type.branches
  if (type.kind === 'array') return [type.items]
  if (type.kind === 'map') return [type.values]
  return []
}
