import { basename } from 'node:path'
import { FileError, withoutExtension } from '../schema-file.ts'
import type { ProjectSchema } from './project.ts'
import { recordNameIn } from './record-name.ts'

/**
 * The subject that a pattern of a project file gives to a file.
 *
 * @throws FileError when it asks for a record name and there is none
 */
export function subjectOfPattern(
  pattern: string,
  schema: Pick<ProjectSchema, 'path' | 'file' | 'schemaType' | 'schemaText'>,
): string {
  const path = withoutExtension(schema.path)
  return pattern.replaceAll(/\{(path|name|record)\}/g, (_, word: string) => {
    if (word === 'path') return path
    if (word === 'name') return basename(path)
    const name = recordNameIn(schema.schemaType, schema.schemaText)
    if (name === undefined) throw new FileError(schema.file, 'no record name for its subject')
    return name
  })
}
