import { MAX_TAG } from './ast.ts'
import type { ConstantNode, EnumNode, ExtendNode, ExtensionsNode, GroupNode } from './ast.ts'
import type { FieldNode, MessageBody, MessageNode, OneofNode, OptionNode } from './ast.ts'
import type { ReservedNode, Syntax, TagRange, TypeNode } from './ast.ts'
import type { Lexer } from './lex.ts'
import { MAX_DEPTH, parseOptionList } from './parse-option.ts'
import { parseField } from './parse-field.ts'
import { readOptionStatement } from './parse-service.ts'

/** A {@link MessageBody} while it grows. */
type Growing<T> = { -readonly [K in keyof T]: T[K] extends readonly (infer I)[] ? I[] : T[K] }

/** Reads a message behind its keyword. */
export function parseMessage(
  lexer: Lexer,
  syntax: Syntax | undefined,
  start: number,
  depth: number,
): MessageNode {
  const name = lexer.name()
  return {
    kind: 'message',
    start,
    visibility: undefined,
    ...readBody(lexer, syntax, name, depth + 1),
  }
}

function readBody(
  lexer: Lexer,
  syntax: Syntax | undefined,
  name: string,
  depth: number,
): MessageBody {
  if (depth > MAX_DEPTH) lexer.fail(`messages nested deeper than ${MAX_DEPTH} levels`, lexer.skip())
  const body: Growing<MessageBody> = {
    name,
    reserved: [],
    options: [],
    fields: [],
    oneofs: [],
    groups: [],
    extensions: [],
    extends: [],
    declarations: [],
  }
  lexer.require('{')
  while (!lexer.take('}')) {
    if (!lexer.take(';')) readMember(lexer, syntax, body, depth)
  }
  return body
}

function readMember(
  lexer: Lexer,
  syntax: Syntax | undefined,
  body: Growing<MessageBody>,
  depth: number,
): void {
  const start = lexer.skip()
  const word = lexer.word()
  switch (word) {
    case 'option':
      body.options.push(readOptionStatement(lexer))
      return
    case 'reserved':
      body.reserved.push(readReserved(lexer, start))
      return
    case 'message':
      body.declarations.push(parseMessage(lexer, syntax, start, depth))
      return
    case 'enum':
      body.declarations.push(parseEnum(lexer, start))
      return
    case 'extend':
      body.extends.push(parseExtend(lexer, syntax, start, depth))
      return
    case 'oneof':
      body.oneofs.push(readOneof(lexer, syntax, start, depth))
      return
    case 'extensions':
      body.extensions.push(readExtensions(lexer, start))
      return
    default: {
      if (syntax === '2024' && (word === 'export' || word === 'local')) {
        body.declarations.push(readVisibleType(lexer, syntax, word, start, depth))
        return
      }
      const field = parseField(lexer, syntax, word, start)
      if (field.kind === 'field') body.fields.push(field)
      else body.groups.push(readGroup(lexer, syntax, field, depth))
    }
  }
}

function readVisibleType(
  lexer: Lexer,
  syntax: Syntax,
  visibility: 'export' | 'local',
  start: number,
  depth: number,
): TypeNode {
  const at = lexer.skip()
  const word = lexer.word()
  if (word === 'message') {
    return { ...parseMessage(lexer, syntax, start, depth), visibility }
  }
  if (word === 'enum') return { ...parseEnum(lexer, start), visibility }
  return lexer.fail(`unexpected label: ${word}`, at)
}

/** What stands before the body of a group. */
type GroupHead = Extract<ReturnType<typeof parseField>, { kind: 'group-head' }>

function readGroup(
  lexer: Lexer,
  syntax: Syntax | undefined,
  head: GroupHead,
  depth: number,
): GroupNode {
  const { label, tag, start, options } = head
  const body = readBody(lexer, syntax, head.name, depth + 1)
  return { kind: 'group', start, label, tag, fieldOptions: options, ...body }
}

