import { modes, parseMode } from '../../model/mode.ts'
import { settingCommand } from '../setting-command.ts'

/** `concordat mode`: which writes a subject permits. */
export const mode = settingCommand({
  name: 'mode',
  sentence: 'Show or change the mode of a subject, a context or everything.',
  value: 'MODE',
  values: Object.keys(modes),
  parse: parseMode,
  help: `Modes: ${Object.keys(modes).join(', ')}. IMPORT needs --force where schemas are live.`,
  async get(registry, subject, inherited) {
    const answer = await registry.getMode(subject, inherited ? { defaultToGlobal: true } : {})
    return answer.mode ?? undefined
  },
  async set(registry, subject, value, force) {
    await registry.updateMode(value, subject, { force })
  },
  async unset(registry, subject) {
    await registry.deleteMode(subject)
  },
})
