import { join } from 'node:path'
import { CommandError } from '../command.ts'
import { findSchemaFiles, isFolder } from '../project/find-files.ts'
import type { Project, ProjectSchema } from '../project/project.ts'
import { readTextFile, schemaTypeOf } from '../schema-file.ts'
import type { VanishedFile } from './baseline.ts'
import type { OldTexts } from './file-baseline.ts'

/**
 * Reads older texts from a folder of the same layout, or from one file for one file.
 *
 * @throws CommandError
 */
export async function readFolderTexts(
  against: string,
  { schemas, folders, unreadable }: Project,
): Promise<OldTexts> {
  const inFolder = await isFolder(against)
  const selected = schemas.filter((schema) => schema.selected)
  const count = selected.length + unreadable.length
  if (!inFolder && count !== 1) {
    throw new CommandError(`${against} is one file, but ${count} are checked`)
  }
  const nameOf = ({ path }: ProjectSchema): string => (inFolder ? join(against, path) : against)
  const texts = new Map(
    await Promise.all(
      (inFolder ? schemas : selected).map(
        async (schema) => [schema.subject, await readIfThere(nameOf(schema))] as const,
      ),
    ),
  )
  const vanished = async (): Promise<readonly VanishedFile[]> => {
    if (!inFolder) return []
    const known = new Set([...schemas, ...unreadable].map(({ path }) => path))
    const gone = (await findSchemaFiles(against)).filter(
      (path) =>
        schemaTypeOf(path) === 'PROTOBUF' &&
        !known.has(path) &&
        folders.some(({ covers }) => covers(path)),
    )
    return Promise.all(
      gone.map(async (path) => {
        const name = join(against, path)
        return { name, path, schemaText: await readTextFile(name) }
      }),
    )
  }
  return { name: against, nameOf, textOf: ({ subject }) => texts.get(subject), vanished }
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
