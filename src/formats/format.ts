import type {
  CompatibilityPolicy,
  Direction,
  ProtobufRuleCategory,
  Strictness,
} from '../model/compatibility-level.ts'
import type { SchemaTags, TagEdit } from '../model/schema-tags.ts'
import type { SchemaType } from '../model/schema.ts'
import type { Difference } from './difference.ts'

/** A referenced schema, already read from wherever it lives. */
export interface ResolvedReference {
  /** What the referrer calls it: full type name, import path or `$ref` URI. */
  readonly name: string
  readonly subject: string
  readonly version: number
  readonly schemaText: string
}

/** A text together with all it needs from elsewhere. */
export interface SchemaSource {
  readonly schemaText: string
  /**
   * The closure of its references: dependencies before dependents, every name once (the first
   * occurrence in a depth-first walk wins). Rest-api 3.10.
   */
  readonly references: readonly ResolvedReference[]
}

/** Which checks a text must pass. Avro 1.2. */
export interface ParseOptions {
  /** `new`: a candidate, with all name and default checks; `lenient`: something already stored. */
  readonly mode: 'new' | 'lenient'
}

/** Checks after parsing. Compatibility 7, "Validation stages". */
export interface ValidateOptions {
  /** The config member of that name. */
  readonly validateFields: boolean
  /** `sound` adds the checks that the reference leaves out (defaults that do not fit, meta-schema). */
  readonly strictness: Strictness
}

/** Under which rules two schemas are compared. */
export interface CompareOptions {
  readonly policy: CompatibilityPolicy
  readonly strictness: Strictness
}

/**
 * The contract each schema format fulfils: text in, facts out. No I/O, no clock, no global state.
 *
 * `P` is the format's own parsed form. It is immutable, self-contained (its references are bound),
 * safe to keep for long, and only ever handed back to the format that made it.
 */
export interface SchemaFormat<P> {
  readonly schemaType: SchemaType

  /** @throws SchemaFault when the text is refused */
  parse(source: SchemaSource, options: ParseOptions): P

  /**
   * Runs what the reference checks lazily: JSON loads, Protobuf types resolve.
   *
   * @throws SchemaFault on the first fault
   */
  validate(parsed: P, options: ValidateOptions): void

  /** The text that is stored, hashed and returned. Never throws. */
  canonicalText(parsed: P): string

  /**
   * Rewrites equal meanings to equal text; places still point into the text as submitted.
   *
   * @throws SchemaFault when a name cannot be resolved (Protobuf)
   */
  normalize(parsed: P): P

  /**
   * The text for a `format` query value; an unknown one gives the canonical text. Rest-api 3.4.
   *
   * @param format any letter case; `''` and `default` are canonical
   * @throws SchemaFault when that form cannot be built (Protobuf `serialized`)
   */
  formattedText(parsed: P, format: string): string

  /** Full record name, message name or title for the name strategies; `undefined` when it has none. */
  recordName(parsed: P): string | undefined

  /** Names that `confluent:reserved` may clash with. Compatibility 5. */
  topLevelFields(parsed: P): readonly string[]

  /** "Already registered" equality of the schema itself, references inlined. Compatibility 8. */
  equivalent(a: P, b: P): boolean

  /**
   * Every difference in the reference's order, the harmless ones included.
   *
   * @throws SchemaFault when a lazily loaded part is broken, or when the work exceeds its bound
   */
  compare(reader: P, writer: P, options: CompareOptions): readonly Difference[]

  /**
   * Source rules that a schema breaks against the one before it, whichever way data must be
   * readable; formats without source rules leave it out. The current schema counts as the reader.
   *
   * @see Breaking-rules 1
   */
  brokenRules?(current: P, previous: P, category: ProtobufRuleCategory): readonly Difference[]

  /**
   * One difference in the reference's exact words. Compatibility 6, Appendix E.
   *
   * @param direction decides which of the two schemas is called "new"
   */
  message(difference: Difference, direction: Direction): string

  /** The description part of {@link message} alone: one sentence for people. */
  sentence(difference: Difference, direction: Direction): string

  /** Entities carrying inline tags, in document order. */
  inlineTags(parsed: P): readonly SchemaTags[]

  /**
   * The schema text with inline tags added and removed. Rest-api 3.11.
   *
   * @returns canonical text with the edit applied
   * @throws SchemaFault `No matching path '<p>' found in the schema`
   */
  editTags(parsed: P, edit: TagEdit): string
}
