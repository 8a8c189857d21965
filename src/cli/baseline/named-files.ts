import { dirname, relative } from 'node:path'
import { CommandError } from '../command.ts'
import { globPattern, shownPath } from '../project/find-files.ts'
import type { ProjectFile } from '../project/project-file.ts'
import { subjectOfPattern } from '../project/subject-pattern.ts'
import { schemaTypeOf } from '../schema-file.ts'

/**
 * Reads an older project file.
 *
 * @returns nothing for a text that cannot be read: who checks cannot mend it any more
 */
export async function olderProjectFile(
  file: string,
  text: string,
): Promise<ProjectFile | undefined> {
  const { parseProjectFile } = await import('../project/project-file.ts')
  return unlessRefused(() => parseProjectFile(file, text))
}

/** The files of subjects that a project file names one by one. */
export function namedFiles(file: string, { subjects }: ProjectFile): Map<string, string> {
  const folder = dirname(file)
  return new Map([...subjects].map(([subject, rule]) => [subject, shownPath(folder, rule.file)]))
}

/** The files of subjects that a project file names by patterns, of those that were there. */
export function matchedFiles(
  projectFile: string,
  { files }: ProjectFile,
  texts: ReadonlyMap<string, string>,
): Map<string, string> {
  const globs = files.map(({ glob, ...rule }) => ({ ...rule, pattern: globPattern(glob) }))
  const found = new Map<string, string>()
  for (const [file, schemaText] of texts) {
    const path = relative(dirname(projectFile), file).replaceAll('\\', '/')
    const rule = globs.find(({ pattern }) => pattern.test(path))
    const schemaType = rule?.type ?? schemaTypeOf(file)
    if (rule === undefined || schemaType === undefined) continue
    const schema = { path, file, schemaType, schemaText }
    const subject = unlessRefused(() => subjectOfPattern(rule.subject, schema))
    if (subject !== undefined) found.set(subject, file)
  }
  return found
}

function unlessRefused<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch (thrown) {
    if (thrown instanceof CommandError) return undefined
    throw thrown
  }
}
