import type { ListValue, MessageValue, OptionNode, OptionValue } from './ast.ts'
import { isDigit } from './lex.ts'
import type { Lexer } from './lex.ts'

/** Deepest nesting of messages, lists and types that is read: what Protobuf decoders follow. */
export const MAX_DEPTH = 100

/** Reads `name = value`, without the end of the statement. */
export function parseOption(lexer: Lexer): OptionNode {
  return readOption(lexer, '=', 0)
}

/** Reads a bracketed list of options; an absent one is empty. */
export function parseOptionList(lexer: Lexer): OptionNode[] {
  const options: OptionNode[] = []
  if (!lexer.take('[')) return options
  while (!lexer.take(']')) {
    options.push(readOption(lexer, '=', 0))
    if (lexer.take(',') || lexer.peek() === ']') continue
    lexer.require(']')
  }
  return options
}

function readOption(lexer: Lexer, separator: '=' | ':', depth: number): OptionNode {
  const opening = lexer.peek()
  const word = lexer.name()
  // Text format names extensions in brackets; the brackets belong to the key.
  const name = opening === '[' ? `[${word}]` : word.replace(/\.$/, '')
  // A dot at the end of a word leads on to an extension: `features.(pb.go).x`.
  const subNames = readSubNames(lexer, word.endsWith('.'))
  // In text format a message value needs no colon before its brace.
  if (separator !== ':' || lexer.peek() !== '{') {
    if (!lexer.take(separator)) {
      lexer.fail(
        lexer.isExhausted() ? 'unexpected end of file' : `expected '${separator}' in option`,
        lexer.at,
      )
    }
  }
  return { name, isExtension: opening === '(', subNames, value: readValue(lexer, depth) }
}

function readSubNames(lexer: Lexer, isDotTaken: boolean): string[] {
  const names: string[] = []
  let goesOn = isDotTaken
  // The dot is a word character: `.x.y` arrives in one piece, `.(p.q).z` in several.
  while (goesOn || lexer.peek() === '.') {
    const isExtension = goesOn && lexer.peek() === '('
    const word = isExtension ? `(${lexer.name()})` : lexer.word()
    names.push(...(isExtension ? [word] : word.split('.').filter((name) => name !== '')))
    goesOn = !isExtension && word.endsWith('.')
  }
  return names
}

function readValue(lexer: Lexer, depth: number): OptionValue {
  const first = lexer.peek()
  if (depth > MAX_DEPTH) lexer.fail(`values nested deeper than ${MAX_DEPTH} levels`, lexer.at)
  if (first === '{') return readMessage(lexer, depth + 1)
  if (first === '[') return readList(lexer, depth + 1)
  if (first === '"' || first === "'") return { kind: 'string', text: lexer.string() }
  const text = lexer.word()
  if (text === 'true' || text === 'false') return { kind: 'boolean', text }
  return { kind: isDigit(text.charCodeAt(0)) || text.startsWith('-') ? 'number' : 'word', text }
}

function readList(lexer: Lexer, depth: number): ListValue {
  const items: OptionValue[] = []
  lexer.require('[')
  while (!lexer.take(']')) {
    items.push(readValue(lexer, depth))
    if (lexer.take(',') || lexer.peek() === ']') continue
    lexer.fail("expected ',' or ']'", lexer.at)
  }
  return { kind: 'list', items }
}

function readMessage(lexer: Lexer, depth: number): MessageValue {
  const values = new Map<string, OptionValue[]>()
  lexer.require('{')
  while (!lexer.take('}')) {
    const option = readOption(lexer, ':', depth)
    const value = nestUnder(option.subNames, option.value)
    const previous = values.get(option.name)
    if (previous === undefined) values.set(option.name, [value])
    else previous.push(value)
    if (!lexer.take(',')) lexer.take(';')
  }
  const entries = new Map<string, OptionValue>()
  for (const [key, all] of values) entries.set(key, joined(all))
  return { kind: 'message', entries }
}

/** Wraps a value into messages: `x`, `y` around 1 is `{x: {y: 1}}`. */
export function nestUnder(names: readonly string[], value: OptionValue): OptionValue {
  return names.reduceRight<OptionValue>(
    (inner, name) => ({ kind: 'message', entries: new Map([[name, inner]]) }),
    value,
  )
}

/** A key written twice in a message value is a repeated field: its values form one list. */
function joined(values: readonly OptionValue[]): OptionValue {
  const [only, ...more] = values
  if (only !== undefined && more.length === 0) return only
  return { kind: 'list', items: values.flatMap(itemsOf) }
}

/** The values of a repeated field, whether written as a list or one by one. */
export function itemsOf(value: OptionValue): readonly OptionValue[] {
  return value.kind === 'list' ? value.items : [value]
}
