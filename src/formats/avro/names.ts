import { Words } from './words.ts'
import type { Name, PrimitiveKind } from './ast.ts'

const primitives: readonly PrimitiveKind[] = [
  'null',
  'boolean',
  'int',
  'long',
  'float',
  'double',
  'bytes',
  'string',
]

/** The types without a name; no named type may take one as its full name. */
export const primitiveKinds = new Words<PrimitiveKind>(primitives)

/** Simple names that a reference cannot use, since the reader would take them for a kind. */
const keywords: ReadonlySet<string> = new Set([
  ...primitives,
  'record',
  'enum',
  'array',
  'map',
  'union',
  'fixed',
])

/** Which characters names may have: the specification's, or any alphabet's. Avro 1.2. */
export type NameRule = 'strict' | 'lenient'

const rules = {
  strict: { first: /^[A-Za-z_]/, all: /^[A-Za-z0-9_]*$/ },
  lenient: { first: /^[\p{L}_]/u, all: /^[\p{L}\p{Nd}_]*$/u },
} as const satisfies Record<NameRule, { first: RegExp; all: RegExp }>

/**
 * What is wrong with a simple name, field name or enum symbol.
 *
 * @returns the reference's text (Avro 1.3), or `undefined` when nothing is
 */
export function nameFault(name: string | undefined, rule: NameRule): string | undefined {
  if (name === undefined) return 'Null name'
  if (isPlain(name)) return undefined
  if (name === '') return 'Empty name'
  const { first, all } = rules[rule]
  if (!first.test(name)) return `Illegal initial character: ${name}`
  if (!all.test(name)) return `Illegal character in: ${name}`
  return undefined
}

/** Whether a name keeps every rule: nearly all do, and a loop is faster than the rules' patterns. */
function isPlain(name: string): boolean {
  for (let i = 0; i < name.length; i++) {
    const c = name.charCodeAt(i)
    const isLetter = (c >= 0x61 && c <= 0x7a) || (c >= 0x41 && c <= 0x5a) || c === 0x5f
    if (!isLetter && (i === 0 || c < 0x30 || c > 0x39)) return false
  }
  return name !== ''
}

/** What is wrong with a namespace under the strict rule, part by part. */
export function namespaceFault(namespace: string): string | undefined {
  if (namespace === '') return undefined
  for (const part of namespace.split('.')) {
    const fault = nameFault(part, 'strict')
    if (fault !== undefined) return `Namespace part "${part}" is invalid: ${fault}`
  }
  return undefined
}

/**
 * Puts a name together.
 *
 * @param text with a dot it is full, and `namespace` is not looked at
 */
export function nameOf(text: string, namespace: string): Name {
  const dot = text.lastIndexOf('.')
  const simple = text.slice(dot + 1)
  const space = dot < 0 ? namespace : text.slice(0, dot)
  return { simple, namespace: space, full: space === '' ? simple : `${space}.${simple}` }
}

/** The text by which a scope refers to a named type. Avro 3, "Name references". */
export function referenceText(name: Name, scope: string): string {
  return name.namespace !== '' && name.namespace === scope && !keywords.has(name.simple)
    ? name.simple
    : name.full
}

/** The text of a named type's alias. Avro 3, "Aliases of named types". */
export function aliasText(alias: Name, owner: Name): string {
  return referenceText(alias, owner.namespace)
}
