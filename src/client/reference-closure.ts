import type { ResolvedReference } from '../formats/format.ts'
import type { ReferenceBody, SubjectSchemaBody } from '../rest/bodies.ts'
import { SerdeError } from './serde-error.ts'

/** A pointer to another subject's version, as it stands in answers and requests. */
export type ReferencePointer = ReferenceBody

/** Dependencies before dependents, every name once. */
export type ReferenceClosure = readonly ResolvedReference[]

/** More references than any schema needs; a registry that gives more is not believed. */
const MAX_REFERENCES = 1000

/**
 * Reads everything that references lead to: siblings in parallel, each version once.
 *
 * @param read gives one referenced version
 * @throws SerdeError UNUSABLE_SCHEMA past 1000 references, or what `read` throws
 * @see Rest-api 3.10
 */
export async function resolveClosure(
  references: readonly ReferencePointer[],
  read: (reference: ReferencePointer) => Promise<SubjectSchemaBody>,
): Promise<ReferenceClosure> {
  if (references.length === 0) return []
  const bodies = new Map<string, SubjectSchemaBody>()
  const asked = new Set<string>()
  const fetchAll = async (pointers: readonly ReferencePointer[]): Promise<void> => {
    const fresh = pointers.filter((pointer) => !asked.has(keyOf(pointer)))
    for (const pointer of fresh) asked.add(keyOf(pointer))
    if (asked.size > MAX_REFERENCES) {
      throw new SerdeError('UNUSABLE_SCHEMA', `More than ${MAX_REFERENCES} references`)
    }
    await Promise.all(
      fresh.map(async (pointer) => {
        const body = await read(pointer)
        bodies.set(keyOf(pointer), body)
        await fetchAll(body.references ?? [])
      }),
    )
  }
  await fetchAll(references)
  return inOrder(references, bodies)
}

function inOrder(
  references: readonly ReferencePointer[],
  bodies: ReadonlyMap<string, SubjectSchemaBody>,
): ReferenceClosure {
  const closure: ResolvedReference[] = []
  const named = new Set<string>()
  const visit = (pointer: ReferencePointer): void => {
    if (named.has(pointer.name)) return
    named.add(pointer.name)
    const body = bodies.get(keyOf(pointer))
    for (const deeper of body?.references ?? []) visit(deeper)
    closure.push({ ...pointer, schemaText: body?.schema ?? '' })
  }
  for (const reference of references) visit(reference)
  return closure
}

function keyOf(pointer: ReferencePointer): string {
  return JSON.stringify([pointer.subject, pointer.version])
}
