import { registryError } from '../errors/registry-error.ts'
import { SchemaFault } from '../formats/schema-fault.ts'
import { isSchemaType } from '../model/schema.ts'
import type { ValidateOptions } from '../formats/format.ts'
import type { ParsedSchema } from '../formats/parsed-schema.ts'
import type { SchemaType } from '../model/schema.ts'
import type { Store, StoredContent } from '../store/store.ts'
import type { OfferedReference } from './offers.ts'
import type { RegistrySettings } from './registry-settings.ts'
import { completeReferences, readClosure } from './resolve-references.ts'
import type { ReferenceRules, StoredReferences } from './resolve-references.ts'
import { createSchemaMemory } from './schema-memory.ts'
import type { PrintedSchema } from './schema-memory.ts'

/** Some 8 Mi characters of text: about 160 MiB of parsed forms at the very most. */
const MAX_REMEMBERED_CHARACTERS = 8 * 1024 * 1024

/** What is stored stays readable, whatever became of its references and the server's settings. */
const asStored: ReferenceRules = { activeOnly: false, strictVersions: false }

/** The parts of an offer that a format looks at. */
export interface OfferedText {
  /** As sent; absent means AVRO. */
  readonly schemaType: string | undefined
  readonly schemaText: string
  readonly references: readonly OfferedReference[]
}

/** How strictly an offer is read. Rest-api 3.5 E. */
export interface ParseRules {
  /** `new`: all name and default checks, and references lead to live versions only. */
  readonly mode: 'new' | 'lenient'
  /** `undefined`: in IMPORT and FORWARD nothing is validated. */
  readonly validation: ValidateOptions | undefined
  readonly normalize: boolean
}

/** An offer after parsing: its parsed form and what would be stored of it. */
export interface ParsedOffer extends PrintedSchema, StoredReferences {
  readonly schemaType: SchemaType
  readonly submittedText: string
  /** The canonical text is that of the normal form. */
  readonly normalized: boolean
}

/** Turns texts into parsed schemas, resolving their references over the store. */
export interface SchemaParser {
  /**
   * @param context the subject's
   * @throws RegistryError INVALID_SCHEMA_TYPE, INVALID_REFERENCE, REFERENCE_NOT_FOUND,
   *   REFERENCE_VERSION_CONFLICT, EMPTY_SCHEMA, INVALID_SCHEMA
   */
  parseOffer(context: string, offer: OfferedText, rules: ParseRules): Promise<ParsedOffer>
  /**
   * Parses what is stored, leniently; places lead into the text as submitted, if that is stored.
   *
   * @param context of the subject whose version it is: unqualified references live there
   * @throws RegistryError INVALID_SCHEMA, REFERENCE_NOT_FOUND
   */
  parseStored(context: string, stored: StoredContent): Promise<ParsedSchema>
}

/** Creates the parser over a store; it remembers what it parsed within fixed bounds. */
export function createSchemaParser(store: Store, settings: RegistrySettings): SchemaParser {
  const memory = createSchemaMemory(MAX_REMEMBERED_CHARACTERS)
  const strictVersions = settings.strictReferenceVersions

  return {
    async parseOffer(context, offer, { mode, validation, normalize }) {
      const { schemaType = 'AVRO', schemaText } = offer
      if (!isSchemaType(schemaType)) throw registryError('INVALID_SCHEMA_TYPE', { schemaType })
      if (schemaText.trim() === '') throw registryError('EMPTY_SCHEMA')
      try {
        const stored = await completeReferences(store, context, offer.references)
        const rules = { activeOnly: mode === 'new', strictVersions }
        const closure = await readClosure(store, context, stored.references, rules)
        const text = { schemaType, schemaText, closure }
        const printed = memory.parse(text, mode)
        if (validation !== undefined) memory.validate(text, mode, validation)
        const { schema, canonicalText } = normalize ? memory.normalize(text, mode) : printed
        const { references, targets } = normalize ? normalizeReferences(stored) : stored
        const submitted = { submittedText: schemaText, normalized: normalize }
        return { schema, canonicalText, references, targets, schemaType, ...submitted }
      } catch (thrown) {
        throw refusal(schemaType, thrown)
      }
    },

    async parseStored(context, { content, submittedText, normalized }) {
      const { schemaType, references } = content
      const schemaText = normalized ? content.schemaText : submittedText
      try {
        const closure = await readClosure(store, context, references, asStored)
        return memory.parse({ schemaType, schemaText, closure }, 'lenient').schema
      } catch (thrown) {
        throw refusal(schemaType, thrown)
      }
    },
  }
}

/**
 * References in normal order: by subject, then version, exact repeats dropped.
 *
 * @see Avro 3, step 6
 */
function normalizeReferences({ references, targets }: StoredReferences): StoredReferences {
  const pairs = references.flatMap((reference, i) => {
    const target = targets[i]
    return target === undefined ? [] : [{ reference, target }]
  })
  const distinct = new Map(
    pairs.map((pair) => {
      const { name, subject, version } = pair.reference
      return [JSON.stringify([name, subject, version]), pair]
    }),
  )
  const sorted = [...distinct.values()].sort(({ reference: a }, { reference: b }) =>
    a.subject === b.subject ? a.version - b.version : a.subject < b.subject ? -1 : 1,
  )
  return {
    references: sorted.map(({ reference }) => reference),
    targets: sorted.map(({ target }) => target),
  }
}

/**
 * Runs work on a format, turning its faults into error 42201.
 *
 * @throws RegistryError INVALID_SCHEMA, with line and column where the fault has a place
 */
export function refusingFaults<T>(schemaType: SchemaType, work: () => T): T {
  try {
    return work()
  } catch (thrown) {
    throw refusal(schemaType, thrown)
  }
}

/** The one place where a fault becomes an error; whatever else was thrown stays what it is. */
function refusal(schemaType: SchemaType, thrown: unknown): unknown {
  if (!(thrown instanceof SchemaFault)) return thrown
  const { place, reason, message } = thrown
  const shown = place === undefined || place.line === 0 ? reason : message
  return registryError('INVALID_SCHEMA', { schemaType, reason: shown }, { cause: thrown })
}
