import { printJson } from '../canonical.ts'
import type { Annotations, SchemaNode } from '../ast.ts'
import { sortKeys } from '../normalize.ts'

/**
 * Numbers nodes so that two of them get the same number exactly when they would print the same.
 *
 * Each form is built from the numbers of the inner nodes, so that the work stays linear in the size
 * of the text however deep it nests. A reference prints as its URI.
 */
export function createPrinter(): (node: SchemaNode) => number {
  const numbers = new Map<string, number>()
  const known = new Map<SchemaNode, number>()

  function numberOf(node: SchemaNode): number {
    let number = known.get(node)
    if (number === undefined) {
      const form = JSON.stringify([node.kind, ...annotationsOf(node.about), ...partsOf(node)])
      number = numbers.get(form) ?? numbers.size
      numbers.set(form, number)
      known.set(node, number)
    }
    return number
  }

  const optional = (node: SchemaNode | undefined): number | null =>
    node === undefined ? null : numberOf(node)
  const named = (nodes: ReadonlyMap<string, SchemaNode>): unknown[] =>
    [...nodes].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, node]) => [name, numberOf(node)])

  function partsOf(node: SchemaNode): unknown[] {
    switch (node.kind) {
      case 'object':
        return [
          node.allowed,
          optional(node.rest),
          optional(node.unevaluated),
          named(node.properties),
          node.required,
          node.minProperties,
          node.maxProperties,
          [...node.dependentRequired],
          named(node.dependentSchemas),
          node.patternProperties.map((each) => [each.pattern, numberOf(each.node)]),
        ]
      case 'array':
        return [
          node.allowed,
          optional(node.rest),
          optional(node.unevaluated),
          optional(node.element),
          node.tuple.map(numberOf),
          node.minItems,
          node.maxItems,
          node.uniqueItems,
          node.minContains,
          node.maxContains,
        ]
      case 'string':
        return [node.minLength, node.maxLength, node.pattern]
      case 'number':
        return [
          node.integer,
          node.minimum,
          node.maximum,
          node.exclusiveMinimum,
          node.exclusiveMaximum,
          node.multipleOf,
        ]
      case 'enum':
        return [node.values]
      case 'const':
        return [node.value]
      case 'combined':
        return [node.criterion, node.members.map(numberOf)]
      case 'not':
        return [numberOf(node.negated)]
      case 'ref':
        return [node.uri]
      case 'conditional':
        return [printJson(sortKeys(node.about.json))]
      case 'boolean':
      case 'null':
      case 'empty':
      case 'true':
      case 'false':
        return []
    }
  }
  return numberOf
}

function annotationsOf(about: Annotations): unknown[] {
  const extras = [...about.extras]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([keyword, json]) => [keyword, printJson(sortKeys(json))])
  return [about.id, about.title, about.description, about.defaultText, extras]
}
