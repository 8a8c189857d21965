import { GLOBAL_CONTEXT, DEFAULT_CONTEXT } from '../model/subject.ts'
import type { Config, EffectiveConfig } from '../model/config.ts'
import type { ScopeState, SubjectState } from '../store/store.ts'
import type { RegistrySettings } from './registry-settings.ts'

/** Members that a record without them takes from the global record, in every context. */
const inheritedOneByOne = [
  'normalize',
  'validateFields',
  'validateNewSchemas',
  'validateRules',
  'compatibilityPolicy',
  'compatibilityGroup',
  'strictness',
  'protobufRules',
] as const satisfies readonly (keyof Config)[]

/** What is set on the subject itself; with an empty subject, on the context. */
export function ownConfig(state: SubjectState, scopes: ScopeState): Config | undefined {
  return state.name.subject === '' ? scopes.configs.get(state.name.context) : state.config
}

/**
 * The config that decides for a subject.
 *
 * A missing level is the server's default, never the level of a wider scope.
 *
 * @see Rest-api 3.9
 */
export function effectiveConfig(
  state: SubjectState,
  scopes: ScopeState,
  settings: RegistrySettings,
): EffectiveConfig {
  const own = ownConfig(state, scopes)
  const record =
    own === undefined
      ? (scopes.configs.get(state.name.context) ?? scopes.configs.get(GLOBAL_CONTEXT) ?? {})
      : { ...pick(scopes.configs.get(DEFAULT_CONTEXT) ?? {}), ...own }
  return {
    ...record,
    compatibilityLevel: record.compatibilityLevel ?? settings.compatibilityLevel,
  }
}

/** Members whose absence means a server default, filled in. Rest-api 4.1. */
export function fieldChecks(
  config: EffectiveConfig,
  settings: RegistrySettings,
): { readonly validateFields: boolean; readonly validateNewSchemas: boolean } {
  return {
    validateFields: config.validateFields ?? settings.validateFields,
    validateNewSchemas: config.validateNewSchemas ?? settings.validateNewSchemas,
  }
}

function pick(global: Config): Config {
  const entries = inheritedOneByOne.flatMap((member) =>
    global[member] === undefined ? [] : [[member, global[member]] as const],
  )
  return Object.fromEntries(entries) as Config
}
