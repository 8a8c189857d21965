import type { RegistryClient } from '../../client/registry-client.ts'
import { CommandError, exitCodes } from '../command.ts'
import { stableJson } from '../transfer/record.ts'
import type { Interruption } from '../transfer/interruption.ts'
import { referredSubject } from '../project/referred-subject.ts'
import { unlessMissing } from '../unless-missing.ts'
import { findContent } from './find-content.ts'
import type { Plan, PlanEntry, PlannedConfig, PlannedReference } from './plan.ts'
import { statedMembers } from './stated-config.ts'

/** What became of one entry. */
export interface AppliedEntry {
  readonly subject: string
  readonly action: PlanEntry['action'] | 'done-before'
  readonly version: number
  readonly schemaId: number
  readonly configChanged: boolean
}

/**
 * Carries a plan out, dependencies first. A plan that was carried out in part is gone on with.
 *
 * @param applied called after each entry, when it stands
 * @throws CommandError before the first write when the registry has moved on, or when interrupted
 * @throws RequestError
 */
export async function applyPlan(
  registry: RegistryClient,
  plan: Plan,
  interruption: Interruption,
  applied: (entry: AppliedEntry) => void,
): Promise<void> {
  const refused = plan.entries.find(({ action }) => action === 'refused')
  if (refused !== undefined) {
    const { subject, file, refusal } = refused
    throw new CommandError(
      refusal === undefined
        ? `${subject} (${file}) is refused; nothing was changed. check says why`
        : `${subject} (${file}) is refused, for ${refusal}; nothing was changed`,
      exitCodes.found,
    )
  }
  await refuseOutrun(registry, plan)
  const versions = new Map<string, number>()
  for (const [index, entry] of plan.entries.entries()) {
    if (interruption.isAsked()) {
      throw new CommandError(
        `stopped after ${index} of ${plan.entries.length}. The same command goes on`,
        exitCodes.failed,
      )
    }
    const result = await applyEntry(registry, entry, versions)
    versions.set(entry.subject, result.version)
    applied(result)
  }
}

async function applyEntry(
  registry: RegistryClient,
  entry: PlanEntry,
  versions: ReadonlyMap<string, number>,
): Promise<AppliedEntry> {
  const { subject, schema, schemaType, metadata, ruleSet, normalize, config, action } = entry
  const configChanged = config !== undefined && (await changeConfig(registry, subject, config.to))
  const references = entry.references.map((one) => pinned(one, subject, versions))
  const there = await findContent(registry, entry, references)
  if (there !== undefined) {
    const { version, id } = there
    const done = action === 'unchanged' ? action : 'done-before'
    return { subject, action: done, version, schemaId: id, configChanged }
  }
  const answer = await registry.register(
    subject,
    {
      schema,
      schemaType,
      references,
      ...(metadata === undefined ? {} : { metadata }),
      ...(ruleSet === undefined ? {} : { ruleSet }),
    },
    { normalize },
  )
  const version = answer.version ?? (await registry.getVersion(subject, 'latest')).version
  return { subject, action, version, schemaId: answer.id, configChanged }
}

/** @returns whether there was anything to change */
async function changeConfig(
  registry: RegistryClient,
  subject: string,
  to: PlannedConfig,
): Promise<boolean> {
  const current = (await unlessMissing(registry.getConfig(subject))) ?? {}
  if (stableJson(statedMembers(current, to)) === stableJson(to)) return false
  const { compatibilityLevel, ...rest } = to
  const level = compatibilityLevel === undefined ? {} : { compatibility: compatibilityLevel }
  await registry.updateConfig({ ...rest, ...level }, subject)
  return true
}

function pinned(
  { name, subject, version }: PlannedReference,
  referrer: string,
  versions: ReadonlyMap<string, number>,
): Required<PlannedReference> {
  const number = version ?? versions.get(referredSubject(referrer, subject))
  if (number !== undefined) return { name, subject, version: number }
  throw new CommandError(`the plan refers to '${subject}' before it plans it`)
}

/**
 * Looks at every subject before the first write. One that has moved is fine when this very plan has
 * moved it.
 */
async function refuseOutrun(registry: RegistryClient, { entries }: Plan): Promise<void> {
  const ours = new Map<string, number>()
  for (const entry of entries) {
    const { subject, base, config } = entry
    const latest = await unlessMissing(registry.getVersion(subject, 'latest'))
    const now = latest?.version ?? 0
    const references = entry.references.map((one) => {
      const version = one.version ?? ours.get(referredSubject(subject, one.subject))
      return { ...one, ...(version === undefined ? {} : { version }) }
    })
    const there = await findContent(registry, entry, references)
    if (there !== undefined) ours.set(subject, there.version)
    if (now !== base && there?.version !== now) {
      throw outrun(
        `${subject} is at ${versionName(now)}, the plan was made at ${versionName(base)}`,
      )
    }
    if (config === undefined) continue
    const current = (await unlessMissing(registry.getConfig(subject))) ?? {}
    const stated = stableJson(statedMembers(current, config.to))
    if (stated !== stableJson(config.from) && stated !== stableJson(config.to)) {
      throw outrun(`the config of ${subject} is ${stated} now`)
    }
  }
}

function versionName(version: number): string {
  return version === 0 ? 'no version' : `version ${version}`
}

function outrun(what: string): CommandError {
  return new CommandError(
    `the registry has moved on: ${what}. Nothing was changed; plan again`,
    exitCodes.found,
  )
}
