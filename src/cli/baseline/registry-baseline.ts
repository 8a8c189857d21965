import type { ResolvedReference } from '../../formats/format.ts'
import type { RegistryClient } from '../../client/registry-client.ts'
import {
  compatibilityLevels,
  compatibilityPolicies,
  parseCompatibilityLevel,
  protobufRuleCategories,
  strictnesses,
} from '../../model/compatibility-level.ts'
import type { CompatibilityLevel } from '../../model/compatibility-level.ts'
import { isSchemaType } from '../../model/schema.ts'
import { parseSubject, printContext } from '../../model/subject.ts'
import type { ConfigBody, SubjectSchemaBody } from '../../rest/bodies.ts'
import { toMetadata } from '../metadata-body.ts'
import { readReferrers } from './read-referrers.ts'
import { indentJson } from '../print/indent-json.ts'
import { unlessMissing } from '../unless-missing.ts'
import type { NamedReference } from '../reference-flag.ts'
import type { ProjectSchema } from '../project/project.ts'
import { referredSubject } from '../project/referred-subject.ts'
import type { BaseVersion, Baseline, CheckSettings, History } from './baseline.ts'

/**
 * Holds a project against what is registered, at the level in force for each subject.
 *
 * @param level said on the command line; it goes before the project's, which goes before the
 *   registry's
 */
export function registryBaseline(
  registry: RegistryClient,
  level: CompatibilityLevel | undefined,
): Baseline {
  const inherited = new Map<string, Promise<ConfigBody>>()
  const configOf = async (subject: string): Promise<{ config: ConfigBody; source: string }> => {
    const own = await unlessMissing(registry.getConfig(subject))
    // What a subject does not say itself it inherits, member by member. Rest-api 3.9.
    if (own !== undefined) {
      const config = await registry.getConfig(subject, { defaultToGlobal: true })
      return { config, source: 'registry, subject' }
    }
    const context = printContext(parseSubject(subject).context)
    let config = inherited.get(context)
    if (config === undefined) {
      config = registry.getConfig(subject, { defaultToGlobal: true })
      inherited.set(context, config)
    }
    return { config: await config, source: 'registry, global' }
  }
  const historyOf = async (schema: ProjectSchema): Promise<History> => {
    const { config, source } = await configOf(schema.subject)
    const own = level ?? schema.settings.level
    const settings = settingsOf(schema, config, own)
    const levelSource =
      own === undefined ? source : level === undefined ? 'concordat.yaml' : '--level'
    const versions = await versionsFor(registry, schema, settings)
    return { settings, levelSource, offerConfig: config, versions }
  }
  return {
    name: 'registry',
    outside: (reference, of) => readOutside(registry, reference, of),
    historyOf,
    // A registry knows subjects, and not which files they had.
    vanished: async () => [],
    referrersOf: (schema, needs) => readReferrers(registry, schema, needs, historyOf),
  }
}

function settingsOf(
  { settings }: ProjectSchema,
  config: ConfigBody,
  own: CompatibilityLevel | undefined,
): CheckSettings {
  const policy = compatibilityPolicies.find((one) => one === config.compatibilityPolicy)
  const strictness = strictnesses.find((one) => one === config.strictness)
  const protobufRules = protobufRuleCategories.find((one) => one === config.protobufRules)
  return {
    level: own ?? parseCompatibilityLevel(config.compatibilityLevel ?? '') ?? 'BACKWARD',
    validateFields: config.validateFields ?? false,
    ...(policy === undefined ? {} : { policy }),
    ...(strictness === undefined ? {} : { strictness }),
    ...(protobufRules === undefined ? {} : { protobufRules }),
    ...(config.compatibilityGroup === undefined
      ? {}
      : { compatibilityGroup: config.compatibilityGroup }),
    ...settings,
    ...(own === undefined ? {} : { level: own }),
  }
}

/** The latest version always: whether anything changed is told by it, whatever the level. */
async function versionsFor(
  registry: RegistryClient,
  { subject }: ProjectSchema,
  settings: CheckSettings,
): Promise<History['versions']> {
  const needsAll =
    compatibilityLevels[settings.level].history === 'all' ||
    (settings.compatibilityGroup ?? '') !== ''
  if (!needsAll) {
    const latest = await unlessMissing(registry.getVersion(subject, 'latest'))
    return latest === undefined ? [] : [await toBase(registry, latest)]
  }
  const numbers = (await unlessMissing(registry.listVersions(subject))) ?? []
  return Promise.all(
    numbers.map(async (number) => toBase(registry, await registry.getVersion(subject, number))),
  )
}

/** A registered version, its text indented: places in a single line help nobody. */
async function toBase(registry: RegistryClient, body: SubjectSchemaBody): Promise<BaseVersion> {
  const type = body.schemaType ?? 'AVRO'
  const schemaType = isSchemaType(type) ? type : 'AVRO'
  const text = body.schema ?? ''
  return {
    name: `version ${body.version}`,
    annotations: { metadata: body.metadata, ruleSet: body.ruleSet },
    version: body.version,
    schemaId: body.id,
    input: {
      schemaType,
      schemaText: schemaType === 'PROTOBUF' ? text : indentJson(text),
      references: await registry.resolveReferences(
        body.references ?? [],
        parseSubject(body.subject ?? '').context,
      ),
      version: body.version,
      ...(body.metadata === undefined ? {} : { metadata: toMetadata(body.metadata) }),
    },
  }
}

async function readOutside(
  registry: RegistryClient,
  { name, subject: said, version }: NamedReference,
  of: ProjectSchema,
): Promise<readonly ResolvedReference[]> {
  const subject = referredSubject(of.subject, said)
  const number = version ?? (await registry.getVersion(subject, 'latest')).version
  return registry.resolveReferences([{ name, subject, version: number }])
}
