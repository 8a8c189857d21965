import type { SettingsClient } from '../settings-client.ts'
import { readPresent } from './present.ts'
import { readSettings } from './read-registry.ts'
import { contentDigest, stableJson, versionKey } from './record.ts'
import type { SettingRecord, TransferRecord } from './record.ts'

/** One thing in which a copy is not what it should be. */
export interface CopyDifference {
  readonly kind: 'missing' | 'different' | 'deletion' | 'extra' | 'setting'
  readonly message: string
}

/** What a comparison came to. */
export interface VerifySummary {
  readonly schemas: number
  readonly settings: number
  readonly differences: readonly CopyDifference[]
}

/**
 * Compares records with what a registry holds: ids, numbers, texts, references, metadata, rules,
 * deletions, configs and modes.
 *
 * @throws RequestError
 */
export async function verifyRecords(
  registry: SettingsClient,
  records: AsyncIterable<TransferRecord>,
): Promise<VerifySummary> {
  const present = await readPresent(registry)
  const differences: CopyDifference[] = []
  const settings = new Map<string, SettingRecord>()
  let schemas = 0
  for await (const record of records) {
    if (record.kind !== 'schema') {
      settings.set(settingKey(record), record)
      continue
    }
    schemas += 1
    const key = versionKey(record)
    const there = present.get(key)
    present.delete(key)
    const name = `${record.subject} version ${record.version}`
    if (there === undefined) {
      differences.push({ kind: 'missing', message: `${name} (id ${record.id}) is missing` })
    } else if (there.digest !== contentDigest(record)) {
      differences.push({ kind: 'different', message: `${name} has another id or content` })
    } else if (there.deleted !== (record.deleted === true)) {
      const state = there.deleted ? 'soft-deleted in the copy only' : 'live in the copy only'
      differences.push({ kind: 'deletion', message: `${name} is ${state}` })
    }
  }
  for (const key of present.keys()) {
    const at = key.indexOf(' ')
    const name = `${key.slice(at + 1)} version ${key.slice(0, at)}`
    differences.push({ kind: 'extra', message: `${name} is in the copy only` })
  }
  differences.push(...(await settingDifferences(registry, settings)))
  return { schemas, settings: settings.size, differences }
}

async function settingDifferences(
  registry: SettingsClient,
  expected: ReadonlyMap<string, SettingRecord>,
): Promise<readonly CopyDifference[]> {
  const found = new Map<string, SettingRecord>()
  for await (const page of readSettings(registry)) {
    for (const record of page) found.set(settingKey(record), record)
  }
  return [...new Set([...expected.keys(), ...found.keys()])].flatMap((key) => {
    const [before, after] = [expected.get(key), found.get(key)].map((one) => one && valueOf(one))
    return before === after
      ? []
      : [{ kind: 'setting', message: `${key} is ${after ?? 'not set'}, not ${before ?? 'unset'}` }]
  })
}

function settingKey({ kind, subject }: SettingRecord): string {
  return subject === null ? `the global ${kind}` : `the ${kind} of ${subject}`
}

function valueOf(record: SettingRecord): string {
  return record.kind === 'mode' ? record.mode : stableJson(record.config)
}
