import { isRegistryError } from '../../errors/registry-error.ts'
import type { ConfigJson, MetadataJson } from './content-json.ts'
import { decodeConfig, decodeMetadata, encodeConfig, encodeMetadata } from './content-json.ts'
import type { Database } from './database.ts'
import { createSealer } from './sealer.ts'
import type { Sealer } from './sealer.ts'

/** A table with sealed values in one of its columns. */
interface SealedColumn<Json> {
  readonly key: string
  readonly table: string
  readonly column: string
  readonly reseal: (json: Json, opener: Sealer, sealer: Sealer) => Json
}

const contents: SealedColumn<MetadataJson> = {
  key: 'guid',
  table: 'contents',
  column: 'metadata',
  reseal: (json, opener, sealer) => encodeMetadata(decodeMetadata(json, opener), sealer),
}

const configs: SealedColumn<ConfigJson> = {
  key: 'subject_id',
  table: 'configs',
  column: 'config',
  reseal: (json, opener, sealer) => encodeConfig(decodeConfig(json, opener), sealer),
}

/** Rows read at once. */
const BATCH = 500

interface Row<Json> {
  readonly key: string
  readonly json: Json
  /** The same, as it is stored. */
  readonly text: string
}

/**
 * Seals with the secret what the old one sealed, so that the old one can be thrown away.
 *
 * May be broken off, and done by several at once. What neither secret opens stays as it is, and so
 * does the log of changes, which nobody rewrites.
 *
 * @see Rest-api 4.1, `metadata.encoder.old.secret`; Appendix B, "Misc"
 */
export async function resealMetadata(
  database: Database,
  secret: string,
  oldSecret: string,
): Promise<void> {
  const sealer = createSealer(secret)
  const opener = createSealer(secret, oldSecret)
  await resealColumn(database, contents, opener, sealer)
  await resealColumn(database, configs, opener, sealer)
}

async function resealColumn<Json>(
  database: Database,
  { key, table, column, reseal }: SealedColumn<Json>,
  opener: Sealer,
  sealer: Sealer,
): Promise<void> {
  const select = `
    select t.${key}::text as key, t.${column} as json, t.${column}::text as text from ${table} t
    where t.${column}::text like '%"sealed":%' and ($1::text is null or t.${key}::text > $1)
    order by t.${key}::text limit ${BATCH}`
  const update = `
    update ${table} t set ${column} = $3::json
    where t.${key}::text = $1 and t.${column}::text = $2`
  let rows: readonly Row<Json>[]
  let last: string | null = null
  do {
    rows = await database.query<Row<Json>>({ text: select }, [last])
    for (const { key: at, json, text } of rows) {
      last = at
      if (resealed(json, reseal, sealer, sealer) !== undefined) continue
      const fresh = resealed(json, reseal, opener, sealer)
      if (fresh === undefined) continue
      await database.query({ text: update }, [at, text, JSON.stringify(fresh)])
    }
  } while (rows.length === BATCH)
}

/** `undefined`: not all of it opens. */
function resealed<Json>(
  json: Json,
  reseal: SealedColumn<Json>['reseal'],
  opener: Sealer,
  sealer: Sealer,
): Json | undefined {
  try {
    return reseal(json, opener, sealer)
  } catch (thrown) {
    if (isRegistryError(thrown, 'METADATA_NOT_READ')) return undefined
    throw thrown
  }
}
