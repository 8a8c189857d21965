import type { FieldNode, FieldType, Label, OptionNode, OptionValue, Syntax } from './ast.ts'
import type { Lexer } from './lex.ts'
import { MAX_DEPTH, parseOptionList } from './parse-option.ts'

/** A group up to its opening brace; whoever reads messages reads its body. */
export interface GroupHead {
  readonly kind: 'group-head'
  readonly start: number
  readonly label: Label | undefined
  readonly name: string
  readonly tag: number
  readonly options: readonly OptionNode[]
}

const labels = new Map<string, Label>([
  ['optional', 'optional'],
  ['required', 'required'],
  ['repeated', 'repeated'],
])

/**
 * Reads a field whose first word is already taken.
 *
 * @param where members of oneofs have neither label nor complaint about its absence
 */
export function parseField(
  lexer: Lexer,
  syntax: Syntax | undefined,
  word: string,
  start: number,
  where: { readonly isOneofMember: boolean } = { isOneofMember: false },
): FieldNode | GroupHead {
  const label = where.isOneofMember ? undefined : labels.get(word)
  if (label === 'required' && syntax === 'proto3') {
    lexer.fail("'required' label forbidden in proto3 field declarations", start)
  }
  const isProto2 = syntax === undefined || syntax === 'proto2'
  const mayBeBare = !isProto2 || where.isOneofMember || (word === 'map' && lexer.peek() === '<')
  if (label === undefined && !mayBeBare) lexer.fail(`unexpected label: ${word}`, start)
  const type = readType(lexer, label === undefined ? word : lexer.word(), 0)
  if (label !== undefined && type.kind === 'map') {
    lexer.fail("'map' type cannot have label", start)
  }
  const isGroup = type.kind === 'named' && type.name === 'group'
  const name = isGroup ? lexer.name() : lexer.identifier()
  lexer.require('=')
  const tag = lexer.integer()
  const written = parseOptionList(lexer)
  if (isGroup) return { kind: 'group-head', start, label, name, tag, options: written }
  lexer.require(';')
  const { options, defaultValue, jsonName } = splitOptions(written)
  return { kind: 'field', start, label, type, name, tag, options, defaultValue, jsonName }
}

type SpecialOptions = Pick<FieldNode, 'options' | 'defaultValue' | 'jsonName'>
const noOptions: SpecialOptions = { options: [], defaultValue: undefined, jsonName: undefined }

/** Moves `default` and `json_name` out of the options: the last of each counts. */
function splitOptions(written: readonly OptionNode[]): SpecialOptions {
  if (written.length === 0) return noOptions
  const named = (name: string): string | undefined => {
    const option = written.findLast((one) => one.name === name)
    return option === undefined ? undefined : bareText(option.value)
  }
  const options = written.filter((one) => one.name !== 'default' && one.name !== 'json_name')
  return { options, defaultValue: named('default'), jsonName: named('json_name') }
}

function bareText(value: OptionValue): string {
  switch (value.kind) {
    case 'list':
      return `[${value.items.map(bareText).join(', ')}]`
    case 'message':
      return `{${[...value.entries].map(([key, inner]) => `${key}=${bareText(inner)}`).join(', ')}}`
    case 'string':
    case 'number':
    case 'boolean':
    case 'word':
      return value.text
  }
}

function readType(lexer: Lexer, word: string, depth: number): FieldType {
  if (word !== 'map') return { kind: 'named', name: word }
  if (depth > MAX_DEPTH) lexer.fail(`types nested deeper than ${MAX_DEPTH} levels`, lexer.skip())
  lexer.require('<')
  const key = readType(lexer, lexer.word(), depth + 1)
  lexer.require(',')
  const value = readType(lexer, lexer.word(), depth + 1)
  lexer.require('>')
  return { kind: 'map', key, value }
}
