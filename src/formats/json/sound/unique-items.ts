import type { Ajv, FuncKeywordDefinition, SchemaValidateFunction } from 'ajv'

/**
 * `uniqueItems` in time that grows with the text: the validator's own holds every item against every
 * other, which takes half a minute for an enum of 100,000 texts.
 */
export function useLinearUniqueItems(ajv: Pick<Ajv, 'addKeyword' | 'removeKeyword'>): void {
  ajv.removeKeyword('uniqueItems')
  ajv.addKeyword(definition)
}

const validate: SchemaValidateFunction = (isAsked: boolean, items: readonly unknown[]) => {
  const twins = isAsked ? twinsIn(items) : undefined
  if (twins === undefined) return true
  const [first, second] = twins
  validate.errors = [
    {
      keyword: 'uniqueItems',
      params: { i: second, j: first },
      message: `must NOT have duplicate items (items ## ${first} and ${second} are identical)`,
    },
  ]
  return false
}

const definition: FuncKeywordDefinition = {
  keyword: 'uniqueItems',
  type: 'array',
  schemaType: 'boolean',
  errors: true,
  validate,
}

/** The last item that has an equal one before it, as the validator's own keyword finds it. */
function twinsIn(items: readonly unknown[]): readonly [first: number, second: number] | undefined {
  const seen = new Map<string, number>()
  let twins: readonly [number, number] | undefined
  for (const [index, item] of items.entries()) {
    const text = JSON.stringify(item, sortedMembers)
    const before = seen.get(text)
    if (before !== undefined) twins = [before, index]
    seen.set(text, index)
  }
  return twins
}

/** The order of members means nothing. */
function sortedMembers(_: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
}
