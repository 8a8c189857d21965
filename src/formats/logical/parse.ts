import { required } from './ast.ts'
import type { Declaration, LogicalSchema, TypeAlias, TypeUse } from './ast.ts'
import { Cursor } from './cursor.ts'
import { parseAnnotations, parseFields } from './parse-field.ts'
import { parseTypeUse } from './parse-type.ts'

/**
 * Reads a logical text. A semicolon may end every statement; without a `TYPE` the schema is about
 * the declaration that stands last. Columns, elements and values may be null unless they say
 * otherwise; the root, keys and the branches of a union only if they say so.
 *
 * Names are not looked up: that is a validity rule.
 *
 * @throws SchemaFault with line and column
 * @see Compatibility 9
 */
export function parseLogical(text: string): LogicalSchema {
  const cursor = new Cursor(text)
  const namespace = cursor.takes('NAMESPACE') ? cursor.wantPath('a namespace') : undefined
  if (namespace !== undefined) cursor.takesSymbol(';')
  const names = new Set<string>()
  const aliases: TypeAlias[] = []
  while (cursor.takes('USING')) aliases.push(parseAlias(cursor, names))
  const declarations: Declaration[] = []
  while (cursor.sees('STRUCT') || cursor.sees('ENUM')) {
    declarations.push(parseDeclaration(cursor, names))
  }
  const root = parseRoot(cursor, declarations)
  if (cursor.peek().kind !== 'end') throw cursor.unexpected('STRUCT, ENUM, TYPE or the end')
  return { namespace, aliases, declarations, root }
}

function parseRoot(cursor: Cursor, declarations: readonly Declaration[]): TypeUse {
  if (cursor.takes('TYPE')) {
    const root = parseTypeUse(cursor, false)
    cursor.takesSymbol(';')
    return root
  }
  const last = declarations.at(-1)
  if (last === undefined) throw cursor.unexpected('STRUCT, ENUM or TYPE')
  return required({ kind: 'ref', name: last.name })
}

function parseAlias(cursor: Cursor, names: Set<string>): TypeAlias {
  cursor.wantWord('TYPE')
  const name = cursor.nest(() => parseNewName(cursor, names))
  cursor.wantWord('FOR')
  const uri = cursor.wantString('a URI')
  cursor.takesSymbol(';')
  return { name, uri }
}

function parseDeclaration(cursor: Cursor, names: Set<string>): Declaration {
  const isStruct = cursor.takes('STRUCT')
  if (!isStruct) cursor.wantWord('ENUM')
  const name = cursor.nest(() => parseNewName(cursor, names))
  cursor.wantSymbol('(')
  const declaration = isStruct ? parseStruct(cursor, name) : parseEnum(cursor, name)
  cursor.takesSymbol(';')
  return declaration
}

function parseStruct(cursor: Cursor, name: string): Declaration {
  const fields = parseFields(cursor, ')', parseTypeUse)
  return { kind: 'struct', name, fields, ...parseAnnotations(cursor) }
}

function parseEnum(cursor: Cursor, name: string): Declaration {
  const symbols = parseSymbols(cursor)
  return { kind: 'enum', name, symbols, ...parseAnnotations(cursor) }
}

function parseNewName(cursor: Cursor, names: Set<string>): string {
  const at = cursor.peek()
  const name = cursor.wantPath('a name')
  if (names.has(name)) throw cursor.fault(`type '${name}' twice`, at)
  names.add(name)
  return name
}

function parseSymbols(cursor: Cursor): readonly string[] {
  const symbols = new Set<string>()
  cursor.list(')', () =>
    cursor.nest(() => {
      const at = cursor.peek()
      const symbol = cursor.wantString('a symbol')
      if (symbols.has(symbol)) throw cursor.fault(`symbol '${symbol}' twice`, at)
      symbols.add(symbol)
    }),
  )
  return [...symbols]
}
