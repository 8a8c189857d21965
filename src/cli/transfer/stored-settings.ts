import type { ConfigBody } from '../../rest/bodies.ts'
import type { SettingsClient } from '../settings-client.ts'
import { readSettings, settingsOf } from './read-registry.ts'
import type { SettingRecord } from './record.ts'

/** What a registry has set on one subject or context. */
export interface StoredSetting {
  readonly config?: ConfigBody
  readonly mode?: string
}

/** Looks one subject, context or, with `null`, everything up. */
export type StoredSettings = (subject: string | null) => Promise<StoredSetting>

/**
 * What a registry has set by now, exactly as stored where it lists that; else as it answers, with
 * defaults among it.
 *
 * @throws RequestError
 */
export async function readStoredSettings(registry: SettingsClient): Promise<StoredSettings> {
  if ((await registry.listSettings()) === undefined) {
    return async (subject) => toSetting(await settingsOf(registry, subject))
  }
  const stored = new Map<string | null, StoredSetting>()
  for await (const page of readSettings(registry)) {
    for (const record of page) {
      stored.set(record.subject, { ...stored.get(record.subject), ...toSetting([record]) })
    }
  }
  return async (subject) => stored.get(subject) ?? {}
}

function toSetting(records: readonly SettingRecord[]): StoredSetting {
  return Object.assign(
    {},
    ...records.map((one) => (one.kind === 'config' ? { config: one.config } : { mode: one.mode })),
  ) as StoredSetting
}
