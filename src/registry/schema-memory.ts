import { LRUCache } from 'lru-cache'
import { formatOf } from '../formats/all-formats.ts'
import type { ParseOptions, ValidateOptions } from '../formats/format.ts'
import type { ParsedSchema } from '../formats/parsed-schema.ts'
import { SchemaFault } from '../formats/schema-fault.ts'
import type { SchemaType } from '../model/schema.ts'
import type { Closure } from './resolve-references.ts'

/** A text with its type and everything its references lead to. */
export interface ParseableText {
  readonly schemaType: SchemaType
  readonly schemaText: string
  readonly closure: Closure
}

/** A parsed schema beside the text it prints as. */
export interface PrintedSchema {
  readonly schema: ParsedSchema
  readonly canonicalText: string
}

/** Parses texts, and remembers what it parsed and which checks that passed. */
export interface SchemaMemory {
  /** @throws SchemaFault */
  parse(text: ParseableText, mode: ParseOptions['mode']): PrintedSchema
  /** @throws SchemaFault */
  validate(text: ParseableText, mode: ParseOptions['mode'], options: ValidateOptions): void
  /** @throws SchemaFault */
  normalize(text: ParseableText, mode: ParseOptions['mode']): PrintedSchema
}

interface Remembered {
  readonly printed: PrintedSchema
  /** The checks of new schemas were passed, too. */
  readonly strict: boolean
  readonly validated: Set<string>
  normal: PrintedSchema | undefined
}

/** Weight of an entry beside its texts, in characters: no text is free. */
const ENTRY_WEIGHT = 500

/**
 * Creates a memory of parsed schemas.
 *
 * One entry serves a text as offered and, once it is registered, as stored: the checks it passed
 * are noted on it. Texts that fail are not remembered.
 *
 * @param maxCharacters of all texts together; parsed forms take some twenty bytes a character
 */
export function createSchemaMemory(maxCharacters: number): SchemaMemory {
  const entries = new LRUCache<string, Remembered>({ maxSize: maxCharacters })

  function recall(text: ParseableText, mode: ParseOptions['mode']): Remembered {
    const { schemaType, schemaText, closure } = text
    const key = `${schemaType} ${closure.key}\n\n${schemaText}`
    const known = entries.get(key)
    if (known !== undefined && (known.strict || mode === 'lenient')) return known
    const format = formatOf(schemaType)
    const { parsed, strict } = parseStrictly(format, schemaText, closure, mode)
    const fresh: Remembered = {
      printed: { schema: { format, parsed }, canonicalText: format.canonicalText(parsed) },
      strict,
      validated: new Set(),
      normal: undefined,
    }
    const size = closure.resolved.reduce(
      (sum, reference) => sum + reference.schemaText.length,
      schemaText.length + key.length + ENTRY_WEIGHT,
    )
    entries.set(key, fresh, { size })
    return fresh
  }

  return {
    parse: (text, mode) => recall(text, mode).printed,
    validate(text, mode, options) {
      const entry = recall(text, mode)
      const check = `${options.validateFields} ${options.strictness}`
      if (entry.validated.has(check)) return
      const { format, parsed } = entry.printed.schema
      format.validate(parsed, options)
      entry.validated.add(check)
    },
    normalize(text, mode) {
      const entry = recall(text, mode)
      if (entry.normal === undefined) {
        const { format } = entry.printed.schema
        const parsed = format.normalize(entry.printed.schema.parsed)
        entry.normal = { schema: { format, parsed }, canonicalText: format.canonicalText(parsed) }
      }
      return entry.normal
    },
  }
}

/**
 * Parses with all checks of new schemas, even where they are not asked for: nearly every text
 * passes, and need not be parsed again when it comes to be registered.
 */
function parseStrictly(
  format: ParsedSchema['format'],
  schemaText: string,
  closure: Closure,
  mode: ParseOptions['mode'],
): { readonly parsed: ParsedSchema['parsed']; readonly strict: boolean } {
  const source = { schemaText, references: closure.resolved }
  try {
    return { parsed: format.parse(source, { mode: 'new' }), strict: true }
  } catch (thrown) {
    if (mode === 'new' || !(thrown instanceof SchemaFault)) throw thrown
    return { parsed: format.parse(source, { mode }), strict: false }
  }
}
