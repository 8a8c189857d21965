import type { Annotated, Field, Literal, TypeUse } from './ast.ts'
import type { Cursor } from './cursor.ts'
import { parseLiteral } from './parse-literal.ts'

/**
 * Reads columns up to a bracket.
 *
 * @param parseTypeUse reads a type; given, because types hold columns again
 * @throws SchemaFault with line and column, also on a name that comes twice
 */
export function parseFields(
  cursor: Cursor,
  close: string,
  parseTypeUse: (cursor: Cursor) => TypeUse,
): readonly Field[] {
  const names = new Set<string>()
  return cursor.list(close, () => {
    const at = cursor.peek()
    const name = cursor.wantName('a column')
    if (names.has(name)) throw cursor.fault(`column '${name}' twice`, at)
    names.add(name)
    const type = parseTypeUse(cursor)
    return { name, ...parseClauses(cursor, type) }
  })
}

/** The clauses behind a column's type, in any order, each at most once. */
function parseClauses(cursor: Cursor, written: TypeUse): Omit<Field, 'name'> {
  const seen = new Set<string>()
  let type = written
  let value: Literal | undefined
  let check: string | undefined
  let about = noWords
  for (;;) {
    const at = cursor.peek()
    const clause = clauseAt(cursor)
    if (clause === undefined) return { type, default: value, check, ...annotationsOf(about) }
    if (seen.has(clause)) throw cursor.fault(`${clause} twice`, at)
    seen.add(clause)
    if (clause === 'NULL') {
      type = { ...type, nullable: cursor.next().text.toUpperCase() === 'NULL' }
      if (!type.nullable) cursor.wantWord('NULL')
    } else if (clause === 'DEFAULT') {
      cursor.next()
      value = parseLiteral(cursor)
    } else if (clause === 'CHECK') {
      cursor.next()
      cursor.wantSymbol('(')
      check = cursor.untilClosed()
    } else about = { ...about, ...parseAnnotation(cursor, clause) }
  }
}

type Clause = 'NULL' | 'DEFAULT' | 'CHECK' | Annotation
type Annotation = 'COMMENT' | 'TAGS' | 'WITH'

function clauseAt(cursor: Cursor): Clause | undefined {
  if (cursor.sees('NOT') || cursor.sees('NULL')) return 'NULL'
  if (cursor.sees('DEFAULT')) return 'DEFAULT'
  if (cursor.sees('CHECK')) return 'CHECK'
  return annotationAt(cursor)
}

function annotationAt(cursor: Cursor): Annotation | undefined {
  if (cursor.peek().kind === 'string') return 'COMMENT'
  if (cursor.sees('TAGS')) return 'TAGS'
  return cursor.sees('WITH') ? 'WITH' : undefined
}

/** Comment, tags and options as far as they are written. */
type Words = Partial<Annotated>

const noWords: Words = {}

function annotationsOf({ comment, tags = [], options = new Map() }: Words): Annotated {
  return { comment, tags, options }
}

/**
 * Reads what may stand behind a declaration.
 *
 * @throws SchemaFault with line and column
 */
export function parseAnnotations(cursor: Cursor): Annotated {
  let about = noWords
  const seen = new Set<Annotation>()
  for (;;) {
    const clause = annotationAt(cursor)
    if (clause === undefined) return annotationsOf(about)
    if (seen.has(clause)) throw cursor.fault(`${clause} twice`)
    seen.add(clause)
    about = { ...about, ...parseAnnotation(cursor, clause) }
  }
}

function parseAnnotation(cursor: Cursor, clause: Annotation): Words {
  if (clause === 'COMMENT') return { comment: cursor.next().text }
  cursor.next()
  cursor.wantSymbol('(')
  if (clause === 'TAGS') return { tags: cursor.list(')', () => cursor.wantString('a tag')) }
  const options = new Map<string, string>()
  cursor.list(')', () => {
    const at = cursor.peek()
    const key = cursor.wantString('a key')
    if (options.has(key)) throw cursor.fault(`option '${key}' twice`, at)
    cursor.wantSymbol('=')
    options.set(key, cursor.wantString('a value'))
  })
  return { options }
}