/** Reads an extend block behind its keyword. */
export function parseExtend(
  lexer: Lexer,
  syntax: Syntax | undefined,
  start: number,
  depth = 0,
): ExtendNode {
  const name = lexer.name()
  const fields: FieldNode[] = []
  const groups: GroupNode[] = []
  lexer.require('{')
  while (!lexer.take('}')) {
    if (lexer.take(';')) continue
    const at = lexer.skip()
    const field = parseField(lexer, syntax, lexer.word(), at)
    if (field.kind === 'field') fields.push(field)
    else groups.push(readGroup(lexer, syntax, field, depth))
  }
  return { kind: 'extend', start, name, fields, groups }
}

function readOneof(
  lexer: Lexer,
  syntax: Syntax | undefined,
  start: number,
  depth: number,
): OneofNode {
  const name = lexer.name()
  const options: OptionNode[] = []
  const fields: FieldNode[] = []
  const groups: GroupNode[] = []
  lexer.require('{')
  while (!lexer.take('}')) {
    const at = lexer.skip()
    const word = lexer.word()
    if (word === 'option') {
      options.push(readOptionStatement(lexer))
      continue
    }
    const field = parseField(lexer, syntax, word, at, { isOneofMember: true })
    if (field.kind === 'field') fields.push(field)
    else groups.push(readGroup(lexer, syntax, field, depth))
  }
  return { kind: 'oneof', start, name, options, fields, groups }
}

/** Reads an enum behind its keyword. */
export function parseEnum(lexer: Lexer, start: number): EnumNode {
  const name = lexer.name()
  const reserved: ReservedNode[] = []
  const options: OptionNode[] = []
  const constants: ConstantNode[] = []
  lexer.require('{')
  while (!lexer.take('}')) {
    if (lexer.take(';')) continue
    const at = lexer.skip()
    const word = lexer.word()
    // `option` and `reserved` may also be the names of constants.
    const isConstant = lexer.peek() === '='
    if (word === 'option' && !isConstant) options.push(readOptionStatement(lexer))
    else if (word === 'reserved' && !isConstant) reserved.push(readReserved(lexer, at))
    else constants.push(readConstant(lexer, word, at))
  }
  return { kind: 'enum', start, name, visibility: undefined, reserved, options, constants }
}

function readConstant(lexer: Lexer, name: string, start: number): ConstantNode {
  lexer.checkIdentifier(name, start)
  lexer.require('=')
  const number = lexer.integer()
  const options = parseOptionList(lexer)
  lexer.require(';')
  return { kind: 'constant', start, name, number, options }
}

function readReserved(lexer: Lexer, start: number): ReservedNode {
  const items: (TagRange | string)[] = []
  let hasBareNames = false
  do {
    const first = lexer.peek()
    if (first === '"' || first === "'") items.push(lexer.string())
    else if (/[A-Za-z_]/.test(first)) {
      hasBareNames = true
      items.push(lexer.word())
    } else items.push(readRange(lexer, start))
  } while (lexer.take(','))
  endOfList(lexer)
  return { kind: 'reserved', start, items, hasBareNames }
}

function readExtensions(lexer: Lexer, start: number): ExtensionsNode {
  const ranges: TagRange[] = []
  do ranges.push(readRange(lexer, start))
  while (lexer.take(','))
  const options = parseOptionList(lexer)
  endOfList(lexer)
  return { kind: 'extensions', start, ranges, options }
}

function readRange(lexer: Lexer, start: number): TagRange {
  const from = lexer.integer()
  const next = lexer.peek()
  if (next === '' || ',;['.includes(next)) return from
  if (lexer.word() !== 'to') lexer.fail("expected ',', ';', or 'to'", start)
  const at = lexer.at
  const word = lexer.word()
  if (word === 'max') return { from, to: MAX_TAG }
  lexer.at = at
  return { from, to: lexer.integer() }
}

function endOfList(lexer: Lexer): void {
  if (lexer.take(';')) return
  lexer.fail(lexer.isExhausted() ? 'unexpected end of file' : "expected ',' or ';'", lexer.at)
}
