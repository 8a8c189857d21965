import { readFileSync } from 'node:fs'
import type { ResolvedReference } from '../../../src/formats/format.ts'
import { protobufFormat } from '../../../src/formats/protobuf/protobuf-format.ts'
import type { ProtobufSchema } from '../../../src/formats/protobuf/protobuf-schema.ts'
import { SchemaFault } from '../../../src/formats/schema-fault.ts'

/** Import path to text, or to text with the subject and version it lives under. */
export type VectorReferences = Readonly<
  Record<
    string,
    string | { readonly schema: string; readonly subject: string; readonly version: number }
  >
>

/** What every row says about itself. */
export interface Vector {
  readonly name: string
  /** Spec section or observed peer. */
  readonly source: string
}

/** Rows of `test/vectors/protobuf/`. */
export function readVectors<T extends Vector>(file: string): T[] {
  const url = new URL(`../../vectors/protobuf/${file}`, import.meta.url)
  return JSON.parse(readFileSync(url, 'utf8')) as T[]
}

/** References as formats take them. */
export function resolved(references: VectorReferences = {}): ResolvedReference[] {
  return Object.entries(references).map(([name, reference]) => {
    if (typeof reference === 'string') {
      return { name, subject: name, version: 1, schemaText: reference }
    }
    const { schema, subject, version } = reference
    return { name, subject, version, schemaText: schema }
  })
}

/** A text, parsed with its references. */
export function parsed(text: string, references?: VectorReferences): ProtobufSchema {
  return protobufFormat.parse(
    { schemaText: text, references: resolved(references) },
    { mode: 'new' },
  )
}

/** The reason of a refusal; fails when there is none. */
export function refusalOf(run: () => unknown): string {
  try {
    run()
  } catch (fault) {
    if (fault instanceof SchemaFault) return fault.reason
    throw fault
  }
  throw new Error('was not refused')
}
