import { isRegistryError } from '../../src/errors/registry-error.ts'
import type { Page } from '../../src/model/page.ts'
import type { QualifiedSubject } from '../../src/model/subject.ts'
import { createRegistry } from '../../src/registry/create-registry.ts'
import type { SchemaOffer } from '../../src/registry/offers.ts'
import type { RegistrySettings } from '../../src/registry/registry-settings.ts'
import type { Registry } from '../../src/registry/registry.ts'
import { cacheStore } from '../../src/store/cached-store.ts'
import { openStore } from '../../src/store/postgres/postgres-store.ts'
import type { Store } from '../../src/store/store.ts'
import { freshDatabase } from '../database.ts'

/** Who writes in tests. */
export const caller = { principal: 'tester' }
/** No page: everything. */
export const all: Page = { offset: 0, limit: undefined }
/** What a read without parameters asks for. */
export const plain = { format: '', referenceFormat: '', deleted: false, findTags: [] }

/** Settings of a fresh server, but without a level: most rules are not about compatibility. */
export const settings: RegistrySettings = {
  compatibilityLevel: 'NONE',
  modeMutability: true,
  validateFields: false,
  validateNewSchemas: true,
  rejectEmptySubject: false,
  strictReferenceVersions: false,
  ruleSets: 'store',
}

/** A registry over a database of its own. */
export interface TestRegistry {
  readonly registry: Registry
  /** Another registry on the same database, with a memory of its own, as another process has. */
  another(): Promise<Registry>
  close(): Promise<void>
}

/** Opens a registry over a database of its own. */
export async function openTestRegistry(
  changed: Partial<RegistrySettings> = {},
): Promise<TestRegistry> {
  const database = await freshDatabase()
  const stores: Store[] = []
  const open = async (): Promise<Registry> => {
    const store = cacheStore(await openStore({ url: database.url }), { maxBytes: 16 * 1024 * 1024 })
    stores.push(store)
    return createRegistry(store, { ...settings, ...changed })
  }
  return {
    registry: await open(),
    another: open,
    async close() {
      for (const store of stores) await store.close()
      await database.drop()
    },
  }
}

/** A schema as offered, AVRO unless said otherwise. */
export function offer(
  schemaText: string | undefined,
  more: Partial<SchemaOffer> = {},
): SchemaOffer {
  return {
    schemaText,
    schemaType: undefined,
    references: [],
    metadata: undefined,
    ruleSet: undefined,
    version: 0,
    schemaId: undefined,
    tagsToAdd: [],
    tagsToRemove: [],
    propagateTags: false,
    ...more,
  }
}

/** An Avro record with string fields; a name tells schemas apart. */
export function record(name: string, ...fields: readonly string[]): string {
  const members = fields.map((field) => ({ name: field, type: 'string' }))
  return JSON.stringify({ type: 'record', name, fields: members })
}

/** An Avro record with one field of another record's type. */
export function recordOf(name: string, type: string): string {
  return JSON.stringify({ type: 'record', name, fields: [{ name: 'part', type }] })
}

let contexts = 0

/** A name in a context that no other test has. */
export function freshName(subject = 'orders'): QualifiedSubject {
  contexts += 1
  return { context: `.test${contexts}`, subject }
}

/** Registers texts one after another under a subject. */
export async function registerAll(
  registry: Registry,
  name: QualifiedSubject,
  ...offers: readonly (string | SchemaOffer)[]
): Promise<void> {
  for (const offered of offers) {
    const schema = typeof offered === 'string' ? offer(offered) : offered
    await registry.registerSchema(name, schema, {
      ...caller,
      normalize: false,
      force: false,
      format: '',
    })
  }
}

/** The error that a promise is refused with, as `code message`; `undefined` if it is kept. */
export async function refusal(promise: Promise<unknown>): Promise<string | undefined> {
  try {
    await promise
    return undefined
  } catch (thrown) {
    if (!isRegistryError(thrown)) throw thrown
    return `${thrown.code} ${thrown.message}`
  }
}
