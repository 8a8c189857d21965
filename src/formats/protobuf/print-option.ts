import type { OptionNode, OptionValue } from './ast.ts'

const step = '  '

/**
 * Prints options in brackets behind a declaration; nothing when there are none.
 *
 * @param pad indentation of the line on which the bracket opens
 * @see Protobuf 5, "OPTIONS"
 */
export function printOptionList(options: readonly OptionNode[], pad: string): string {
  const [only, ...more] = options
  if (only === undefined) return ''
  if (more.length === 0) return ` [${printOption(only, pad)}]`
  const inner = pad + step
  return ` [\n${options.map((option) => inner + printOption(option, inner)).join(',\n')}\n${pad}]`
}

/** Prints `name = value`, without the end of the statement. */
export function printOption(option: OptionNode, pad: string): string {
  const name = option.isExtension ? `(${option.name})` : option.name
  const path = option.subNames.map((subName) => `.${subName}`).join('')
  return `${name}${path} = ${printValue(option.value, pad, true)}`
}

function printValue(value: OptionValue, pad: string, isOutermost: boolean): string {
  const inner = pad + step
  switch (value.kind) {
    case 'string':
      return quoteProto(value.text)
    case 'list': {
      const [only, ...more] = value.items
      if (isOutermost && only !== undefined && more.length === 0) {
        return `[${printValue(only, pad, false)}]`
      }
      return block(
        '[',
        value.items.map((item) => printValue(item, inner, false)),
        ']',
        pad,
      )
    }
    case 'message': {
      const entries = [...value.entries].map(
        ([key, entry]) => `${key}: ${printValue(entry, inner, false)}`,
      )
      return block('{', entries, '}', pad)
    }
    case 'number':
    case 'boolean':
    case 'word':
      return value.text
  }
}

function block(open: string, lines: readonly string[], close: string, pad: string): string {
  if (lines.length === 0) return `${open}\n${pad}${close}`
  return `${open}\n${lines.map((line) => pad + step + line).join(',\n')}\n${pad}${close}`
}

const escapes = new Map(
  Object.entries({
    '\x07': '\\a',
    '\b': '\\b',
    '\f': '\\f',
    '\n': '\\n',
    '\r': '\\r',
    '\t': '\\t',
    '\v': '\\v',
    '\\': '\\\\',
    "'": "\\'",
    '"': '\\"',
  }),
)

/** A string literal as the reference prints it: few escapes, everything else raw. */
export function quoteProto(text: string): string {
  // oxlint-disable-next-line no-control-regex -- control characters are what must be found
  return `"${text.replace(/[\x07-\x0d\\'"]/g, (c) => escapes.get(c) ?? c)}"`
}
