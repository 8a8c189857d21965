import type { FieldFacts } from '../field-facts.ts'
import { isMapEntry } from '../ast.ts'
import type { Target } from '../place-in.ts'
import { elementPath } from './element.ts'
import type { Element, Elements, LintFinding, Versions } from './element.ts'
import type { LintRule } from './rule-table.ts'

/** The rules on one kind of element that disappears: from its file, and from its package. */
interface DeletionRules {
  readonly fromFile: LintRule
  readonly fromPackage: LintRule
}

/** Finds messages, enums, services and extensions that are gone. */
export function checkDeletions({ current, previous }: Versions<Elements>): readonly LintFinding[] {
  const messages = [...previous.messages.values()].filter(({ node }) => !isMapEntry(node))
  return [
    ...gone(messages, current.messages, {
      fromFile: 'MESSAGE_NO_DELETE',
      fromPackage: 'PACKAGE_MESSAGE_NO_DELETE',
    }),
    ...gone([...previous.enums.values()], current.enums, {
      fromFile: 'ENUM_NO_DELETE',
      fromPackage: 'PACKAGE_ENUM_NO_DELETE',
    }),
    ...gone([...previous.services.values()], current.services, {
      fromFile: 'SERVICE_NO_DELETE',
      fromPackage: 'PACKAGE_SERVICE_NO_DELETE',
    }),
    ...goneExtensions(current.extensions, previous.extensions),
  ]
}

/** Files know their elements by the name without package, packages by the full one. */
function gone<T extends Target>(
  previous: readonly Element<T>[],
  current: ReadonlyMap<string, Element<T>>,
  rules: DeletionRules,
): readonly LintFinding[] {
  const localNames = new Set([...current.values()].map(({ localName }) => localName))
  return previous.flatMap((element) => {
    const found = (rule: LintRule): LintFinding => ({
      rule,
      path: elementPath(element),
      info: '',
      current: undefined,
      previous: element.node,
    })
    return [
      ...(localNames.has(element.localName) ? [] : [found(rules.fromFile)]),
      ...(current.has(element.fullName) ? [] : [found(rules.fromPackage)]),
    ]
  })
}

function goneExtensions(
  current: ReadonlyMap<string, FieldFacts>,
  previous: ReadonlyMap<string, FieldFacts>,
): readonly LintFinding[] {
  return [...previous].flatMap(([key, { node }]) => {
    if (current.has(key)) return []
    const path = `#/${key}`
    const fact = { path, info: '', current: undefined, previous: node }
    return [
      { rule: 'EXTENSION_NO_DELETE', ...fact } as const,
      { rule: 'PACKAGE_EXTENSION_NO_DELETE', ...fact } as const,
    ]
  })
}
