import { subjectKey } from '../model/subject.ts'
import type { QualifiedSubject } from '../model/subject.ts'
import { Remembered, roughBytes } from './remembered.ts'
import type { Change, SchemaUses, ScopeState, Store, StoredContent, SubjectState } from './store.ts'

export interface CacheOptions {
  /** For everything remembered together. */
  readonly maxBytes: number
}

// Contents are the largest, and stay longest. Those that only lists asked for do not crowd them out.
const shares = { contents: 0.4, listed: 0.2, states: 0.25, uses: 0.1, ids: 0.05 } as const
const SCOPES = 'scopes'
const SCOPES_BYTES = 64 * 1024 * 1024
const VERSION_BYTES = 120

/**
 * Puts a memory before a store: contents, which never change while they exist, and the states of
 * subjects, scopes and ids, which the change feed keeps right.
 *
 * The writer itself is never answered what was before its write; others not later than the feed
 * tells them. While the database is away, what is remembered goes on being answered.
 */
export function cacheStore(store: Store, options: CacheOptions): Store {
  const room = (share: number): number => Math.max(1, Math.floor(options.maxBytes * share))
  const contents = new Remembered<StoredContent>(room(shares.contents), roughBytes)
  const listed = new Remembered<StoredContent>(room(shares.listed), roughBytes)
  const uses = new Remembered<SchemaUses>(room(shares.uses), roughBytes)
  const ids = new Remembered<{ readonly schemaId: number }>(room(shares.ids), () => 16)
  const scopes = new Remembered<ScopeState>(SCOPES_BYTES, roughBytes)
  const states = new SubjectMemory(room(shares.states))

  function forget(change: Change | undefined): void {
    if (change === undefined) {
      for (const memory of [contents, listed, uses, ids, scopes, states]) memory.clear()
      return
    }
    const { name, revision, schemaIds, guids } = change
    if (name.subject === '') scopes.forget(SCOPES)
    states.moved(name, revision)
    for (const schemaId of schemaIds) uses.forget(`${schemaId}${name.context}`)
    for (const guid of guids) {
      contents.forget(guid)
      listed.forget(guid)
      ids.forget(`${guid}${name.context}`)
    }
  }
  // First of all listeners: whoever reads again on hearing of a change must not hear of the past.
  const stop = store.changes.subscribe(forget)

  /** Somebody was faster: what is remembered of the facts is what they saw gone. */
  function mistrust(name: QualifiedSubject, { kind }: { readonly kind: string }): void {
    if (kind !== 'moved') return
    states.forget(name)
    scopes.forget(SCOPES)
  }

  async function write<W extends { readonly kind: string; readonly state?: SubjectState }>(
    name: QualifiedSubject,
    run: () => Promise<W>,
  ): Promise<W> {
    const written = await states.write(name, run)
    mistrust(name, written)
    return written
  }

  async function set<W extends { readonly kind: string }>(
    scope: QualifiedSubject,
    run: () => Promise<W>,
  ): Promise<W> {
    const written = await run()
    mistrust(scope, written)
    return written
  }

  const { associations, subjects, schemas, settings } = store
  return {
    ...store,
    subjects: {
      ...subjects,
      read: (name) => states.read(name, () => subjects.read(name)),
      async writeVersion(plan) {
        const written = await write(plan.name, () => subjects.writeVersion(plan))
        if (written.kind === 'written' && written.isNewContent && states.holds(written.state)) {
          const { guid, content, submittedText, normalized } = plan.schema
          contents.put(guid, { guid, content, submittedText, normalized })
        }
        if (written.kind === 'reference-gone') states.forget(written.target.name)
        return written
      },
      softDelete: (plan) => write(plan.name, () => subjects.softDelete(plan)),
      hardDelete: (plan) => write(plan.name, () => subjects.hardDelete(plan)),
      restore: (plan) => write(plan.name, () => subjects.restore(plan)),
    },
    schemas: {
      ...schemas,
      readContent: (guid) => contents.read(guid, () => schemas.readContent(guid)),
      readContents: (guids) => listed.readAll(guids, (missing) => schemas.readContents(missing)),
      readUses: (context, schemaId) =>
        uses.read(`${schemaId}${context}`, () => schemas.readUses(context, schemaId)),
      async findSchemaId(context, guid) {
        const found = await ids.read(`${guid}${context}`, async () => {
          const schemaId = await schemas.findSchemaId(context, guid)
          return schemaId === undefined ? undefined : { schemaId }
        })
        return found?.schemaId
      },
    },
    settings: {
      ...settings,
      readScopes: () => scopes.read(SCOPES, () => settings.readScopes()),
      writeConfig: (plan) => set(plan.scope, () => settings.writeConfig(plan)),
      writeMode: (plan) => set(plan.scope, () => settings.writeMode(plan)),
      deleteModes: (plan) => set(plan.scope, () => settings.deleteModes(plan)),
      enterImport: (plan) => set(plan.scope, () => settings.enterImport(plan)),
    },
    associations: {
      ...associations,
      async write(plan) {
        const written = await associations.write(plan)
        for (const { name } of plan.subjects) mistrust(name, written)
        return written
      },
    },
    ping: () => store.ping(),
    async close() {
      stop()
      await store.close()
    },
  }
}

