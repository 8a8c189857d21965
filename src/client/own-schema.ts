import type { SchemaReference, SchemaType } from '../model/schema.ts'
import type { MetadataBody, RegisterSchemaRequest, RuleSetBody } from '../rest/bodies.ts'

/** A schema that the application brings along, to be registered or looked up. */
export interface OwnSchema {
  readonly schemaType: SchemaType
  readonly schemaText: string
  /** Versions of other subjects that the text refers to. */
  readonly references?: readonly SchemaReference[]
  readonly metadata?: MetadataBody
  readonly ruleSet?: RuleSetBody
  /** Copies the tags of the version before into the one that is registered. */
  readonly propagateSchemaTags?: boolean
}

/** The body with which it is registered, looked up or checked. */
export function toRequest(own: OwnSchema): RegisterSchemaRequest {
  return {
    schema: own.schemaText,
    schemaType: own.schemaType,
    ...(own.references === undefined ? {} : { references: own.references }),
    ...(own.metadata === undefined ? {} : { metadata: own.metadata }),
    ...(own.ruleSet === undefined ? {} : { ruleSet: own.ruleSet }),
    ...(own.propagateSchemaTags === true ? { propagateSchemaTags: true } : {}),
  }
}
