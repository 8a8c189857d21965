import type { SchemaTags, TagEdit } from '../../model/schema-tags.ts'
import { SchemaFault } from '../schema-fault.ts'
import { messagesOf } from './ast.ts'
import type { FieldNode, FileNode, MessageNode, MessageValue, OptionNode } from './ast.ts'
import type { OptionValue, ScalarValue, TypeNode } from './ast.ts'
import { itemsOf, nestUnder } from './parse-option.ts'
import { qualified } from './scope.ts'

const META_IMPORT = 'confluent/meta.proto'
const metaOptions = {
  sr_record: 'confluent.message_meta',
  sr_field: 'confluent.field_meta',
} as const satisfies Record<SchemaTags['entityType'], string>

/** Something that may carry tags. */
interface Entity {
  readonly path: string
  readonly type: SchemaTags['entityType']
  readonly node: MessageNode | FieldNode
}

/** The messages and fields of a file, each message before its fields. Paths leave the package out. */
function entitiesOf(file: FileNode): readonly Entity[] {
  const enter = (message: MessageNode, outer: string): readonly Entity[] => {
    const path = qualified(outer, message.name)
    const fields = [...message.fields, ...message.oneofs.flatMap((oneof) => oneof.fields)]
    const inner = [
      ...fields.map((node) => ({ node, entities: [fieldEntity(node, path)] })),
      ...messagesOf(message.declarations).map((node) => ({ node, entities: enter(node, path) })),
    ]
    return [
      { path, type: 'sr_record', node: message },
      ...inner.toSorted((a, b) => a.node.start - b.node.start).flatMap(({ entities }) => entities),
    ]
  }
  return messagesOf(file.declarations).flatMap((message) => enter(message, ''))
}

function fieldEntity(node: FieldNode, outer: string): Entity {
  return { path: qualified(outer, node.name), type: 'sr_field', node }
}

/** Every message and field that carries tags, in document order. Rest-api 3.11. */
export function inlineTagsOf(file: FileNode): readonly SchemaTags[] {
  return entitiesOf(file).flatMap(({ path, type, node }) => {
    const tags = tagsIn(node.options, type)
    return tags.length === 0 ? [] : [{ entityPath: path, entityType: type, tags }]
  })
}

function tagsIn(options: readonly OptionNode[], type: Entity['type']): readonly string[] {
  return options
    .filter((option) => isMeta(option, type))
    .flatMap(({ subNames, value }) => {
      const whole = nestUnder(subNames, value)
      const tags = whole.kind === 'message' ? whole.entries.get('tags') : undefined
      return tags === undefined ? [] : itemsOf(tags)
    })
    .flatMap((item) => (item.kind === 'string' ? [item.text] : []))
}

function isMeta({ isExtension, name }: OptionNode, type: Entity['type']): boolean {
  return isExtension && name.replace(/^\./, '') === metaOptions[type]
}

/**
 * The file with tags added, then removed.
 *
 * @throws SchemaFault `No matching path '<p>' found in the schema`
 */
export function editTagsOf(file: FileNode, edit: TagEdit): FileNode {
  const entities = entitiesOf(file)
  const changed = new Map<Entity['node'], readonly string[]>()
  const apply = (
    { entityPath, entityType, tags }: SchemaTags,
    change: (known: readonly string[], tags: readonly string[]) => readonly string[],
  ): void => {
    const path = entityPath.replace(/^\./, '')
    const entity = entities.find((one) => one.type === entityType && one.path === path)
    if (entity === undefined) {
      throw new SchemaFault(`No matching path '${entityPath}' found in the schema`)
    }
    const known = changed.get(entity.node) ?? tagsIn(entity.node.options, entityType)
    changed.set(entity.node, change(known, tags))
  }
  for (const one of edit.add) apply(one, (known, tags) => [...new Set([...known, ...tags])])
  for (const one of edit.remove) {
    apply(one, (known, tags) => known.filter((tag) => !tags.includes(tag)))
  }
  const edited = {
    ...file,
    declarations: file.declarations.map((node) => retagType(node, changed)),
  }
  const needsImport = [...changed.values()].some((tags) => tags.length > 0)
  return needsImport ? withMetaImport(edited) : edited
}

type Changed = ReadonlyMap<Entity['node'], readonly string[]>

function retagType(node: TypeNode, changed: Changed): TypeNode {
  if (node.kind === 'enum') return node
  return {
    ...node,
    options: retag(node, 'sr_record', changed),
    fields: node.fields.map((field) => retagField(field, changed)),
    oneofs: node.oneofs.map((oneof) => ({
      ...oneof,
      fields: oneof.fields.map((field) => retagField(field, changed)),
    })),
    declarations: node.declarations.map((inner) => retagType(inner, changed)),
  }
}

function retagField(node: FieldNode, changed: Changed): FieldNode {
  return { ...node, options: retag(node, 'sr_field', changed) }
}

/** The options with the tags of the meta option replaced; all meta options become one. */
function retag(
  node: Entity['node'],
  type: Entity['type'],
  changed: Changed,
): readonly OptionNode[] {
  const tags = changed.get(node)
  if (tags === undefined) return node.options
  const metas = node.options.filter((option) => isMeta(option, type))
  const entries = new Map<string, OptionValue>()
  for (const { subNames, value } of metas) {
    const whole = nestUnder(subNames, value)
    if (whole.kind === 'message') for (const [key, entry] of whole.entries) entries.set(key, entry)
  }
  if (tags.length === 0) entries.delete('tags')
  else entries.set('tags', { kind: 'list', items: tags.map(stringValue) })
  const value: MessageValue = { kind: 'message', entries }
  const meta: OptionNode = { name: metaOptions[type], isExtension: true, subNames: [], value }
  const [first] = metas
  const rest = node.options.filter((option) => !isMeta(option, type) || option === first)
  if (entries.size === 0) return rest.filter((option) => option !== first)
  return first === undefined
    ? [...rest, meta]
    : rest.map((option) => (option === first ? meta : option))
}

function stringValue(text: string): ScalarValue {
  return { kind: 'string', text }
}

function withMetaImport(file: FileNode): FileNode {
  if (file.imports.some(({ path }) => path === META_IMPORT)) return file
  const added = { kind: 'import', start: -1, path: META_IMPORT, modifier: undefined } as const
  return { ...file, imports: [...file.imports, added] }
}
