import { access } from 'node:fs/promises'
import type { ResolvedReference } from '../../formats/format.ts'
import { schemaTypes } from '../../model/schema.ts'
import type { SchemaType } from '../../model/schema.ts'
import { parseSubject } from '../../model/subject.ts'
import { indentJson } from '../print/indent-json.ts'
import type { CommandInput } from '../command.ts'
import { CommandError } from '../command.ts'
import { choiceOption, versionOf } from '../option-values.ts'
import { readTextFile, typeOfFile } from '../schema-file.ts'
import { unlessMissing } from '../unless-missing.ts'

/** One of the two schemas of a comparison. */
export interface Side {
  /** As it is shown: a file, or `orders-value version 3`. */
  readonly name: string
  /** Absent: it is a file. */
  readonly subject?: string
  readonly schemaType: SchemaType
  readonly schemaText: string
  readonly references: readonly ResolvedReference[]
}

/**
 * Reads a file where there is one of that name, else `subject@version`.
 *
 * @throws CommandError, RequestError
 */
export async function readSide(name: string, options: CommandInput['options']): Promise<Side> {
  if (await isThere(name)) {
    const schemaType = typeOfFile(name, choiceOption(options, 'type', schemaTypes))
    return { name, schemaText: await readTextFile(name), schemaType, references: [] }
  }
  const { registryOf } = await import('../open-registry.ts')
  const registry = registryOf(options)
  const at = name.lastIndexOf('@')
  const subject = at < 0 ? name : name.slice(0, at)
  const version = versionOf(at < 0 ? 'latest' : name.slice(at + 1))
  const body = await unlessMissing(registry.getVersion(subject, version, { deleted: true }))
  if (body === undefined) throw new CommandError(nothingCalled(name, subject, version))
  const { toStoredSchema } = await import('../../client/stored-schema.ts')
  const { context } = parseSubject(body.subject ?? subject)
  const closure = await registry.resolveReferences(body.references ?? [], context)
  const stored = toStoredSchema(body, closure)
  const { schemaType, schemaText, references } = stored
  return {
    name: `${subject} version ${body.version}`,
    subject,
    schemaType,
    references,
    schemaText: schemaType === 'PROTOBUF' ? schemaText : indentJson(schemaText),
  }
}

function nothingCalled(name: string, subject: string, version: number | 'latest'): string {
  const missing = version === 'latest' ? 'subject' : `version ${version} of subject`
  return `there is no file '${name}', and the registry has no ${missing} '${subject}'`
}

async function isThere(file: string): Promise<boolean> {
  try {
    await access(file)
    return true
  } catch {
    return false
  }
}
