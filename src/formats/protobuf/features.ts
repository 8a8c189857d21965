import type { FileNode, OptionNode, OptionValue, Syntax } from './ast.ts'
import { nestUnder } from './parse-option.ts'
import type { ScopeNode, ScopedType } from './scope.ts'

/** The features that change how data is read. */
export type FeatureName = 'field_presence' | 'enum_type' | 'utf8_validation' | 'json_format'

/** What holds where nothing is written. Protocol Buffers, "Feature Settings for Editions". */
const defaults = {
  proto2: {
    field_presence: 'EXPLICIT',
    enum_type: 'CLOSED',
    utf8_validation: 'NONE',
    json_format: 'LEGACY_BEST_EFFORT',
  },
  proto3: {
    field_presence: 'IMPLICIT',
    enum_type: 'OPEN',
    utf8_validation: 'VERIFY',
    json_format: 'ALLOW',
  },
  edition: {
    field_presence: 'EXPLICIT',
    enum_type: 'OPEN',
    utf8_validation: 'VERIFY',
    json_format: 'ALLOW',
  },
} as const satisfies Record<string, Record<FeatureName, string>>

/** The family of a syntax: absent means proto2. */
export function syntaxFamily(syntax: Syntax | undefined): keyof typeof defaults {
  if (syntax === undefined) return 'proto2'
  return syntax === 'proto2' || syntax === 'proto3' ? syntax : 'edition'
}

/**
 * The value of a feature: the innermost setting counts, then the syntax's default.
 *
 * @param own options of the declaration itself
 * @param around the scope that the declaration stands in
 */
export function featureOf(
  name: FeatureName,
  own: readonly OptionNode[],
  around: ScopeNode | undefined,
  file: FileNode,
): string {
  const family = syntaxFamily(file.syntax)
  if (family !== 'edition') return defaults[family][name]
  let set = featureIn(own, [name])
  for (let scope = around; set === undefined && scope !== undefined; scope = scope.parent) {
    set = featureIn(scope.type?.node.options ?? [], [name])
  }
  return set ?? featureIn(file.options, [name]) ?? defaults[family][name]
}

/**
 * A feature set by these options, as `features.x = V` or inside `features = {}`.
 *
 * @param path name of the feature, or of an extension in parentheses and then the feature
 */
export function featureIn(
  options: readonly OptionNode[],
  path: readonly string[],
): string | undefined {
  let found: string | undefined
  for (const { name, isExtension, subNames, value } of options) {
    if (isExtension) continue
    const [first, ...rest] = [...name.split('.'), ...subNames]
    if (first !== 'features') continue
    found = textAt(nestUnder(rest, value), path) ?? found
  }
  return found
}

function textAt(value: OptionValue, path: readonly string[]): string | undefined {
  let here: OptionValue | undefined = value
  for (const name of path) {
    if (here?.kind !== 'message') return undefined
    here = here.entries.get(name) ?? here.entries.get(name.replace(/^\((.*)\)$/, '[$1]'))
  }
  return here === undefined || here.kind === 'message' || here.kind === 'list'
    ? undefined
    : here.text
}

/** Tells whether readers put unknown numbers of an enum aside. */
export function isClosedEnum({ node, file, scope }: ScopedType): boolean {
  return featureOf('enum_type', node.options, scope.parent, file) === 'CLOSED'
}
