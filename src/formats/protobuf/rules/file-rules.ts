import { optionText } from '../field-facts.ts'
import { changeText } from './element.ts'
import type { Elements, LintFinding, Versions } from './element.ts'
import type { LintRule } from './rule-table.ts'

/** File options with a rule of their own, and the value that absence means. */
const fileOptions: readonly (readonly [rule: LintRule, option: string, absent: string])[] = [
  ['FILE_SAME_CC_ENABLE_ARENAS', 'cc_enable_arenas', 'true'],
  ['FILE_SAME_CC_GENERIC_SERVICES', 'cc_generic_services', 'false'],
  ['FILE_SAME_CSHARP_NAMESPACE', 'csharp_namespace', ''],
  ['FILE_SAME_GO_PACKAGE', 'go_package', ''],
  ['FILE_SAME_JAVA_GENERIC_SERVICES', 'java_generic_services', 'false'],
  ['FILE_SAME_JAVA_MULTIPLE_FILES', 'java_multiple_files', 'false'],
  ['FILE_SAME_JAVA_OUTER_CLASSNAME', 'java_outer_classname', ''],
  ['FILE_SAME_JAVA_PACKAGE', 'java_package', ''],
  ['FILE_SAME_OBJC_CLASS_PREFIX', 'objc_class_prefix', ''],
  ['FILE_SAME_OPTIMIZE_FOR', 'optimize_for', 'SPEED'],
  ['FILE_SAME_PHP_CLASS_PREFIX', 'php_class_prefix', ''],
  ['FILE_SAME_PHP_GENERIC_SERVICES', 'php_generic_services', 'false'],
  ['FILE_SAME_PHP_METADATA_NAMESPACE', 'php_metadata_namespace', ''],
  ['FILE_SAME_PHP_NAMESPACE', 'php_namespace', ''],
  ['FILE_SAME_PY_GENERIC_SERVICES', 'py_generic_services', 'false'],
  ['FILE_SAME_RUBY_PACKAGE', 'ruby_package', ''],
  ['FILE_SAME_SWIFT_PREFIX', 'swift_prefix', ''],
]

/** Holds the file's own statements against those of the previous version. */
export function checkFile({ current, previous }: Versions<Elements>): readonly LintFinding[] {
  const files = { current: current.parsed.file, previous: previous.parsed.file }
  const start = { start: 0 }
  const found = (rule: LintRule, texts: Versions<string>): readonly LintFinding[] => {
    const info = changeText(texts)
    return info === undefined ? [] : [{ rule, path: '#/', info, current: start, previous: start }]
  }
  const packages = {
    current: files.current.packageName ?? '',
    previous: files.previous.packageName ?? '',
  }
  const syntaxes = {
    current: files.current.syntax ?? 'proto2',
    previous: files.previous.syntax ?? 'proto2',
  }
  return [
    ...found('FILE_SAME_SYNTAX', syntaxes),
    ...found('FILE_SAME_PACKAGE', packages),
    ...found('PACKAGE_NO_DELETE', packages),
    ...fileOptions.flatMap(([rule, option, absent]) =>
      found(rule, {
        current: optionText(files.current.options, option) ?? absent,
        previous: optionText(files.previous.options, option) ?? absent,
      }),
    ),
  ]
}
