import { assertNever } from '../../errors/assert-never.ts'
import { sameJson, sameMembers } from './json-text.ts'
import type { AvroType, Field, NamedType, RecordType } from './ast.ts'

/**
 * Whether two definitions of one name may stand side by side: structure and properties, without
 * documentation, aliases and enum defaults. Avro 1.4.
 */
export function sameDefinition(a: NamedType, b: NamedType): boolean {
  return new Comparison(false).same(a, b)
}

/** Whether two types are one schema: also documentation, aliases, enum defaults. Compatibility 8. */
export function sameSchema(a: AvroType, b: AvroType): boolean {
  return new Comparison(true).same(a, b)
}

/**
 * Pairs wait in a list instead of on the stack: names can chain types far deeper than a text nests.
 * A pair of named types met before is taken as equal, which any difference elsewhere overrules.
 */
class Comparison {
  readonly #withWords: boolean
  readonly #waiting: [AvroType, AvroType][] = []
  readonly #met = new Map<AvroType, Set<AvroType>>()

  constructor(withWords: boolean) {
    this.#withWords = withWords
  }

  same(a: AvroType, b: AvroType): boolean {
    this.#waiting.push([a, b])
    for (let pair = this.#waiting.pop(); pair !== undefined; pair = this.#waiting.pop()) {
      if (pair[0] !== pair[1] && !this.#sameNode(pair[0], pair[1])) return false
    }
    return true
  }

  #sameNode(a: AvroType, b: AvroType): boolean {
    switch (a.kind) {
      case 'union':
        return b.kind === 'union' && this.#sameTypes(a.branches, b.branches)
      case 'array':
        return (
          b.kind === 'array' &&
          sameMembers(a.properties, b.properties) &&
          this.#sameTypes([a.items], [b.items])
        )
      case 'map':
        return (
          b.kind === 'map' &&
          sameMembers(a.properties, b.properties) &&
          this.#sameTypes([a.values], [b.values])
        )
      case 'fixed':
        return b.kind === 'fixed' && this.#sameNamed(a, b) && a.size === b.size
      case 'enum':
        return (
          b.kind === 'enum' &&
          this.#sameNamed(a, b) &&
          sameTexts(a.symbols, b.symbols) &&
          (!this.#withWords || a.default === b.default)
        )
      case 'record':
        return b.kind === 'record' && this.#sameNamed(a, b) && this.#sameRecord(a, b)
      case 'null':
      case 'boolean':
      case 'int':
      case 'long':
      case 'float':
      case 'double':
      case 'bytes':
      case 'string':
        return a.kind === b.kind && sameMembers(a.properties, b.properties)
      default:
        return assertNever(a)
    }
  }

  #sameNamed(a: NamedType, b: NamedType): boolean {
    return (
      a.name.full === b.name.full &&
      sameMembers(a.properties, b.properties) &&
      (!this.#withWords ||
        (a.doc === b.doc &&
          sameTextSets(
            a.aliases.map((alias) => alias.full),
            b.aliases.map((alias) => alias.full),
          )))
    )
  }

  #sameRecord(a: RecordType, b: RecordType): boolean {
    let met = this.#met.get(a)
    if (met === undefined) this.#met.set(a, (met = new Set()))
    if (met.has(b)) return true
    met.add(b)
    if (a.isError !== b.isError && this.#withWords) return false
    if (a.fields.length !== b.fields.length) return false
    for (const [index, field] of a.fields.entries()) {
      const other = b.fields[index]
      if (other === undefined || !this.#sameField(field, other)) return false
    }
    return true
  }

  #sameField(a: Field, b: Field): boolean {
    const sameDefaults =
      a.default === undefined || b.default === undefined
        ? a.default === b.default
        : sameJson(a.default, b.default)
    if (a.name !== b.name || a.order !== b.order || !sameDefaults) return false
    if (!sameMembers(a.properties, b.properties)) return false
    if (this.#withWords && (a.doc !== b.doc || !sameTextSets(a.aliases, b.aliases))) return false
    return this.#sameTypes([a.type], [b.type])
  }

  #sameTypes(a: readonly AvroType[], b: readonly AvroType[]): boolean {
    if (a.length !== b.length) return false
    for (const [index, type] of a.entries()) {
      const other = b[index]
      if (other === undefined) return false
      this.#waiting.push([type, other])
    }
    return true
  }
}

function sameTexts(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((text, index) => text === b[index])
}

function sameTextSets(a: readonly string[], b: readonly string[]): boolean {
  return sameTexts([...a].sort(), [...b].sort())
}
