import { beginCheck } from '../compatibility/check.ts'
import type { CheckedVersion, CheckSettings, Verdict } from '../compatibility/check.ts'
import { inSameGroup, versionsToCompare } from '../compatibility/pairs.ts'
import type { ParsedSchema } from '../formats/parsed-schema.ts'
import type { EffectiveConfig } from '../model/config.ts'
import type { Metadata } from '../model/metadata.ts'
import type { VersionRecord } from '../model/version-record.ts'
import type { SchemaContent } from '../model/schema.ts'
import type { QualifiedSubject } from '../model/subject.ts'
import { fieldChecks } from './effective-config.ts'
import { readStoredContent } from './find-version.ts'
import { refusingFaults } from './parse-schema.ts'
import type { RegistryRoom } from './registry-room.ts'

/** A candidate as the check sees it. */
export interface Judged {
  readonly schema: ParsedSchema
  readonly content: SchemaContent
}

/**
 * Checks a candidate against versions of a subject, reading no more of them than the level asks for.
 *
 * @param history live versions, ascending
 * @throws RegistryError INVALID_SCHEMA when a version cannot be compared at all
 * @see Compatibility 4
 */
export async function judgeCandidate(
  room: RegistryRoom,
  name: QualifiedSubject,
  { schema, content }: Judged,
  history: readonly VersionRecord[],
  config: EffectiveConfig,
): Promise<Verdict> {
  const settings = checkSettings(room, config)
  const { metadata } = content
  const latest = settings.validateFields ? history.at(-1) : undefined
  const reserved = latest && (await readStoredContent(room, latest.guid)).content.metadata
  const check = beginCheck({ schema, metadata }, reserved, settings)
  const peers = await choosePeers(room, metadata, history, config.compatibilityGroup ?? '')

  const stint = room.turns.begin()
  for (const record of versionsToCompare(settings.level, peers)) {
    const version = await readVersion(room, name, record)
    const compare = (): boolean => check.compareWith(version)
    if (!(await stint.step(() => refusingFaults(content.schemaType, compare)))) break
  }
  return check.verdict()
}

/** The versions that the candidate has to get along with. */
async function choosePeers(
  room: RegistryRoom,
  metadata: Metadata | undefined,
  history: readonly VersionRecord[],
  group: string,
): Promise<readonly VersionRecord[]> {
  if (group === '') return history
  const peers: VersionRecord[] = []
  for (const record of history) {
    const stored = await readStoredContent(room, record.guid)
    if (inSameGroup(group, metadata, stored.content.metadata)) peers.push(record)
  }
  return peers
}

async function readVersion(
  room: RegistryRoom,
  name: QualifiedSubject,
  { guid, version }: VersionRecord,
): Promise<CheckedVersion> {
  const stored = await readStoredContent(room, guid)
  const schema = await room.schemas.parseStored(name.context, stored)
  const { schemaText, metadata } = stored.content
  return { schema, version, canonicalText: schemaText, metadata }
}

function checkSettings(room: RegistryRoom, config: EffectiveConfig): CheckSettings {
  return {
    level: config.compatibilityLevel,
    policy: config.compatibilityPolicy ?? 'STRICT',
    strictness: config.strictness ?? 'reference',
    validateFields: fieldChecks(config, room.settings).validateFields,
    protobufRules: config.protobufRules,
  }
}
