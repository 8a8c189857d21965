import { assertNever } from '../../errors/assert-never.ts'
import type {
  Annotated,
  Declaration,
  Field,
  Literal,
  LogicalSchema,
  LogicalType,
  TypeUse,
} from './ast.ts'
import { isPlainName, isWordType, typeWordOf } from './type-words.ts'
import type { WordType } from './type-words.ts'

/**
 * Writes a logical schema; reading it back gives the same one.
 *
 * @see Compatibility 9
 */
export function printLogical(schema: LogicalSchema): string {
  const { namespace, aliases, declarations, root } = schema
  const head = [
    ...(namespace === undefined ? [] : [`NAMESPACE ${pathText(namespace)};`]),
    ...aliases.map(({ name, uri }) => `USING TYPE ${pathText(name)} FOR ${quoted(uri)};`),
  ]
  const parts = [
    ...(head.length === 0 ? [] : [head.join('\n')]),
    ...declarations.map(declarationText),
    ...(isImplied(root, declarations) ? [] : [`TYPE ${useText(root, false)}`]),
  ]
  return `${parts.join('\n\n')}\n`
}

function isImplied({ type, nullable }: TypeUse, declarations: readonly Declaration[]): boolean {
  return !nullable && type.kind === 'ref' && type.name === declarations.at(-1)?.name
}

function declarationText(declaration: Declaration): string {
  const { kind, name } = declaration
  const items =
    declaration.kind === 'struct'
      ? declaration.fields.map(fieldText)
      : declaration.symbols.map(quoted)
  const body = items.length === 0 ? '()' : `(\n  ${items.join(',\n  ')}\n)`
  return `${kind.toUpperCase()} ${pathText(name)} ${body}${annotationText(declaration)}`
}

function fieldText(field: Field): string {
  const value = field.default === undefined ? '' : ` DEFAULT ${literalText(field.default)}`
  const check = field.check === undefined ? '' : ` CHECK (${field.check})`
  return `${nameText(field.name)} ${useText(field.type, true)}${value}${check}${annotationText(field)}`
}

function annotationText({ comment, tags, options }: Annotated): string {
  const pairs = [...options].map(([key, value]) => `${quoted(key)} = ${quoted(value)}`)
  return [
    comment === undefined ? '' : ` ${quoted(comment)}`,
    tags.length === 0 ? '' : ` TAGS (${tags.map(quoted).join(', ')})`,
    pairs.length === 0 ? '' : ` WITH (${pairs.join(', ')})`,
  ].join('')
}

/** A type with its nullability where that is not what an unwritten one means. */
function useText({ type, nullable }: TypeUse, unwritten: boolean): string {
  const text = typeText(type)
  if (nullable === unwritten) return text
  return nullable ? `${text} NULL` : `${text} NOT NULL`
}

function typeText(type: LogicalType): string {
  return isWordType(type) ? typeWordOf(type) : genericText(type)
}

function genericText(type: Exclude<LogicalType, WordType>): string {
  switch (type.kind) {
    case 'array':
      return `ARRAY<${useText(type.element, true)}>`
    case 'multiset':
      return `MULTISET<${useText(type.element, false)}>`
    case 'map':
      return `MAP<${useText(type.key, false)}, ${useText(type.value, true)}>`
    case 'struct':
      return `STRUCT<${type.fields.map(fieldText).join(', ')}>`
    case 'union': {
      const branches = type.branches.map((branch) => {
        const name = branch.name === undefined ? '' : `${nameText(branch.name)} `
        return name + useText(branch.type, false)
      })
      return `UNION<${branches.join(', ')}>`
    }
    case 'ref':
      return pathText(type.name)
    default:
      return assertNever(type)
  }
}

function literalText(literal: Literal): string {
  switch (literal.kind) {
    case 'null':
      return 'NULL'
    case 'boolean':
      return literal.value ? 'TRUE' : 'FALSE'
    case 'number':
      return literal.text
    case 'string':
      return quoted(literal.value)
    case 'bytes':
      return `X'${literal.hex}'`
    case 'array':
      return `ARRAY[${literal.items.map(literalText).join(', ')}]`
    case 'map': {
      const entries = [...literal.entries].map(
        ([key, value]) => `${quoted(key)}, ${literalText(value)}`,
      )
      return `MAP[${entries.join(', ')}]`
    }
  }
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}

function pathText(path: string): string {
  return path.split('.').map(nameText).join('.')
}

function nameText(name: string): string {
  return isPlainName(name) ? name : `\`${name.replaceAll('`', '``')}\``
}
