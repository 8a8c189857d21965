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

/** Reads keywords of one subschema in the shapes the loaders need. */
export interface Shapes {
  readonly json: JsonObject
  readonly fault: (what: string, at?: JsonNode) => SchemaFault
  readonly text: (keyword: string) => string | undefined
  readonly flag: (keyword: string) => boolean | undefined
  /** A number as written. */
  readonly number: (keyword: string) => string | undefined
  /** A whole number; `1.0` only where decimals may stand. */
  readonly count: (keyword: string, decimals: 'refused' | 'accepted') => string | undefined
  readonly texts: (keyword: string) => readonly string[] | undefined
  /** The same of one member inside a keyword. */
  readonly textsIn: (keyword: string, json: JsonNode) => readonly string[]
  readonly list: (keyword: string) => readonly JsonNode[] | undefined
  readonly members: (keyword: string) => ReadonlyMap<string, JsonNode> | undefined
  readonly schema: (keyword: string) => JsonNode | undefined
  readonly schemas: (keyword: string) => readonly JsonNode[] | undefined
  readonly schemaMap: (keyword: string) => ReadonlyMap<string, JsonNode> | undefined
  readonly types: () => readonly TypeName[] | undefined
}

/**
 * Opens one subschema for reading; every member throws SchemaFault `Invalid JSON: …` with the place
 * of what has the wrong shape.
 *
 * @see Json-schema 2
 */
export function shapesOf(json: JsonObject, document: JsonDocument): Shapes {
  const fault = (what: string, at: JsonNode = json): SchemaFault =>
    new SchemaFault(
      `Invalid JSON: ${what}${document.name === undefined ? '' : ` (in '${document.name}')`}`,
      placeOf(document.text, document.root, at),
    )

  function shaped<T>(
    keyword: string,
    wanted: string,
    read: (member: JsonNode) => T | undefined,
  ): T | undefined {
    const member = json.members.get(keyword)
    if (member === undefined) return undefined
    const value = read(member)
    if (value === undefined) throw fault(`${keyword} must be ${wanted}`, member)
    return value
  }

  const checkSchema = (keyword: string, member: JsonNode): JsonNode => {
    if (isSchemaShape(member)) return member
    throw fault(`${keyword} must hold schemas: an object or a boolean`, member)
  }

  const shapes: Shapes = {
    json,
    fault,
    text: (keyword) =>
      shaped(keyword, 'a text', (member) => (member.kind === 'string' ? member.value : undefined)),
    flag: (keyword) =>
      shaped(keyword, 'true or false', (member) =>
        member.kind === 'literal' && member.value !== null ? member.value : undefined,
      ),
    number: (keyword) =>
      shaped(keyword, 'a number', (member) =>
        member.kind === 'number' && /\d/.test(member.literal) ? member.literal : undefined,
      ),
    count: (keyword, decimals) =>
      shaped(keyword, 'a whole number', (member) => {
        if (member.kind !== 'number') return undefined
        const whole = decimals === 'refused' ? /^-?\d+$/ : /^-?\d+(\.0+)?$/
        return whole.test(member.literal) ? member.literal : undefined
      }),
    list: (keyword) =>
      shaped(keyword, 'a list', (member) => (member.kind === 'array' ? member.items : undefined)),
    texts: (keyword) =>
      shaped(keyword, 'a list of text', (member) =>
        member.kind === 'array' ? textsOf(member.items) : undefined,
      ),
    textsIn: (keyword, member) => {
      const texts = member.kind === 'array' ? textsOf(member.items) : undefined
      if (texts === undefined) throw fault(`${keyword} must hold lists of text`, member)
      return texts
    },
    members: (keyword) =>
      shaped(keyword, 'an object', (member) =>
        member.kind === 'object' ? member.members : undefined,
      ),
    schema: (keyword) =>
      shaped(keyword, 'a schema: an object or a boolean', (member) =>
        isSchemaShape(member) ? member : undefined,
      ),
    schemas: (keyword) => shapes.list(keyword)?.map((member) => checkSchema(keyword, member)),
    schemaMap: (keyword) => {
      const members = shapes.members(keyword)
      for (const member of members?.values() ?? []) checkSchema(keyword, member)
      return members
    },
    types: () => {
      const member = json.members.get('type')
      if (member === undefined) return undefined
      const names = member.kind === 'array' ? member.items : [member]
      return names.map((name) => {
        const known = typeNames.find(
          (candidate) => name.kind === 'string' && candidate === name.value,
        )
        if (known === undefined) throw fault('type must name a known type', name)
        return known
      })
    },
  }
  return shapes
}

/** The texts of a list, `undefined` when one of its items is no text. */
export function textsOf(items: readonly JsonNode[]): string[] | undefined {
  const texts: string[] = []
  for (const item of items) {
    if (item.kind !== 'string') return undefined
    texts.push(item.value)
  }
  return texts
}

/** Refuses a pattern that the reference's regex engine cannot compile. */
export function checkPattern(pattern: string, shapes: Shapes, at: JsonNode | undefined): void {
  const { fault } = javaPattern(pattern)
  if (fault === undefined) return
  throw shapes.fault(`pattern '${pattern}' is no regular expression: ${fault}`, at)
}
