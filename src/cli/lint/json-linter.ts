import { jsonFormat } from '../../formats/json/json-format.ts'
import { rulesNamed, isNamed } from './linter.ts'
import type { BrokenRule, Linter } from './linter.ts'

/** Which kinds of difference break a rule, as one pattern; and what the rule says. */
interface JsonRule {
  readonly categories: readonly string[]
  readonly kinds: RegExp
  readonly text: string
}

/**
 * The rules of JSON Schema, told by the differences that the comparison names.
 *
 * @see Breaking-rules 3
 */
const rules: Readonly<Record<string, JsonRule>> = {
  PROPERTY_NO_DELETE: {
    categories: ['SOURCE'],
    kinds: /^PROPERTY_.*REMOVED/,
    text: 'a declared property was removed',
  },
  PROPERTY_SAME_TYPE: {
    categories: ['WIRE'],
    kinds: /^TYPE_(?:CHANGED|EXTENDED|NARROWED)$/,
    text: 'the types that are allowed changed',
  },
  PROPERTY_TYPE_NARROWED: {
    categories: ['WIRE'],
    kinds: /^TYPE_(?:CHANGED|NARROWED)$/,
    text: 'a type that was allowed is not allowed any more',
  },
  REQUIRED_NO_ADD: {
    categories: ['WIRE'],
    kinds: /^REQUIRED_(?:ATTRIBUTE(?:_WITH_DEFAULT)?_ADDED$|PROPERTY_)/,
    text: 'a name became required',
  },
  REQUIRED_NO_DELETE: {
    categories: ['SOURCE'],
    kinds: /^REQUIRED_ATTRIBUTE_REMOVED$/,
    text: 'a name is not required any more',
  },
  PROPERTY_ADDED_TO_OPEN_OBJECT: {
    categories: ['WIRE'],
    kinds: /^(?:REQUIRED|OPTIONAL)_PROPERTY_.*ADDED_TO_OPEN_CONTENT_MODEL$/,
    text: 'a name that old data may carry is constrained now',
  },
  OBJECT_CLOSED: {
    categories: ['WIRE'],
    kinds: /^(?:ADDITIONAL|UNEVALUATED)_PROPERTIES_(?:REMOVED|NARROWED)$/,
    text: 'fewer further properties are allowed',
  },
  LIMIT_TIGHTENED: {
    categories: ['WIRE'],
    kinds:
      /^(?:(?:MAX\w*|EXCLUSIVE_MAXIMUM)_(?:ADDED|DECREASED)|(?:MIN\w*|EXCLUSIVE_MINIMUM)_(?:ADDED|INCREASED)|MULTIPLE_OF_(?:ADDED|EXPANDED|CHANGED)|PATTERN_(?:ADDED|CHANGED)|UNIQUE_ITEMS_ADDED)$/,
    text: 'a limit became stricter',
  },
  ENUM_VALUE_NO_DELETE: {
    categories: ['WIRE'],
    kinds: /^ENUM_ARRAY_(?:NARROWED|CHANGED)$/,
    text: 'a value that was allowed is not allowed any more',
  },
  ITEMS_CHANGED: {
    categories: ['WIRE'],
    kinds:
      /^(?:(?:ADDITIONAL|UNEVALUATED)_ITEMS_(?:REMOVED|NARROWED)|ITEM_ADDED_(?:TO_OPEN|NOT_COVERED)\w*|ITEM_REMOVED_(?:FROM_CLOSED|NOT_COVERED)\w*)$/,
    text: 'fewer elements are allowed',
  },
  DEFAULT_SAME: { categories: ['SOURCE'], kinds: /^DEFAULT_CHANGED$/, text: 'a default changed' },
  ID_SAME: { categories: ['SOURCE'], kinds: /^ID_CHANGED$/, text: 'the $id changed' },
  TITLE_SAME: { categories: ['SOURCE'], kinds: /^TITLE_CHANGED$/, text: 'a title changed' },
}

const categories = Object.fromEntries(
  Object.entries(rules).map(([id, rule]) => [id, rule.categories]),
)

/** JSON Schema: what the comparison knows of; conditions, formats and dialects are not among it. */
export const jsonLinter: Linter = {
  defaultUse: ['WIRE', 'SOURCE'],
  knows: (name) => isNamed(categories, name),
  lint(current, previous, { use, except }) {
    const dropped = rulesNamed(categories, except)
    const selected = [...rulesNamed(categories, use)].filter((id) => !dropped.has(id))
    const [now, before] = [current, previous].map((text) =>
      jsonFormat.parse(text, { mode: 'lenient' }),
    )
    if (now === undefined || before === undefined) return []
    const differences = jsonFormat.compare(now, before, {
      policy: 'STRICT',
      strictness: 'reference',
    })
    return selected.flatMap((id) =>
      differences
        .filter(({ kind }) => rules[id]?.kinds.test(kind))
        .map(({ path, reader, writer }): BrokenRule => ({
          rule: id,
          path,
          message: `${path}: ${rules[id]?.text}`,
          current: reader,
          previous: writer,
        })),
    )
  },
}
