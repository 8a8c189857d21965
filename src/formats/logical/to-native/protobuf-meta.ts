import type { Meta } from '../to-logical/protobuf-meta.ts'

/** What an option of Confluent's holds, in text format; `undefined` when there is nothing to say. */
export function metaText({ doc, params, tags }: Meta): string | undefined {
  const parts = [
    ...(doc === undefined ? [] : [`doc: ${quoted(doc)}`]),
    ...(params.size === 0 ? [] : [`params: [${[...params].map(paramText).join(', ')}]`]),
    ...(tags.length === 0 ? [] : [`tags: [${tags.map(quoted).join(', ')}]`]),
  ]
  return parts.length === 0 ? undefined : `{ ${parts.join(', ')} }`
}

function paramText([key, value]: readonly [string, string]): string {
  return `{ key: ${quoted(key)}, value: ${quoted(value)} }`
}

/** The option of a message or an enum as a statement. */
export function optionStatement(name: string, meta: string): string {
  return `option (confluent.${name}) = ${meta};`
}

/** @see Protocol Buffers Language Specification, String literals */
function quoted(text: string): string {
  // oxlint-disable-next-line no-control-regex -- control characters are what must be escaped
  return `"${text.replace(/["\\\u0000-\u001f\u007f]/g, (c) => escapes.get(c) ?? octal(c))}"`
}

const escapes = new Map(
  Object.entries({ '"': '\\"', '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' }),
)

function octal(c: string): string {
  return `\\${c.charCodeAt(0).toString(8).padStart(3, '0')}`
}
