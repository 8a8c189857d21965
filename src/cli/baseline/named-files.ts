import { dirname } from 'node:path'
import { CommandError } from '../command.ts'
import { shownPath } from '../project/find-files.ts'

/**
 * The files of subjects that an older project file names one by one: a file that was renamed since is
 * still that of its subject.
 *
 * @param file the project file, as it is found now
 * @param text what it was
 * @returns nothing for a text that cannot be read: who checks cannot mend it any more
 */
export async function namedFiles(file: string, text: string): Promise<ReadonlyMap<string, string>> {
  const { parseProjectFile } = await import('../project/project-file.ts')
  try {
    const { subjects } = parseProjectFile(file, text)
    return new Map(
      [...subjects].map(([subject, rule]) => [subject, shownPath(dirname(file), rule.file)]),
    )
  } catch (thrown) {
    if (thrown instanceof CommandError) return new Map()
    throw thrown
  }
}
