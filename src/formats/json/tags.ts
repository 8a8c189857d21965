import { placeOf } from '../json-reader.ts'
import type { JsonNode, JsonObject } from '../json-reader.ts'
import { SchemaFault } from '../schema-fault.ts'
import type { SchemaTags, TagEdit } from '../../model/schema-tags.ts'
import { printJson } from './canonical.ts'
import type { JsonSchema } from './parse.ts'
import { replaceSubschemas, subschemasOf } from './subschemas.ts'

const TAGS = 'confluent:tags'

/** A part of a schema that can carry tags. */
interface Entity {
  readonly path: string
  readonly type: SchemaTags['entityType']
  readonly json: JsonObject
}

/**
 * Entities that carry inline tags, each with all of them, a record before its fields.
 *
 * @see Rest-api 3.11
 */
export function readInlineTags({ main }: JsonSchema): SchemaTags[] {
  const seen = new Set<JsonNode>()
  const found: SchemaTags[] = []
  for (const { path, type, json } of entitiesOf(main.root)) {
    const tags = tagsOf(json)
    // A property that is an object is one place in the text: it is listed as the field.
    if (tags.length === 0 || seen.has(json)) continue
    seen.add(json)
    found.push({ entityPath: path, entityType: type, tags })
  }
  return found
}

/**
 * The canonical text with tags added and then removed; what is left empty vanishes.
 *
 * @throws SchemaFault `No matching path '<p>' found in the schema`
 * @see Rest-api 3.11
 */
export function editInlineTags({ main }: JsonSchema, edit: TagEdit): string {
  const entities = entitiesOf(main.root)
  const edited = new Map<JsonNode, readonly string[]>()
  const change = (
    edits: readonly SchemaTags[],
    apply: (tags: readonly string[], more: readonly string[]) => readonly string[],
  ): void => {
    for (const { entityPath, entityType, tags } of edits) {
      const entity = entities.find(({ path, type }) => path === entityPath && type === entityType)
      if (entity === undefined) {
        throw new SchemaFault(
          `No matching path '${entityPath}' found in the schema`,
          placeOf(main.text, main.root, main.root),
        )
      }
      edited.set(entity.json, apply(edited.get(entity.json) ?? tagsOf(entity.json), tags))
    }
  }
  change(edit.add, (tags, more) => [...new Set([...tags, ...more])])
  change(edit.remove, (tags, more) => tags.filter((tag) => !more.includes(tag)))
  return printJson(withTags(main.root, edited))
}

function tagsOf(json: JsonObject): readonly string[] {
  const tags = json.members.get(TAGS)
  if (tags?.kind !== 'array') return []
  return tags.items.flatMap((tag) => (tag.kind === 'string' ? [tag.value] : []))
}

function withTags(json: JsonNode, edited: ReadonlyMap<JsonNode, readonly string[]>): JsonNode {
  if (json.kind !== 'object') return json
  const inner = replaceSubschemas(json, (each) => withTags(each, edited))
  const tags = edited.get(json)
  if (tags === undefined) return inner
  const members = new Map(inner.members)
  if (tags.length === 0) members.delete(TAGS)
  else members.set(TAGS, listOf(tags, json))
  return { ...inner, members }
}

function listOf(tags: readonly string[], { start, end }: JsonObject): JsonNode {
  const items = tags.map((value) => ({ kind: 'string', value, start, end }) as const)
  return { kind: 'array', items, start, end }
}

/** How a step into a keyword is written in a path; keywords that are not here lead to no entity. */
const pathSteps = new Map<string, (key: string | undefined) => string>([
  ['items', (index) => (index === undefined ? 'array.' : `array.${index}.`)],
  ['prefixItems', (index) => `array.${index}.`],
  ['allOf', (index) => `allof.${index}.`],
  ['anyOf', (index) => `anyof.${index}.`],
  ['oneOf', (index) => `oneof.${index}.`],
  ['not', () => 'not.'],
  ['if', () => 'if.'],
  ['then', () => 'then.'],
  ['else', () => 'else.'],
  ['definitions', (name) => `definitions.${name}.`],
  ['$defs', (name) => `definitions.${name}.`],
])

function entitiesOf(root: JsonNode): Entity[] {
  const entities: Entity[] = []
  const visit = (json: JsonNode, prefix: string): void => {
    if (json.kind !== 'object') return
    const record = `${prefix}object`
    if (isRecord(json)) entities.push({ path: record, type: 'sr_record', json })
    for (const { keyword, key, json: inner } of subschemasOf(json)) {
      if (keyword === 'properties' && inner.kind === 'object') {
        entities.push({ path: `${record}.${key}`, type: 'sr_field', json: inner })
      }
      const step = keyword === 'properties' ? `object.${key}.` : pathSteps.get(keyword)?.(key)
      if (step !== undefined) visit(inner, prefix + step)
    }
  }
  visit(root, '')
  return entities
}

function isRecord(json: JsonObject): boolean {
  const type = json.members.get('type')
  return json.members.has('properties') || (type?.kind === 'string' && type.value === 'object')
}
