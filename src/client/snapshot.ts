import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { rename, rm, writeFile } from 'node:fs/promises'
import type { ResolvedReference } from '../formats/format.ts'
import { isSchemaType } from '../model/schema.ts'
import type { JoinedCache } from './joined-cache.ts'
import type { StoredSchema } from './stored-schema.ts'

/** The caches whose content never changes. */
interface LastingCaches {
  readonly ids: JoinedCache<StoredSchema>
  readonly guids: JoinedCache<StoredSchema>
}

/** What stands in the file. */
interface SnapshotFile {
  readonly version: 1
  /** Ids mean nothing in another registry. */
  readonly registry: string
  readonly ids: readonly (readonly [string, StoredSchema])[]
  readonly guids: readonly (readonly [string, StoredSchema])[]
}

/** Changes are gathered this long before the file is written. */
const WRITE_DELAY_MS = 1000

/**
 * The schemas seen, on disk: read when the client starts, written in the background when it has
 * learnt something. A file that is absent, broken or of another registry counts as empty.
 */
export class Snapshot {
  readonly #file: string
  readonly #registry: string
  readonly #caches: LastingCaches
  #timer: NodeJS.Timeout | undefined
  #writing: Promise<void> = Promise.resolve()

  constructor(file: string, registry: string, caches: LastingCaches) {
    this.#file = file
    this.#registry = registry
    this.#caches = caches
    const held = readSnapshot(file)
    if (held?.registry !== registry) return
    for (const [key, schema] of held.ids) caches.ids.set(key, schema)
    for (const [key, schema] of held.guids) caches.guids.set(key, schema)
  }

  /** Something was learnt: it will be written soon. Never keeps the process alive. */
  changed(): void {
    this.#timer ??= setTimeout(() => {
      // A disk that is full must not stop a consumer; close() tells.
      this.save().catch(() => undefined)
    }, WRITE_DELAY_MS).unref()
  }

  /** @throws Error when the file cannot be written */
  save(): Promise<void> {
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.#writing = this.#writing.catch(() => undefined).then(() => this.#write())
    return this.#writing
  }

  async #write(): Promise<void> {
    const content: SnapshotFile = {
      version: 1,
      registry: this.#registry,
      ids: this.#caches.ids.entries(),
      guids: this.#caches.guids.entries(),
    }
    // Renamed into place: a reader never sees half a file. Clients of one process may share it.
    const draft = `${this.#file}.${randomUUID()}.tmp`
    try {
      await writeFile(draft, JSON.stringify(content))
      await rename(draft, this.#file)
    } catch (fault) {
      await rm(draft, { force: true })
      throw fault
    }
  }
}

function readSnapshot(file: string): SnapshotFile | undefined {
  try {
    const content = JSON.parse(readFileSync(file, 'utf8')) as SnapshotFile
    const isWhole = content.ids.every(isEntry) && content.guids.every(isEntry)
    return content.version === 1 && isWhole ? content : undefined
  } catch {
    return undefined
  }
}

/** One damaged entry is reason enough to believe none: the registry knows them all. */
function isEntry(entry: unknown): boolean {
  if (!Array.isArray(entry)) return false
  const [key, schema] = entry as readonly unknown[]
  return typeof key === 'string' && isSchema(schema)
}

function isSchema(held: unknown): boolean {
  const { schemaType, schemaText, references } = held as Partial<StoredSchema>
  return (
    isSchemaType(schemaType ?? '') &&
    typeof schemaText === 'string' &&
    Array.isArray(references) &&
    references.every(isReference)
  )
}

function isReference(held: unknown): boolean {
  const { name, schemaText } = held as Partial<ResolvedReference>
  return typeof name === 'string' && typeof schemaText === 'string'
}
