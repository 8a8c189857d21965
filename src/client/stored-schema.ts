import type { ResolvedReference } from '../formats/format.ts'
import { isSchemaType } from '../model/schema.ts'
import type { SchemaType } from '../model/schema.ts'
import type { MetadataBody, ReferenceBody, RuleSetBody } from '../rest/bodies.ts'
import { SerdeError } from './serde-error.ts'

/** A schema with everything that is needed to use it. Immutable: codecs are cached under it. */
export interface StoredSchema {
  readonly schemaType: SchemaType
  readonly schemaText: string
  /** The closure of its references, dependencies first. */
  readonly references: readonly ResolvedReference[]
  /** Unknown after a read by guid. */
  readonly schemaId?: number
  /** Registries before 8.0 give none. */
  readonly guid?: string
  readonly subject?: string
  readonly version?: number
  readonly metadata?: MetadataBody
  readonly ruleSet?: RuleSetBody
}

/** What the answers that describe a schema have in common. */
interface DescribedSchema {
  readonly schema?: string
  readonly schemaType?: string
  readonly id?: number
  readonly guid?: string
  readonly subject?: string
  readonly version?: number
  readonly references?: readonly ReferenceBody[]
  readonly metadata?: MetadataBody
  readonly ruleSet?: RuleSetBody
}

/**
 * Turns an answer into a schema.
 *
 * @throws SerdeError UNUSABLE_SCHEMA when the answer has no text or a type of its own
 */
export function toStoredSchema(
  body: DescribedSchema,
  references: readonly ResolvedReference[],
): StoredSchema {
  const schemaType = body.schemaType ?? 'AVRO'
  if (typeof body.schema !== 'string' || !isSchemaType(schemaType)) {
    throw new SerdeError('UNUSABLE_SCHEMA', `The registry's answer holds no ${schemaType} schema`)
  }
  return {
    schemaType,
    schemaText: body.schema,
    references,
    ...present('schemaId', body.id),
    ...present('guid', body.guid),
    ...present('subject', body.subject),
    ...present('version', body.version),
    ...present('metadata', body.metadata),
    ...present('ruleSet', body.ruleSet),
  }
}

function present<K extends string, V>(key: K, value: V | undefined): { readonly [P in K]?: V } {
  return value === undefined ? {} : ({ [key]: value } as { readonly [P in K]?: V })
}
