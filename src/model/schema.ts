import type { Metadata } from './metadata.ts'
import type { RuleSet } from './rule-set.ts'

/** The schema languages the registry speaks; absent in REST bodies means AVRO. */
export type SchemaType = 'AVRO' | 'PROTOBUF' | 'JSON'

/** Every schema type, in the order in which `GET /schemas/types` names them. */
export const schemaTypes = ['JSON', 'PROTOBUF', 'AVRO'] as const satisfies readonly SchemaType[]

/** Tells whether a text names a schema type, letter case included. */
export function isSchemaType(text: string): text is SchemaType {
  return (schemaTypes as readonly string[]).includes(text)
}

/** A pointer from one schema to a version of another subject. */
export interface SchemaReference {
  /** Avro: full type name; Protobuf: import path; JSON: the URI that stands in `$ref`. */
  readonly name: string
  /** As sent: unqualified means the referrer's context. */
  readonly subject: string
  /** Positive; -1 (latest) only in requests, never stored. */
  readonly version: number
}

/** Everything that makes two schemas the same, as stored. */
export interface SchemaContent {
  readonly schemaType: SchemaType
  /** Canonical text: what is hashed, stored and returned. */
  readonly schemaText: string
  readonly references: readonly SchemaReference[]
  readonly metadata: Metadata | undefined
  readonly ruleSet: RuleSet | undefined
}
