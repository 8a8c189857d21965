import type { Difference } from '../formats/difference.ts'
import type { SchemaFormat } from '../formats/format.ts'
import type { CompatibilityLevel, Direction } from '../model/compatibility-level.ts'
import type { Incompatibility } from '../model/incompatibility.ts'

/** Longest old schema that a message shows whole, in characters. Compatibility 6. */
const MAX_SHOWN_SCHEMA = 10_240

/** What the reference says when candidate and version are of different schema types. */
export const DIFFERENT_TYPE = 'Incompatible because of different schema type'

/** What the reference says where an old version needs a document that nobody fetches. */
export const UNSUPPORTED_REFERENCE =
  'A previous schema version contains an unsupported external reference'

/** The two lines that name the version of which the lines before them speak. */
export function versionLines(version: number, canonicalText: string): string[] {
  const schema =
    canonicalText.length <= MAX_SHOWN_SCHEMA
      ? `{oldSchema: '${canonicalText}'}`
      : `{oldSchema: <truncated> '${canonicalText.slice(0, MAX_SHOWN_SCHEMA)}...'}`
  return [`{oldSchemaVersion: ${version}}`, schema]
}

/** The line that ends every list with something in it. */
export function settingsLine(validateFields: boolean, level: CompatibilityLevel): string {
  return `{validateFields: '${validateFields}', compatibility: '${level}'}`
}

/** A difference in the words of design 4: typed, with places in both texts. */
export function explain(
  format: SchemaFormat<unknown>,
  difference: Difference,
  direction: Direction,
  version: number,
): Incompatibility {
  const { kind, path, effect, reader, writer, hint } = difference
  return {
    kind,
    path,
    direction,
    version,
    message: format.sentence(difference, direction),
    ...(effect === 'undecided' ? { undecided: true } : {}),
    ...(reader === undefined ? {} : { reader }),
    ...(writer === undefined ? {} : { writer }),
    ...(hint === undefined ? {} : { hint }),
  }
}
