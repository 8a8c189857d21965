import { assertNever } from '../../errors/assert-never.ts'
import type { Field, LogicalSchema, LogicalType } from './ast.ts'
import { inside } from './finding.ts'
import { aliasesOf, declarationsOf } from './names.ts'
import { isWordType } from './type-words.ts'

/** A type directly inside another. */
export interface Part {
  readonly name: string
  readonly type: LogicalType
  /** The column that it is the type of. */
  readonly field: Field | undefined
}

/** The types directly inside a type; names are not followed. */
export function partsOf(type: LogicalType): readonly Part[] {
  if (isWordType(type)) return []
  switch (type.kind) {
    case 'array':
    case 'multiset':
      return [{ name: 'element', type: type.element.type, field: undefined }]
    case 'map':
      return [
        { name: 'key', type: type.key.type, field: undefined },
        { name: 'value', type: type.value.type, field: undefined },
      ]
    case 'struct':
      return type.fields.map((field) => ({ name: field.name, type: field.type.type, field }))
    case 'union':
      return type.branches.map((branch, i) => ({
        name: branch.name ?? String(i),
        type: branch.type.type,
        field: undefined,
      }))
    case 'ref':
      return []
    default:
      return assertNever(type)
  }
}

/** A name that leads nowhere, and where it is used: paths start with the declaration's name. */
export interface DeadName {
  readonly name: string
  readonly path: string
}

/** The first name in a schema that neither a declaration nor an alias bears. */
export function findDeadName(schema: LogicalSchema): DeadName | undefined {
  const known = new Set([...declarationsOf(schema).keys(), ...aliasesOf(schema).keys()])
  const find = (type: LogicalType, path: string): DeadName | undefined => {
    if (type.kind === 'ref') return known.has(type.name) ? undefined : { name: type.name, path }
    for (const part of partsOf(type)) {
      const found = find(part.type, inside(path, part.name))
      if (found !== undefined) return found
    }
    return undefined
  }
  for (const declaration of schema.declarations) {
    if (declaration.kind === 'enum') continue
    const found = find({ kind: 'struct', fields: declaration.fields }, declaration.name)
    if (found !== undefined) return found
  }
  return find(schema.root.type, '')
}
