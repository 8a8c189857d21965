import { modes } from '../model/mode.ts'
import type { Mode } from '../model/mode.ts'
import type { EffectiveConfig } from '../model/config.ts'
import { fieldChecks } from './effective-config.ts'
import type { ParseRules } from './parse-schema.ts'
import type { RegistrySettings } from './registry-settings.ts'

/**
 * How an offer is read under the config and mode in force.
 *
 * @param normalize as asked for; the config can switch it on, nobody off
 * @see Rest-api 3.4, 3.5 E
 */
export function lenientRules(
  config: EffectiveConfig,
  mode: Mode,
  normalize: boolean,
  settings: RegistrySettings,
): ParseRules {
  const { checks } = modes[mode]
  const { validateFields } = fieldChecks(config, settings)
  return {
    mode: 'lenient',
    normalize: checks && (normalize || config.normalize === true),
    validation: checks
      ? { validateFields, strictness: config.strictness ?? 'reference' }
      : undefined,
  }
}

/** The same rules for a schema that is to be new: strict, unless an id is given or the config says no. */
export function newSchemaRules(
  rules: ParseRules,
  schemaId: number | undefined,
  config: EffectiveConfig,
  settings: RegistrySettings,
): ParseRules {
  const { validateNewSchemas } = fieldChecks(config, settings)
  return schemaId === undefined && validateNewSchemas ? { ...rules, mode: 'new' } : rules
}
