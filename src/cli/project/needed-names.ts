import { parseFile } from '../../formats/protobuf/parse.ts'
import { bundledText } from '../../formats/protobuf/well-known.ts'
import { SchemaFault } from '../../formats/schema-fault.ts'
import type { SchemaType } from '../../model/schema.ts'

/** What a text offers to others and what it needs from them, by the format's own names. */
export interface SchemaNames {
  readonly offers: readonly string[]
  readonly needs: readonly string[]
}

const nothing: SchemaNames = { offers: [], needs: [] }

/** Nesting beyond which names are not looked for; parsing refuses such a text anyway. */
const MAX_DEPTH = 500

/**
 * Looks into a text for names, so that references need not be written down.
 *
 * @param path of the file: what Protobuf imports and relative `$ref`s go by
 * @returns nothing for a text that is no schema: parsing will say so
 */
export function namesIn(schemaType: SchemaType, schemaText: string, path: string): SchemaNames {
  try {
    switch (schemaType) {
      case 'PROTOBUF':
        return protobufNames(schemaText, path)
      case 'AVRO':
        return avroNames(JSON.parse(schemaText))
      case 'JSON':
        return jsonNames(JSON.parse(schemaText), path)
    }
  } catch (thrown) {
    if (thrown instanceof SyntaxError || thrown instanceof SchemaFault) return nothing
    throw thrown
  }
}

function protobufNames(schemaText: string, path: string): SchemaNames {
  const needs = parseFile(schemaText).imports.map((one) => one.path)
  return { offers: suffixes(path), needs: needs.filter((one) => bundledText(one) === undefined) }
}

/** `a/b/c.proto` may be imported as any of its ends, depending on where the import root is. */
function suffixes(path: string): readonly string[] {
  const parts = path.split('/')
  return parts.map((_, index) => parts.slice(index).join('/'))
}

type Json = Readonly<Record<string, unknown>>

const avroWords: ReadonlySet<string> = new Set(
  'null boolean int long float double bytes string record error enum array map fixed'.split(' '),
)

function avroNames(root: unknown): SchemaNames {
  const offers = new Set<string>()
  const mentioned = new Set<string>()
  const visit = (node: unknown, namespace: string, depth: number): void => {
    if (depth > MAX_DEPTH) return
    if (typeof node === 'string') {
      if (!avroWords.has(node)) mentioned.add(fullName(node, namespace))
    } else if (Array.isArray(node)) {
      for (const branch of node) visit(branch, namespace, depth + 1)
    } else if (isObject(node)) {
      const inner = declaredNamespace(node, namespace)
      if (typeof node['name'] === 'string') offers.add(fullName(node['name'], inner))
      visitParts(node, inner, depth, visit)
    }
  }
  visit(root, '', 0)
  return { offers: [...offers], needs: [...mentioned].filter((name) => !offers.has(name)) }
}

function visitParts(
  node: Json,
  namespace: string,
  depth: number,
  visit: (node: unknown, namespace: string, depth: number) => void,
): void {
  const { type, items, values, fields } = node
  if (type === 'array') visit(items, namespace, depth + 1)
  else if (type === 'map') visit(values, namespace, depth + 1)
  else if (Array.isArray(fields)) {
    for (const field of fields) {
      if (isObject(field)) visit(field['type'], namespace, depth + 1)
    }
  } else if (type !== 'enum' && type !== 'fixed') visit(type, namespace, depth + 1)
}

function declaredNamespace(node: Json, enclosing: string): string {
  const { name, namespace } = node
  if (typeof name !== 'string') return enclosing
  if (name.includes('.')) return name.slice(0, name.lastIndexOf('.'))
  return typeof namespace === 'string' ? namespace : enclosing
}

function fullName(name: string, namespace: string): string {
  return name.includes('.') || namespace === '' ? name : `${namespace}.${name}`
}

function jsonNames(root: unknown, path: string): SchemaNames {
  const needs = new Set<string>()
  const visit = (node: unknown, depth: number): void => {
    if (depth > MAX_DEPTH || typeof node !== 'object' || node === null) return
    if (!Array.isArray(node) && '$ref' in node && typeof node.$ref === 'string') {
      const target = node.$ref.replace(/#.*$/s, '')
      if (target !== '') needs.add(target)
    }
    for (const part of Object.values(node)) visit(part, depth + 1)
  }
  visit(root, 0)
  const id = isObject(root) ? (root['$id'] ?? root['id']) : undefined
  const offers = [...suffixes(path), ...suffixes(path).map((one) => `./${one}`)]
  return { offers: typeof id === 'string' ? [id, ...offers] : offers, needs: [...needs] }
}

function isObject(node: unknown): node is Json {
  return typeof node === 'object' && node !== null && !Array.isArray(node)
}
