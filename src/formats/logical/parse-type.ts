import type { Branch, LogicalType, TypeUse } from './ast.ts'
import type { Cursor } from './cursor.ts'
import { parseFields } from './parse-field.ts'
import { genericWords, typeWords } from './type-words.ts'

/**
 * Reads a type with `NULL` or `NOT NULL` behind it.
 *
 * @param nullable what holds where neither is written: SQL columns may be null
 * @throws SchemaFault with line and column
 */
export function parseTypeUse(cursor: Cursor, nullable = true): TypeUse {
  const type = cursor.nest(() => parseType(cursor))
  return { type, nullable: parseNullability(cursor) ?? nullable }
}

/** `true` for `NULL`, `false` for `NOT NULL`, `undefined` for neither. */
export function parseNullability(cursor: Cursor): boolean | undefined {
  if (cursor.takes('NULL')) return true
  if (!cursor.takes('NOT')) return undefined
  cursor.wantWord('NULL')
  return false
}

function parseType(cursor: Cursor): LogicalType {
  const { kind, text } = cursor.peek()
  const word = kind === 'word' ? text.toUpperCase() : ''
  if (genericWords.has(word)) return parseGeneric(cursor, word)
  const row = typeWords.get(word)
  if (row === undefined) return { kind: 'ref', name: cursor.wantPath('a type') }
  const at = cursor.next()
  const numbers = cursor.takesSymbol('(') ? cursor.list(')', () => parseNumber(cursor)) : []
  if (numbers.length > row.numbers) throw cursor.fault(`too many numbers for ${word}`, at)
  return row.make(numbers[0], numbers[1])
}

function parseNumber(cursor: Cursor): number {
  const { kind, text } = cursor.peek()
  // Beyond int32 there is no such type in any mode; up to there validity rules have the say.
  if (kind !== 'number' || !/^\d{1,10}$/.test(text) || Number(text) > 2_147_483_647) {
    throw cursor.unexpected('a whole number up to 2147483647')
  }
  cursor.next()
  return Number(text)
}

function parseGeneric(cursor: Cursor, word: string): LogicalType {
  cursor.next()
  cursor.wantSymbol('<')
  switch (word) {
    case 'STRUCT':
    case 'ROW':
      return { kind: 'struct', fields: parseFields(cursor, '>', parseTypeUse) }
    case 'UNION':
      return { kind: 'union', branches: parseBranches(cursor) }
    case 'MAP': {
      const key = parseTypeUse(cursor, false)
      cursor.wantSymbol(',')
      const value = parseTypeUse(cursor)
      cursor.wantSymbol('>')
      return { kind: 'map', key, value }
    }
    default: {
      // What a multiset counts is, like a map's key, not null by itself.
      const element = parseTypeUse(cursor, word === 'ARRAY')
      cursor.wantSymbol('>')
      return { kind: word === 'ARRAY' ? 'array' : 'multiset', element }
    }
  }
}

function parseBranches(cursor: Cursor): readonly Branch[] {
  const names = new Set<string>()
  return cursor.list('>', () => {
    const at = cursor.peek()
    const name = isNamed(cursor) ? cursor.wantName('a name') : undefined
    if (name !== undefined && names.has(name)) throw cursor.fault(`branch '${name}' twice`, at)
    if (name !== undefined) names.add(name)
    return { name, type: parseTypeUse(cursor, false) }
  })
}

/** A branch has a name when a second word follows that is not its nullability. */
function isNamed(cursor: Cursor): boolean {
  const { kind } = cursor.peek(1)
  if (kind !== 'word' && kind !== 'quoted') return false
  return !cursor.sees('NOT', 1) && !cursor.sees('NULL', 1)
}