/** States of subjects; revisions tell which of two is the younger one. */
class SubjectMemory {
  readonly #states: Remembered<SubjectState>
  /** Subjects being written to by us, and the highest revision heard of meanwhile. */
  readonly #writing = new Map<string, { writers: number; revision: number }>()

  constructor(maxBytes: number) {
    this.#states = new Remembered(
      maxBytes,
      ({ versions, config }) => versions.length * VERSION_BYTES + roughBytes(config),
    )
  }

  read(name: QualifiedSubject, load: () => Promise<SubjectState>): Promise<SubjectState> {
    return this.#states.read(subjectKey(name), load)
  }

  /** Runs a write and remembers the state it answers, unless a later one was heard of already. */
  async write<W extends { readonly state?: SubjectState }>(
    name: QualifiedSubject,
    run: () => Promise<W>,
  ): Promise<W> {
    const key = subjectKey(name)
    const write = this.#writing.get(key) ?? { writers: 0, revision: 0 }
    write.writers++
    this.#writing.set(key, write)
    try {
      const written = await run()
      if (written.state !== undefined) this.#put(key, written.state, write.revision)
      return written
    } catch (thrown) {
      // It may have been written all the same.
      this.#states.forget(key)
      throw thrown
    } finally {
      if (--write.writers === 0) this.#writing.delete(key)
    }
  }

  #put(key: string, state: SubjectState, heardOf: number): void {
    const kept = this.#states.peek(key)
    // The empty name is the context itself, whose changes tell the scope's revision.
    if (state.name.subject === '' || state.revision < heardOf) return
    if (kept === undefined || kept.revision < state.revision) this.#states.put(key, state)
  }

  /** Whether a state is the youngest that we know of. */
  holds(state: SubjectState): boolean {
    return (this.#states.peek(subjectKey(state.name))?.revision ?? 0) >= state.revision
  }

  forget(name: QualifiedSubject): void {
    this.#states.forget(subjectKey(name))
  }

  /** Hears of a revision; states that are not older stay. */
  moved(name: QualifiedSubject, revision: number): void {
    const key = subjectKey(name)
    const write = this.#writing.get(key)
    if (write) write.revision = Math.max(write.revision, revision)
    const kept = this.#states.peek(key)
    if (kept !== undefined && name.subject !== '' && kept.revision >= revision) return
    this.#states.forget(key)
  }

  clear(): void {
    this.#states.clear()
    for (const write of this.#writing.values()) write.revision = Number.POSITIVE_INFINITY
  }
}
