import { SerdeError } from '../serde-error.ts'

type Node = Readonly<Record<string, unknown>>

/**
 * Full name of a record; `undefined` for anything else, as the Java strategies want it.
 *
 * @throws SerdeError UNUSABLE_SCHEMA
 * @see Serde 3.1
 */
export function avroRecordName(schemaText: string): string | undefined {
  const schema = parse(schemaText)
  if (!isNode(schema)) return undefined
  const { type, name, namespace } = schema
  const isRecord = type === 'record' || type === 'error'
  if (!isRecord || typeof name !== 'string') return undefined
  return fullName(name, typeof namespace === 'string' ? namespace : '')
}

/**
 * Which of some full names a schema uses as a type and does not define itself, in the order of
 * their first use.
 *
 * @throws SerdeError UNUSABLE_SCHEMA
 * @see Avro 1.12, "Names"
 */
export function avroReferredNames(schemaText: string, names: readonly string[]): readonly string[] {
  const found = new Set<string>()
  const defined = new Set<string>()
  // A stack, last first: deep schemas must not use up the call stack.
  const stack: [schema: unknown, namespace: string][] = [[parse(schemaText), '']]
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    const [schema, namespace] = next
    if (typeof schema === 'string') {
      const full = fullName(schema, namespace)
      // A name that is not defined in the namespace means the null namespace.
      const meant = [full, schema].find((name) => names.includes(name))
      if (meant !== undefined) found.add(meant)
    } else if (Array.isArray(schema)) {
      for (const branch of schema.toReversed()) stack.push([branch, namespace])
    } else if (isNode(schema)) {
      const inner = namespaceOf(schema, namespace)
      if (typeof schema['name'] === 'string') defined.add(fullName(schema['name'], inner))
      for (const part of partsOf(schema).toReversed()) stack.push([part, inner])
    }
  }
  return [...found].filter((name) => !defined.has(name))
}

function partsOf(schema: Node): readonly unknown[] {
  const fields = Array.isArray(schema['fields']) ? schema['fields'].filter(isNode) : []
  return [
    schema['type'],
    schema['items'],
    schema['values'],
    ...fields.map((field: Node) => field['type']),
  ]
}

function namespaceOf({ name, namespace }: Node, outer: string): string {
  if (typeof name !== 'string') return outer
  const end = name.lastIndexOf('.')
  if (end >= 0) return name.slice(0, end)
  return typeof namespace === 'string' ? namespace : outer
}

function fullName(name: string, namespace: string): string {
  return name.includes('.') || namespace === '' ? name.replace(/^\./, '') : `${namespace}.${name}`
}

function parse(schemaText: string): unknown {
  try {
    return JSON.parse(schemaText) as unknown
  } catch (cause) {
    throw new SerdeError('UNUSABLE_SCHEMA', 'the Avro schema is no JSON', { cause })
  }
}

function isNode(schema: unknown): schema is Node {
  return typeof schema === 'object' && schema !== null && !Array.isArray(schema)
}
