import { placeOf } from '../../json-reader.ts'
import type { JsonNode, JsonObject } from '../../json-reader.ts'
import { SchemaFault } from '../../schema-fault.ts'
import type { JsonDocument } from '../document.ts'
import { isSchemaShape } from '../document.ts'
import { javaPattern } from '../regex/java-pattern.ts'

/** The type names, as `type` spells them. */
export const typeNames = [
  'string',
  'number',
  'integer',
  'boolean',
  'null',
  'object',
  'array',
] as const
export type TypeName = (typeof typeNames)[number]

const noMembers: ReadonlyMap<string, JsonNode> = new Map()
const noNames: readonly string[] = []

/**
 * Reads the keywords of one subschema in the shapes the loaders need.
 *
 * Every reader gives `undefined` (or nothing) for an absent keyword and throws SchemaFault
 * `Invalid JSON: …` with the place of what has the wrong shape.
 *
 * @see Json-schema 2
 */
export class Shapes {
  readonly json: JsonObject
  readonly #document: JsonDocument

  constructor(json: JsonObject, document: JsonDocument) {
    this.json = json
    this.#document = document
  }

  fault(what: string, at: JsonNode = this.json): SchemaFault {
    const { name, text, root } = this.#document
    const where = name === undefined ? '' : ` (in '${name}')`
    return new SchemaFault(`Invalid JSON: ${what}${where}`, placeOf(text, root, at))
  }

  has(keyword: string): boolean {
    return this.json.members.has(keyword)
  }

  get(keyword: string): JsonNode | undefined {
    return this.json.members.get(keyword)
  }

  text(keyword: string): string | undefined {
    const member = this.get(keyword)
    if (member === undefined || member.kind === 'string') return member?.value
    throw this.fault(`${keyword} must be a text`, member)
  }

  flag(keyword: string): boolean | undefined {
    const member = this.get(keyword)
    if (member === undefined) return undefined
    if (member.kind === 'literal' && member.value !== null) return member.value
    throw this.fault(`${keyword} must be true or false`, member)
  }

  /** A number as written. */
  number(keyword: string): string | undefined {
    const member = this.get(keyword)
    if (member === undefined) return undefined
    if (member.kind === 'number' && /\d/.test(member.literal)) return member.literal
    throw this.fault(`${keyword} must be a number`, member)
  }

  /** A whole number; `1.0` only where decimals may stand. */
  count(keyword: string, decimals: 'refused' | 'accepted'): string | undefined {
    const member = this.get(keyword)
    if (member === undefined) return undefined
    const whole = decimals === 'refused' ? /^-?\d+$/ : /^-?\d+(\.0+)?$/
    if (member.kind === 'number' && whole.test(member.literal)) return member.literal
    throw this.fault(`${keyword} must be a whole number`, member)
  }

  list(keyword: string): readonly JsonNode[] | undefined {
    const member = this.get(keyword)
    if (member === undefined || member.kind === 'array') return member?.items
    throw this.fault(`${keyword} must be a list`, member)
  }

  texts(keyword: string): readonly string[] {
    const member = this.get(keyword)
    return member === undefined ? noNames : this.textsIn(keyword, member)
  }

  /** The texts of one list inside a keyword, or of the keyword itself. */
  textsIn(keyword: string, member: JsonNode): readonly string[] {
    const texts: string[] = []
    for (const item of member.kind === 'array' ? member.items : [member]) {
      if (item.kind === 'string' && member.kind === 'array') texts.push(item.value)
      else throw this.fault(`${keyword} must be a list of text`, item)
    }
    return texts
  }

  members(keyword: string): ReadonlyMap<string, JsonNode> {
    const member = this.get(keyword)
    if (member === undefined) return noMembers
    if (member.kind === 'object') return member.members
    throw this.fault(`${keyword} must be an object`, member)
  }

  schema(keyword: string): JsonNode | undefined {
    const member = this.get(keyword)
    return member === undefined ? undefined : this.#checked(keyword, member)
  }

  schemas(keyword: string): readonly JsonNode[] | undefined {
    return this.list(keyword)?.map((member) => this.#checked(keyword, member))
  }

  schemaMap(keyword: string): ReadonlyMap<string, JsonNode> {
    const members = this.members(keyword)
    for (const member of members.values()) this.#checked(keyword, member)
    return members
  }

  #checked(keyword: string, member: JsonNode): JsonNode {
    if (isSchemaShape(member)) return member
    throw this.fault(`${keyword} must hold schemas: an object or a boolean`, member)
  }

  types(): readonly TypeName[] | undefined {
    const member = this.get('type')
    if (member === undefined) return undefined
    const names = member.kind === 'array' ? member.items : [member]
    return names.map((name) => {
      const text = name.kind === 'string' ? name.value : undefined
      const known = typeNames.find((candidate) => candidate === text)
      if (known === undefined) throw this.fault('type must name a known type', name)
      return known
    })
  }

  /** Refuses a pattern that the reference's regex engine cannot compile. */
  checkPattern(pattern: string, at: JsonNode | undefined): void {
    const { fault } = javaPattern(pattern)
    if (fault === undefined) return
    throw this.fault(`pattern '${pattern}' is no regular expression: ${fault}`, at)
  }
}
