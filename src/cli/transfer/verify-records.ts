import type { SettingsClient } from '../settings-client.ts'
import { readAssociations } from './associations.ts'
import { readPresent } from './present.ts'
import { readSettings } from './read-registry.ts'
import { contentDigest, stableJson, versionKey } from './record.ts'
import type { AssociationRecord, SettingRecord, TransferRecord } from './record.ts'

/** One thing in which a copy is not what it should be. */
export interface CopyDifference {
  readonly kind: 'missing' | 'different' | 'deletion' | 'extra' | 'setting' | 'association'
  readonly message: string
}

/** What a comparison came to. */
export interface VerifySummary {
  readonly schemas: number
  readonly settings: number
  readonly associations: number
  readonly differences: readonly CopyDifference[]
}

/**
 * Compares records with what a registry holds: ids, numbers, texts, references, metadata, rules,
 * deletions, configs, modes and associations.
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
  const associations = new Map<string, AssociationRecord>()
  let schemas = 0
  for await (const record of records) {
    if (record.kind === 'association') {
      associations.set(associationKey(record), record)
      continue
    }
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
  differences.push(...(await associationDifferences(registry, associations)))
  return { schemas, settings: settings.size, associations: associations.size, differences }
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

async function associationDifferences(
  registry: SettingsClient,
  expected: ReadonlyMap<string, AssociationRecord>,
): Promise<readonly CopyDifference[]> {
  const found = new Map<string, AssociationRecord>()
  for await (const page of readAssociations(registry)) {
    for (const record of page) found.set(associationKey(record), record)
  }
  return [...new Set([...expected.keys(), ...found.keys()])].flatMap((key) => {
    const [before, after] = [expected.get(key), found.get(key)]
    if (stableJson(before) === stableJson(after)) return []
    const state =
      after === undefined ? 'is missing' : before === undefined ? 'is in the copy only' : 'differs'
    return [{ kind: 'association', message: `${key} ${state}` }]
  })
}

/** A resource has one of each type. */
function associationKey(record: AssociationRecord): string {
  const { resourceNamespace, resourceName, resourceId, resourceType, associationType } = record
  return `the ${associationType} association of ${resourceType} ${resourceNamespace}/${resourceName} (${resourceId})`
}

function settingKey({ kind, subject }: SettingRecord): string {
  return subject === null ? `the global ${kind}` : `the ${kind} of ${subject}`
}

function valueOf(record: SettingRecord): string {
  return record.kind === 'mode' ? record.mode : stableJson(record.config)
}
