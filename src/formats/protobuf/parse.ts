import { lineAndColumn } from '../line-and-column.ts'
import { SchemaFault } from '../schema-fault.ts'
import type { FileNode, ImportNode, OptionNode, Syntax, TypeNode } from './ast.ts'
import type { ExtendNode, ServiceNode } from './ast.ts'
import { Lexer } from './lex.ts'
import { parseOption } from './parse-option.ts'
import { parseService } from './parse-service.ts'
import { parseEnum, parseExtend, parseMessage } from './parse-type.ts'

const syntaxes = new Map<string, Syntax>([
  ['proto2', 'proto2'],
  ['proto3', 'proto3'],
])
const editions = new Map<string, Syntax>([
  ['2023', '2023'],
  ['2024', '2024'],
])

/** What has been read of a file so far. */
interface FileParts {
  syntax: Syntax | undefined
  packageName: string | undefined
  readonly imports: ImportNode[]
  readonly options: OptionNode[]
  readonly declarations: TypeNode[]
  readonly extends: ExtendNode[]
  readonly services: ServiceNode[]
  /** Names of types, and of services, with the offset of their first declaration. */
  readonly typeStarts: Map<string, number>
  readonly serviceStarts: Map<string, number>
  readonly comments: FileNode['comments']
}

/**
 * Reads a Protobuf text as leniently as the reference does: a tree, no meaning checked.
 *
 * @throws SchemaFault with the reference's text, line and column
 * @see Protobuf 1
 */
export function parseFile(text: string): FileNode {
  const lexer = new Lexer(text)
  const parts: FileParts = {
    syntax: undefined,
    packageName: undefined,
    imports: [],
    options: [],
    declarations: [],
    extends: [],
    services: [],
    typeStarts: new Map(),
    serviceStarts: new Map(),
    comments: lexer.comments,
  }
  for (let index = 0; !lexer.isExhausted(); index++) readDeclaration(lexer, parts, index)
  const { typeStarts: _types, serviceStarts: _services, ...rest } = parts
  return { kind: 'file', ...rest }
}

function readDeclaration(lexer: Lexer, parts: FileParts, index: number): void {
  if (lexer.take(';')) return
  const start = lexer.skip()
  const word = lexer.word()
  switch (word) {
    case 'package':
      parts.packageName = lexer.name()
      return lexer.require(';')
    case 'import':
      parts.imports.push(readImport(lexer, start))
      return lexer.require(';')
    case 'syntax':
    case 'edition':
      parts.syntax = readSyntax(lexer, parts.syntax, word, start, index)
      return lexer.require(';')
    case 'option':
      parts.options.push(parseOption(lexer))
      return lexer.require(';')
    case 'extend':
      parts.extends.push(parseExtend(lexer, parts.syntax, start))
      return
    case 'service': {
      const service = parseService(lexer, start)
      claimName(lexer, parts.serviceStarts, service)
      parts.services.push(service)
      return
    }
    default: {
      const type = readType(lexer, parts.syntax, word, start)
      claimName(lexer, parts.typeStarts, type)
      parts.declarations.push(type)
    }
  }
}

function readType(lexer: Lexer, syntax: Syntax | undefined, word: string, start: number): TypeNode {
  if (word === 'message') return parseMessage(lexer, syntax, start, 0)
  if (word === 'enum') return parseEnum(lexer, start)
  if (syntax === '2024' && (word === 'export' || word === 'local')) {
    return { ...readType(lexer, syntax, lexer.word(), start), visibility: word }
  }
  return lexer.fail(`unexpected label: ${word}`, start)
}

function readImport(lexer: Lexer, start: number): ImportNode {
  const first = lexer.peek()
  const isLiteral = first === '"' || first === "'"
  const word = lexer.stringOrWord()
  if (!isLiteral && (word === 'public' || word === 'weak' || word === 'option')) {
    return { kind: 'import', start, path: lexer.stringOrWord(), modifier: word }
  }
  return { kind: 'import', start, path: word, modifier: undefined }
}

function readSyntax(
  lexer: Lexer,
  known: Syntax | undefined,
  word: 'syntax' | 'edition',
  start: number,
  index: number,
): Syntax {
  if (known !== undefined) lexer.fail('too many syntax definitions', start)
  lexer.require('=')
  if (index > 0) {
    lexer.fail(`'${word}' element must be the first declaration in a file`, start)
  }
  const value = lexer.string()
  const syntax = (word === 'syntax' ? syntaxes : editions).get(value)
  if (syntax !== undefined) return syntax
  return lexer.fail(
    word === 'syntax' ? `unexpected syntax: ${value}` : 'edition is not currently supported',
    start,
  )
}

function claimName(
  lexer: Lexer,
  starts: Map<string, number>,
  node: { readonly name: string; readonly start: number },
): void {
  const first = starts.get(node.name)
  if (first === undefined) {
    starts.set(node.name, node.start)
    return
  }
  const here = lineAndColumn(lexer.text, node.start)
  const there = lineAndColumn(lexer.text, first)
  throw new SchemaFault(
    `Could not parse Protobuf - ${node.name} (:${here.line}:${here.column}) is already defined at :${there.line}:${there.column}`,
    { pointer: node.name, ...here },
  )
}
