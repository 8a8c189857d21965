import type { SchemaReference } from '../model/schema.ts'
import type { Codec } from './codecs/codec.ts'
import type { OwnSchema } from './own-schema.ts'
import { chooseSchema } from './schema-choice.ts'
import type { RegistryClient } from './registry-client.ts'
import { SerdeError } from './serde-error.ts'
import type { StoredSchema } from './stored-schema.ts'

/** What the subject of an imported schema is named after. */
export interface ReferenceNamingInput {
  /** What the referrer calls it: import path, full type name or `$ref` URI. */
  readonly name: string
  readonly topic: string
  readonly schemaText: string
}

/**
 * Names the subjects of imported schemas. `DEFAULT`: the name itself, `common/money.proto`.
 * `QUALIFIED`: without `.proto`, and with dots for slashes, `common.money`.
 *
 * @see Serde 3.4
 */
export type ReferenceSubjectNameStrategy =
  | 'DEFAULT'
  | 'QUALIFIED'
  | ((input: ReferenceNamingInput) => string)

/** Schemas that the own schema needs, and what becomes of them. */
export interface ImportOptions {
  /**
   * Texts of what the own schema refers to, and of what those refer to, by the name that stands in
   * the texts. They are registered or looked up before the schema itself, depth first.
   */
  readonly imports?: Readonly<Record<string, string>>
  /** Default `DEFAULT`. */
  readonly referenceSubjectNameStrategy?: ReferenceSubjectNameStrategy
  /** Looks imports up, even where the schema itself is registered. Default false. */
  readonly lookUpImports?: boolean
}

interface ImportInput extends ImportOptions {
  readonly client: RegistryClient
  readonly codec: Codec
  readonly own: OwnSchema
  readonly choice: 'register' | 'lookup'
  readonly normalize: boolean
  readonly topic: string
  /** Puts a subject into the topic's context. */
  readonly qualify: (subject: string) => string
}

/**
 * Registers, or looks up, what the own schema imports.
 *
 * @returns the own schema, with references to those versions behind the ones it came with
 * @throws SerdeError INVALID_OPTIONS when imports lead in a circle, SCHEMA_NOT_REGISTERED
 * @throws RequestError
 */
export async function bindOwnImports(input: ImportInput): Promise<OwnSchema> {
  const { own, imports } = input
  if (imports === undefined) return own
  const bound = new Map<string, SchemaReference>()
  const references = await bindAll(input, own.schemaText, bound, [])
  return { ...own, references: [...(own.references ?? []), ...references] }
}

/** One after the other: who comes later may refer to who came before. */
async function bindAll(
  input: ImportInput,
  schemaText: string,
  bound: Map<string, SchemaReference>,
  path: readonly string[],
): Promise<readonly SchemaReference[]> {
  const { codec, imports = {} } = input
  const references: SchemaReference[] = []
  for (const name of codec.referredNames(schemaText, Object.keys(imports))) {
    if (path.includes(name)) {
      const circle = [...path, name].map((one) => `'${one}'`).join(' to ')
      throw new SerdeError('INVALID_OPTIONS', `imports lead in a circle: ${circle}`)
    }
    let reference = bound.get(name)
    if (reference === undefined) {
      const text = imports[name] ?? ''
      const deeper = await bindAll(input, text, bound, [...path, name])
      reference = await bindOne(input, name, text, deeper)
      bound.set(name, reference)
    }
    references.push(reference)
  }
  return references
}

async function bindOne(
  input: ImportInput,
  name: string,
  schemaText: string,
  references: readonly SchemaReference[],
): Promise<SchemaReference> {
  const { client, own, choice, topic, normalize, lookUpImports = false } = input
  const named = subjectOf(input, { name, topic, schemaText })
  const subject = input.qualify(named)
  const imported: OwnSchema = {
    schemaType: own.schemaType,
    schemaText,
    ...(references.length === 0 ? {} : { references }),
  }
  const find = async (how: 'register' | 'lookup'): Promise<StoredSchema> =>
    chooseSchema({ client, choice: how, subject, own: imported, normalize })
  const stored = await find(lookUpImports ? 'lookup' : choice)
  // Registries before 8.0 answer a registration with the id alone.
  const version = stored.version ?? (await find('lookup')).version
  if (version !== undefined) return { name, subject: named, version }
  throw new SerdeError('UNKNOWN_SCHEMA', `the registry gives no version of subject '${subject}'`)
}

function subjectOf(
  { referenceSubjectNameStrategy: strategy = 'DEFAULT' }: ImportInput,
  input: ReferenceNamingInput,
): string {
  if (typeof strategy === 'function') return strategy(input)
  if (strategy === 'DEFAULT') return input.name
  return input.name.replace(/\.proto$/, '').replaceAll('/', '.')
}
