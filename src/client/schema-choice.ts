import { printContext } from '../model/subject.ts'
import type { OwnSchema } from './own-schema.ts'
import type { RegistryClient } from './registry-client.ts'
import { contextQualifier } from './registry-context.ts'
import { isNotFound } from './request-error.ts'
import { SerdeError } from './serde-error.ts'
import type { StoredSchema } from './stored-schema.ts'

/**
 * Which schema a serializer writes with: one choice, so that contradictions cannot be written.
 *
 * - `lookup` (default): the own schema, which must be registered already;
 * - `register`: the own schema, registered when it is new;
 * - `latest`: the subject's latest version;
 * - `{ id }`, `{ guid }`: that one; `{ metadata }`: the latest version with these properties.
 *
 * @see Serde 2.1
 */
export type SchemaChoice =
  | 'register'
  | 'lookup'
  | 'latest'
  | { readonly id: number }
  | { readonly guid: string }
  | { readonly metadata: Readonly<Record<string, string>> }

/** What carrying out a choice takes. */
export interface ChoiceInput {
  readonly client: RegistryClient
  readonly choice: SchemaChoice
  readonly subject: string
  /** Where a fixed id counts; absent: the client's context. */
  readonly context?: string | undefined
  /** Present with `register` and `lookup`. */
  readonly own: OwnSchema | undefined
  readonly normalize: boolean
}

/** Tells whether a choice writes with the application's own schema. */
export function needsOwnSchema(choice: SchemaChoice): choice is 'register' | 'lookup' {
  return choice === 'register' || choice === 'lookup'
}

/** Tells whether the answer depends on the subject: a fixed schema has none to ask. */
export function needsSubject(choice: SchemaChoice): boolean {
  return typeof choice === 'string' || 'metadata' in choice
}

/** Tells whether the answer changes when somebody registers a version. */
export function followsLatest(choice: SchemaChoice): boolean {
  return choice === 'latest' || (typeof choice === 'object' && 'metadata' in choice)
}

/**
 * Finds the schema to write with.
 *
 * @throws SerdeError SCHEMA_NOT_REGISTERED when looking up finds nothing
 * @throws RequestError
 */
export async function chooseSchema(input: ChoiceInput): Promise<StoredSchema> {
  const { client, choice, subject, normalize } = input
  switch (choice) {
    case 'register':
      return client.registerSchema(subject, ownOf(input), { normalize })
    case 'lookup':
      return lookUp(input)
    case 'latest':
      return client.latestSchema(subject)
    default:
      if ('id' in choice) return client.schemaById(choice.id, input.context)
      if ('guid' in choice) return withId(input, await client.schemaByGuid(choice.guid))
      return client.schemaWithMetadata(subject, choice.metadata)
  }
}

async function lookUp(input: ChoiceInput): Promise<StoredSchema> {
  const { client, subject, normalize } = input
  try {
    return await client.lookUpSchema(subject, ownOf(input), { normalize })
  } catch (cause) {
    if (!isNotFound(cause)) throw cause
    throw new SerdeError(
      'SCHEMA_NOT_REGISTERED',
      `subject '${subject}' has no such schema, and this serializer only looks schemas up ` +
        `(schema: 'lookup', the default). Register the schema before, for example in CI, or allow ` +
        `the producer to do it with schema: 'register'`,
      { cause },
    )
  }
}

/** A schema read by guid names no id, which the prefix in front of a payload needs. */
async function withId(
  { client, context }: ChoiceInput,
  schema: StoredSchema,
): Promise<StoredSchema> {
  if (schema.schemaId !== undefined || schema.guid === undefined) return schema
  const ids = await client.getIdsOfGuid(schema.guid)
  const qualifier = context === undefined ? client.qualify('') : contextQualifier(context)
  const own = ids.find((row) => qualifier === printContext(row.context))
  return own === undefined ? schema : { ...schema, schemaId: own.id }
}

function ownOf({ own }: ChoiceInput): OwnSchema {
  if (own !== undefined) return own
  throw new SerdeError('INVALID_OPTIONS', 'register and lookup need a schema of the application')
}
