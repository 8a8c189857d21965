import { registryError } from '../errors/registry-error.ts'
import { parseLogical } from '../formats/logical/parse.ts'
import type { LogicalSchema } from '../formats/logical/ast.ts'
import { findDeadName } from '../formats/logical/parts.ts'
import { printLogical } from '../formats/logical/print.ts'
import { logicalOf } from '../formats/logical/to-logical/to-logical.ts'
import { nativeText } from '../formats/logical/to-native/to-native.ts'
import { SchemaFault } from '../formats/schema-fault.ts'
import type { ParsedSchema } from '../formats/parsed-schema.ts'
import { isSchemaType } from '../model/schema.ts'
import type { SchemaType } from '../model/schema.ts'
import type { SchemaOffer } from './offers.ts'

/** Tells whether a `format` asks for the logical type language. */
export function isLogicalFormat(format: string): boolean {
  return format.toLowerCase() === 'logical'
}

/**
 * An offer whose text is in the logical type language, in its native language.
 *
 * @param subject without its context; a struct without a name gets one from it
 * @throws RegistryError INVALID_LOGICAL_SCHEMA
 * @see Compatibility 9
 */
export function translateOffer(subject: string, offer: SchemaOffer): SchemaOffer {
  const schemaType = offer.schemaType?.toUpperCase() ?? ''
  if (!isSchemaType(schemaType)) {
    throw invalid(
      'schemaType is required when format=logical, and must be one of AVRO, JSON, PROTOBUF',
    )
  }
  const { schemaText = '' } = offer
  if (schemaText.trim() === '') throw invalid('Schema is required when format=logical')
  const schema = readLogical(schemaText)
  return { ...offer, schemaType, schemaText: toNativeText(schema, schemaType, subject) }
}

function readLogical(text: string): LogicalSchema {
  const schema = refusing(
    ({ message }) => `Invalid logical type schema: ${message}`,
    () => parseLogical(text),
  )
  const dead = findDeadName(schema)
  if (dead === undefined) return schema
  const finding = `UNRESOLVED_TYPE_REF at '${dead.path}': no type '${dead.name}' is declared`
  throw invalid(`Invalid logical type schema: ${finding}`)
}

function toNativeText(schema: LogicalSchema, schemaType: SchemaType, subject: string): string {
  return refusing(
    // A place would lead into a text that nobody has seen.
    ({ reason }) => `Logical type schema cannot be represented as ${schemaType}: ${reason}`,
    () => nativeText(schema, schemaType, recordNameOf(subject)),
  )
}

function recordNameOf(subject: string): string {
  const name = subject.replace(/[^A-Za-z0-9_]/g, '_')
  return /^(?:\d|$)/.test(name) ? `Envelope${name}` : name
}

/**
 * A native schema as a text of the logical type language, its references written out.
 *
 * @throws RegistryError INVALID_LOGICAL_SCHEMA when a part of it has no logical type
 * @see Compatibility 9, Rest-api 3.4
 */
export function logicalText(schema: ParsedSchema): string {
  return refusing(
    ({ message }) => `Schema cannot be represented as a logical type: ${message}`,
    () => printLogical(logicalOf(schema).schema),
  )
}

function refusing<T>(say: (fault: SchemaFault) => string, work: () => T): T {
  try {
    return work()
  } catch (thrown) {
    if (thrown instanceof SchemaFault) throw invalid(say(thrown), thrown)
    throw thrown
  }
}

function invalid(reason: string, cause?: SchemaFault): Error {
  return registryError('INVALID_LOGICAL_SCHEMA', { reason }, { cause })
}
