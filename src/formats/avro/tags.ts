import { SchemaFault } from '../schema-fault.ts'
import { isNamed } from './ast.ts'
import { printType } from './canonical.ts'
import { reachableTypes } from './reach.ts'
import { rebuild } from './rebuild.ts'
import type { SchemaTags, TagEdit } from '../../model/schema-tags.ts'
import type { JsonNode } from '../json-reader.ts'
import type { AvroSchema, Field, Properties, RecordType } from './ast.ts'

/** The property that holds the tags of a record or field. Rest-api 3.11. */
const TAGS_PROPERTY = 'confluent:tags'

/** A record or a field: what tags can stand on. */
type Entity = RecordType | Field

/** The records and fields that carry tags, a record before its fields, in document order. */
export function inlineTagsOf(parsed: AvroSchema): SchemaTags[] {
  const found: (SchemaTags & { readonly at: number })[] = []
  const add = (entity: Entity, entityPath: string, entityType: SchemaTags['entityType']): void => {
    const tags = tagsOf(entity.properties)
    if (tags.length > 0) found.push({ entityPath, entityType, tags, at: entity.at })
  }
  for (const record of ownRecords(parsed)) {
    add(record, record.name.full, 'sr_record')
    for (const field of record.fields) add(field, `${record.name.full}.${field.name}`, 'sr_field')
  }
  found.sort((a, b) => a.at - b.at)
  return found.map(({ entityPath, entityType, tags }) => ({ entityPath, entityType, tags }))
}

/**
 * The canonical text with tags added, then removed.
 *
 * @throws SchemaFault `No matching path '<p>' found in the schema`
 */
export function editTagsOf(parsed: AvroSchema, edit: TagEdit): string {
  const edited = new Map<Entity, readonly string[]>()
  const records = [...ownRecords(parsed)]
  const change = (
    entries: readonly SchemaTags[],
    apply: (tags: readonly string[], given: readonly string[]) => readonly string[],
  ): void => {
    for (const { entityPath, entityType, tags } of entries) {
      const entity = findEntity(records, entityPath, entityType)
      edited.set(entity, apply(edited.get(entity) ?? tagsOf(entity.properties), tags))
    }
  }
  change(edit.add, (tags, given) => [...new Set([...tags, ...given])])
  change(edit.remove, (tags, given) => tags.filter((tag) => !given.includes(tag)))
  const retagged = <T extends Entity>(entity: T): T => {
    const tags = edited.get(entity)
    if (tags === undefined) return entity
    return { ...entity, properties: withTags(entity.properties, tags) }
  }
  const root = rebuild(parsed.root, {
    type: (type) => (type.kind === 'record' ? retagged(type) : type),
    field: retagged,
  })
  return printType(root, parsed.externalNames)
}

function* ownRecords(parsed: AvroSchema): Generator<RecordType> {
  for (const type of reachableTypes(parsed.root, parsed.externalNames)) {
    if (isNamed(type) && type.kind === 'record') yield type
  }
}

function findEntity(
  records: readonly RecordType[],
  path: string,
  entityType: SchemaTags['entityType'],
): Entity {
  const dot = entityType === 'sr_field' ? path.lastIndexOf('.') : path.length
  const recordPath = path.slice(0, Math.max(dot, 0))
  const record =
    records.find(({ name }) => name.full === recordPath) ??
    records.find(({ name }) => name.simple === recordPath)
  const entity = entityType === 'sr_field' ? record?.fieldByName.get(path.slice(dot + 1)) : record
  if (entity === undefined) throw new SchemaFault(`No matching path '${path}' found in the schema`)
  return entity
}

function tagsOf(properties: Properties): readonly string[] {
  const value = properties.get(TAGS_PROPERTY)
  if (value?.kind !== 'array') return []
  return value.items.flatMap((item) => (item.kind === 'string' ? [item.value] : []))
}

function withTags(properties: Properties, tags: readonly string[]): Properties {
  const changed = new Map(properties)
  if (tags.length === 0) {
    changed.delete(TAGS_PROPERTY)
    return changed
  }
  // Nothing of an edited schema is ever asked for its place.
  const nowhere = { start: 0, end: 0 }
  const items = tags.map((value): JsonNode => ({ kind: 'string', value, ...nowhere }))
  return changed.set(TAGS_PROPERTY, { kind: 'array', items, ...nowhere })
}
