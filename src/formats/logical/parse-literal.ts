import type { Literal } from './ast.ts'
import type { Cursor } from './cursor.ts'

/**
 * Reads a value: `NULL`, `TRUE`, a number, `'text'`, `X'CAFE'`, `ARRAY[…]`, `MAP['key', value, …]`.
 *
 * @throws SchemaFault with line and column
 */
export function parseLiteral(cursor: Cursor): Literal {
  return cursor.nest(() => {
    const token = cursor.peek()
    if (token.kind === 'string') return { kind: 'string', value: cursor.next().text }
    if (token.kind === 'bytes') return bytes(cursor)
    if (token.kind === 'number') return { kind: 'number', text: cursor.next().text }
    if (cursor.takesSymbol('-')) {
      if (cursor.peek().kind !== 'number') throw cursor.unexpected('a number')
      return { kind: 'number', text: `-${cursor.next().text}` }
    }
    if (cursor.takes('NULL')) return { kind: 'null' }
    if (cursor.takes('TRUE')) return { kind: 'boolean', value: true }
    if (cursor.takes('FALSE')) return { kind: 'boolean', value: false }
    if (cursor.takes('ARRAY')) {
      cursor.wantSymbol('[')
      return { kind: 'array', items: cursor.list(']', () => parseLiteral(cursor)) }
    }
    if (cursor.takes('MAP')) {
      cursor.wantSymbol('[')
      return { kind: 'map', entries: new Map(cursor.list(']', () => entry(cursor))) }
    }
    throw cursor.unexpected('a value')
  })
}

function bytes(cursor: Cursor): Literal {
  const { text } = cursor.peek()
  if (text.length % 2 !== 0) throw cursor.fault('an odd number of hex digits')
  cursor.next()
  return { kind: 'bytes', hex: text }
}

function entry(cursor: Cursor): readonly [string, Literal] {
  const key = cursor.wantString('a key')
  cursor.wantSymbol(',')
  return [key, parseLiteral(cursor)]
}
