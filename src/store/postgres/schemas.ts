import { isRegistryError, registryError } from '../../errors/registry-error.ts'
import type { SchemaStore, SchemaUse, SchemaUses, StoredContent } from '../store.ts'
import type { StoredContentRow } from './content-row.ts'
import { contentColumns, decodeStoredContent } from './content-row.ts'
import type { Database } from './database.ts'
import type { Sealer } from './sealer.ts'
import { fromStoredText, toStoredText } from './stored-text.ts'

interface UseRow {
  readonly subject: string
  readonly version: number
  readonly guid: string
  readonly deleted: boolean
  readonly writtenAt: number
}

/** So many contents are at most 120 MiB, for a request body has 10 MiB by default. */
const FEW = 12

/** A thousand of them are read without asking how much they are. */
const SMALL_BYTES = 100 * 1024

/** What is read and answered at once. A text may be twice as long in JSON. */
const MAX_BYTES_AT_ONCE = 128 * 1024 * 1024

/**
 * A list may name a thousand schemas of ten megabytes: its answer would not fit into memory. Small
 * ones, which most lists have alone, are read at once; the others when it is known how much they are.
 */
async function readTogether(
  database: Database,
  guids: readonly string[],
): Promise<readonly StoredContentRow[]> {
  if (guids.length <= FEW) return database.query<StoredContentRow>(selectContents, [guids])
  const small = await database.query<StoredContentRow>(selectSmallContents, [guids])
  const found = new Set(small.map(({ guid }) => guid))
  const others = guids.filter((guid) => !found.has(guid))
  if (others.length === 0) return small
  await refuseTooMuch(database, others)
  return [...small, ...(await database.query<StoredContentRow>(selectContents, [others]))]
}

async function refuseTooMuch(database: Database, guids: readonly string[]): Promise<void> {
  const [row] = await database.query<{ bytes: number }>(selectBytes, [guids])
  if (row === undefined || row.bytes <= MAX_BYTES_AT_ONCE) return
  const mebibytes = Math.ceil(row.bytes / 1024 / 1024)
  throw registryError('BAD_REQUEST', {
    reason: `The ${guids.length} largest schemas of this answer have ${mebibytes} MiB: ask for fewer with limit`,
  })
}

/** Keeps contents, and the ids by which contexts know them, in `contents` and `schema_ids`. */
export function createSchemaStore(database: Database, sealer: Sealer): SchemaStore {
  return {
    async readContent(guid: string): Promise<StoredContent | undefined> {
      const [row] = await database.query<StoredContentRow>(selectContent, [guid])
      return row && decodeStoredContent(row, sealer)
    },

    async readContents(guids: readonly string[]): Promise<ReadonlyMap<string, StoredContent>> {
      const rows = await readTogether(database, guids)
      const found = new Map<string, StoredContent>()
      for (const row of rows) {
        try {
          found.set(row.guid, decodeStoredContent(row, sealer))
        } catch (thrown) {
          if (!isRegistryError(thrown, 'METADATA_NOT_READ')) throw thrown
        }
      }
      return found
    },

    async readUses(context: string, schemaId: number): Promise<SchemaUses | undefined> {
      const rows = await database.query<UseRow>(selectUses, [toStoredText(context), schemaId])
      const [first] = rows
      if (first === undefined) return undefined
      const uses = rows.map(({ subject, ...record }): SchemaUse => ({
        ...record,
        schemaId,
        name: { context, subject: fromStoredText(subject) },
      }))
      return { schemaId, guid: first.guid, uses }
    },

    async findSchemaId(context: string, guid: string): Promise<number | undefined> {
      const [row] = await database.query<{ schemaId: number }>(selectSchemaId, [
        toStoredText(context),
        guid,
      ])
      return row?.schemaId
    },

    async listIds(guid: string): Promise<readonly { context: string; schemaId: number }[]> {
      const rows = await database.query<{ context: string; schemaId: number }>(selectIds, [guid])
      return rows.map(({ context, schemaId }) => ({ context: fromStoredText(context), schemaId }))
    },

    async readMaxId(context: string): Promise<number> {
      const [row] = await database.query<{ last: number }>(selectMaxId, [toStoredText(context)])
      return row?.last ?? 0
    },
  }
}

const storedColumns = `${contentColumns}, c.submitted_text as "submittedText", c.normalized`

const selectContent = {
  name: 'select content',
  text: `select ${storedColumns} from contents c where c.guid = $1`,
}

const selectContents = {
  name: 'select contents',
  text: `select ${storedColumns} from contents c where c.guid = any ($1::uuid[])`,
}

/** How long a text is, is known without reading it. */
const bytes = `octet_length(c.schema_text) + coalesce(pg_column_size(c.metadata), 0)
  + coalesce(pg_column_size(c.rule_set), 0)`

const selectSmallContents = {
  name: 'select small contents',
  text: `${selectContents.text} and ${bytes} <= ${SMALL_BYTES}`,
}

const selectBytes = {
  name: 'select bytes of contents',
  text: `select coalesce(sum(${bytes}), 0)::float8 as bytes from contents c where c.guid = any ($1::uuid[])`,
}

const selectUses = {
  name: 'select uses',
  text: `
    select u.subject, u.version, u.guid, u.deleted, u."writtenAt" from (
      select distinct on (v.subject_id) s.name as subject, v.version, i.guid,
        v.deleted_at is not null as deleted,
        (extract(epoch from v.written_at) * 1000)::bigint as "writtenAt",
        min(v.registered_sequence) over (partition by v.subject_id) as first_sequence
      from contexts x
      join schema_ids i on i.context_id = x.context_id
      join versions v on v.context_id = i.context_id and v.schema_id = i.schema_id
      join subjects s on s.subject_id = v.subject_id
      where x.name = $1 and i.schema_id = $2
      order by v.subject_id, v.written_sequence desc, v.version desc
    ) u
    order by u.first_sequence`,
}

const selectSchemaId = {
  name: 'select schema id',
  text: `
    select i.schema_id as "schemaId" from contexts x
    join schema_ids i on i.context_id = x.context_id
    where x.name = $1 and i.guid = $2 and i.current`,
}

const selectIds = {
  name: 'select ids',
  text: `
    select x.name as context, i.schema_id as "schemaId" from schema_ids i
    join contexts x on x.context_id = i.context_id
    where i.guid = $1 and i.current
    order by x.name, i.schema_id`,
}

const selectMaxId = {
  name: 'select max id',
  text: `
    select coalesce(pg_sequence_last_value(x.id_sequence), 0) as last
    from contexts x where x.name = $1`,
}
