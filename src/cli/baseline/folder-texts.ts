import { join } from 'node:path'
import { CommandError } from '../command.ts'
import { isFolder } from '../project/find-files.ts'
import type { ProjectSchema } from '../project/project.ts'
import { readTextFile } from '../schema-file.ts'
import type { OldTexts } from './file-baseline.ts'

/**
 * Reads older texts from a folder of the same layout, or from one file for one file.
 *
 * @throws CommandError
 */
export async function readFolderTexts(
  against: string,
  schemas: readonly ProjectSchema[],
): Promise<OldTexts> {
  const inFolder = await isFolder(against)
  const selected = schemas.filter((schema) => schema.selected)
  if (!inFolder && selected.length !== 1) {
    throw new CommandError(`${against} is one file, but ${selected.length} are checked`)
  }
  const nameOf = ({ path }: ProjectSchema): string => (inFolder ? join(against, path) : against)
  const texts = new Map(
    await Promise.all(
      (inFolder ? schemas : selected).map(
        async (schema) => [schema.subject, await readIfThere(nameOf(schema))] as const,
      ),
    ),
  )
  return { name: against, nameOf, textOf: ({ subject }) => texts.get(subject) }
}

async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readTextFile(file)
  } catch (thrown) {
    const cause = thrown instanceof CommandError ? thrown.cause : undefined
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return undefined
    throw thrown
  }
}
