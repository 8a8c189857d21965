import { itemsOf, nestUnder } from '../../protobuf/parse-option.ts'
import type { OptionNode, OptionValue } from '../../protobuf/ast.ts'

/** What Confluent's options say about a declaration. */
export interface Meta {
  readonly doc: string | undefined
  readonly params: ReadonlyMap<string, string>
  readonly tags: readonly string[]
}

/**
 * The options `(confluent.field_meta)` and its like of one declaration, taken together.
 *
 * @see Serde 5.4, confluent/meta.proto
 */
export function metaOf(options: readonly OptionNode[], name: string): Meta {
  let doc: string | undefined
  const params = new Map<string, string>()
  const tags: string[] = []
  for (const option of options) {
    if (!option.isExtension || option.name.replace(/^\./, '') !== `confluent.${name}`) continue
    const meta = nestUnder(option.subNames, option.value)
    doc = textAt(meta, 'doc') ?? doc
    tags.push(...itemsAt(meta, 'tags').flatMap((item) => textOf(item) ?? []))
    for (const item of itemsAt(meta, 'params')) {
      params.set(textAt(item, 'key') ?? '', textAt(item, 'value') ?? '')
    }
  }
  return { doc, params, tags }
}

function itemsAt(value: OptionValue, key: string): readonly OptionValue[] {
  const inside = value.kind === 'message' ? value.entries.get(key) : undefined
  return inside === undefined ? [] : itemsOf(inside)
}

function textAt(value: OptionValue, key: string): string | undefined {
  const inside = value.kind === 'message' ? value.entries.get(key) : undefined
  return inside === undefined ? undefined : textOf(inside)
}

function textOf(value: OptionValue): string | undefined {
  return value.kind === 'list' || value.kind === 'message' ? undefined : value.text
}
