import type { ResolvedReference } from '../../formats/format.ts'
import type { NamedReference } from '../reference-flag.ts'
import { CommandError } from '../command.ts'
import type { ProjectSchema } from './project.ts'
import { referredSubject } from './referred-subject.ts'

/** Reads what lies outside of the project: one reference with all that it needs, itself last. */
export type OutsideReader = (
  reference: NamedReference,
  of: ProjectSchema,
) => Promise<readonly ResolvedReference[]>

/**
 * Everything that a schema needs, dependencies first: neighbours as they stand in the project, the
 * rest from outside.
 *
 * @param textOf the text of a neighbour; the project's own, or that of an older state
 * @throws CommandError, or what `outside` throws
 */
export async function closureOf(
  schema: ProjectSchema,
  bySubject: ReadonlyMap<string, ProjectSchema>,
  textOf: (neighbour: ProjectSchema) => string,
  outside: OutsideReader,
): Promise<readonly ResolvedReference[]> {
  const closure = new Map<string, ResolvedReference>()
  const visit = async (from: ProjectSchema): Promise<void> => {
    for (const reference of from.references) {
      if (closure.has(reference.name)) continue
      const subject = referredSubject(from.subject, reference.subject)
      const neighbour = reference.version === undefined ? bySubject.get(subject) : undefined
      if (neighbour === undefined) {
        for (const found of await outside(reference, from)) {
          if (!closure.has(found.name)) closure.set(found.name, found)
        }
        continue
      }
      await visit(neighbour)
      const { name } = reference
      closure.set(name, { name, subject, version: 0, schemaText: textOf(neighbour) })
    }
  }
  await visit(schema)
  return [...closure.values()]
}

/** For checks without a registry: what is not among the files is nowhere. */
export const nothingOutside: OutsideReader = ({ name, subject }, { file }) => {
  throw new CommandError(
    `${file}: '${name}' of subject '${subject}' is not among the files, and no registry is asked`,
  )
}
