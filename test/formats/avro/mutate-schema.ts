import { branchName, defaultOf, primitives } from './random-schema.ts'
import type { Random, SchemaJson } from './random-schema.ts'

type Node = { [key: string]: unknown }
type Mutation = (node: Node, random: Random) => void

/** A copy of a schema with a few changes, legal or not. */
export function mutateSchema(schema: SchemaJson, random: Random): SchemaJson {
  let copy = structuredClone(schema)
  for (let i = random.below(3); i >= 0; i--) {
    const nodes: Node[] = []
    collect(copy, nodes)
    const node = random.pick(nodes)
    const possible = mutations[String(node['type'])] ?? fieldMutations
    random.pick(possible)(node, random)
    if (random.chance(10)) copy = renamed(copy, random)
  }
  return copy
}

function collect(value: unknown, nodes: Node[]): void {
  if (Array.isArray(value)) for (const item of value) collect(item, nodes)
  else if (typeof value === 'object' && value !== null) {
    const node = value as Node
    if ('type' in node) nodes.push(node)
    for (const key of ['type', 'fields', 'items', 'values']) collect(node[key], nodes)
  }
}

const fieldMutations: readonly Mutation[] = [
  (field, random) => {
    field['type'] = random.pick(primitives)
    delete field['default']
  },
  (field) => {
    delete field['default']
  },
  (field) => {
    const value = defaultOf(field['type'] as SchemaJson)
    if (value !== undefined) field['default'] = value
  },
  (field, random) => {
    const old = String(field['name'])
    field['name'] = `${old}x`
    if (random.chance(60)) field['aliases'] = [old]
  },
  (field, random) => {
    const type = field['type'] as SchemaJson
    if (!Array.isArray(type)) {
      field['type'] = random.chance(50) ? ['null', type] : [type, 'null']
      delete field['default']
    } else if (random.chance(30)) {
      field['type'] = random.pick(type)
      delete field['default']
    } else if (random.chance(50)) {
      type.splice(random.below(type.length), 1)
      delete field['default']
    } else {
      const added = random.pick(primitives)
      if (!type.some((branch) => branchName(branch) === added)) {
        type.splice(random.below(type.length + 1), 0, added)
        delete field['default']
      }
    }
  },
]

const mutations: Readonly<Record<string, readonly Mutation[]>> = {
  record: [
    (record) => {
      ;(record['fields'] as unknown[]).push({ name: `new`, type: 'int', default: 0 })
    },
    (record) => {
      ;(record['fields'] as unknown[]).push({ name: `late`, type: 'string' })
    },
    (record, random) => {
      const fields = record['fields'] as unknown[]
      if (fields.length > 0) fields.splice(random.below(fields.length), 1)
    },
    (record) => {
      ;(record['fields'] as unknown[]).reverse()
    },
  ],
  enum: [
    (type) => {
      ;(type['symbols'] as string[]).push('Z')
    },
    (type) => {
      if ((type['symbols'] as string[]).length > 1) (type['symbols'] as string[]).pop()
    },
    (type, random) => {
      if (random.chance(50)) type['default'] = 'A'
      else delete type['default']
    },
  ],
  fixed: [
    (type) => {
      type['size'] = Number(type['size']) + 1
    },
  ],
  array: [
    (type, random) => {
      type['items'] = random.pick(primitives)
    },
  ],
  map: [
    (type, random) => {
      type['values'] = random.pick(primitives)
    },
  ],
}

/** One named type, with all its uses, goes by another name or namespace. */
function renamed(schema: SchemaJson, random: Random): SchemaJson {
  const nodes: Node[] = []
  collect(schema, nodes)
  const node = random.pick(nodes.filter((one) => 'namespace' in one))
  const [name, namespace] = [String(node['name']), String(node['namespace'])]
  const [newName, newNamespace] = random.chance(50) ? [`${name}x`, namespace] : [name, 'moved']
  const aliases = random.chance(60) ? { aliases: [`${namespace}.${name}`] } : {}
  const walk = (value: unknown): unknown => {
    if (value === `${namespace}.${name}`) return `${newNamespace}.${newName}`
    if (Array.isArray(value)) return value.map(walk)
    if (typeof value !== 'object' || value === null) return value
    const entries = Object.entries(value).map(([key, inner]) => [key, walk(inner)])
    const copy = Object.fromEntries(entries) as Node
    if (copy['name'] !== name || copy['namespace'] !== namespace) return copy
    return { ...copy, name: newName, namespace: newNamespace, ...aliases }
  }
  return walk(schema) as SchemaJson
}
