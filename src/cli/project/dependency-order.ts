import { CommandError } from '../command.ts'
import type { ProjectSchema } from './project.ts'
import { referredSubject } from './referred-subject.ts'

/**
 * Puts schemas behind those they refer to.
 *
 * A reference with a version of its own points at the registry, not at a neighbour.
 *
 * @throws CommandError naming the files of a cycle
 */
export function inDependencyOrder(schemas: readonly ProjectSchema[]): readonly ProjectSchema[] {
  const bySubject = new Map(schemas.map((schema) => [schema.subject, schema]))
  const ordered: ProjectSchema[] = []
  const state = new Map<ProjectSchema, 'open' | 'done'>()
  const trail: ProjectSchema[] = []
  const visit = (schema: ProjectSchema): void => {
    if (state.get(schema) === 'done') return
    if (state.get(schema) === 'open') throw cycle(trail.slice(trail.indexOf(schema)), schema)
    state.set(schema, 'open')
    trail.push(schema)
    for (const neighbour of neighboursOf(schema, bySubject)) visit(neighbour)
    trail.pop()
    state.set(schema, 'done')
    ordered.push(schema)
  }
  for (const schema of schemas) visit(schema)
  return ordered
}

/** The schemas of the same project that one refers to. */
export function neighboursOf(
  schema: ProjectSchema,
  bySubject: ReadonlyMap<string, ProjectSchema>,
): readonly ProjectSchema[] {
  return schema.references.flatMap(({ subject, version }) => {
    const neighbour =
      version === undefined ? bySubject.get(referredSubject(schema.subject, subject)) : undefined
    return neighbour === undefined ? [] : [neighbour]
  })
}

function cycle(trail: readonly ProjectSchema[], back: ProjectSchema): CommandError {
  const files = [...trail, back].map(({ file }) => file)
  return new CommandError(
    `files refer to each other in a circle, which no registry accepts: ${files.join(' -> ')}`,
  )
}
