import { compatibilityLevels, parseCompatibilityLevel } from '../../model/compatibility-level.ts'
import { settingCommand } from '../setting-command.ts'

/** `concordat compat`: which changes a subject allows. */
export const compat = settingCommand({
  name: 'compat',
  sentence: 'Show or change the compatibility level of a subject, a context or everything.',
  value: 'LEVEL',
  values: Object.keys(compatibilityLevels),
  parse: parseCompatibilityLevel,
  help: `Levels: ${Object.keys(compatibilityLevels).join(', ')}.`,
  async get(registry, subject, inherited) {
    const config = await registry.getConfig(subject, inherited ? { defaultToGlobal: true } : {})
    return config.compatibilityLevel
  },
  async set(registry, subject, compatibility) {
    await registry.updateConfig({ compatibility }, subject)
  },
  async unset(registry, subject) {
    await registry.updateConfig({ compatibility: null }, subject)
  },
})
