import type { Config } from '../model/config.ts'
import type { Mode } from '../model/mode.ts'
import type { Page } from '../model/page.ts'
import { DEFAULT_CONTEXT, printSubject } from '../model/subject.ts'
import type { RegistryRoom } from './registry-room.ts'

/** What is set on a subject or context, as it is stored: nothing inherited, no defaults. */
export interface SettingsAnswer {
  /** As `/config/{subject}` and `/mode/{subject}` take it; `:.:` stands for everything. */
  readonly subject: string
  readonly config: Config | undefined
  readonly mode: Mode | undefined
}

/**
 * Lists everything that is set, by context, then subject.
 *
 * Ours: the protocol has no list of them, and a copy of a registry cannot guess which subjects
 * without versions, and which contexts, have settings.
 */
export async function listSettings(
  { store }: RegistryRoom,
  page: Page,
): Promise<readonly SettingsAnswer[]> {
  const records = await store.settings.list(page)
  return records.map(({ scope, config, mode }) => {
    const isEverything = scope.context === DEFAULT_CONTEXT && scope.subject === ''
    return { subject: isEverything ? ':.:' : printSubject(scope), config, mode }
  })
}
