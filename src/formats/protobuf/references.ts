import type { ResolvedReference } from '../format.ts'
import type { FileNode } from './ast.ts'
import { fileFromDescriptorText } from './descriptor.ts'
import { parseFile } from './parse.ts'
import { LOCAL_ORIGIN } from './protobuf-schema.ts'
import type { Dependency } from './protobuf-schema.ts'
import { SchemaFault } from '../schema-fault.ts'
import { bundledFile } from './well-known.ts'

/** The import paths a file names, weak ones left out. Protobuf 3. */
export function importPaths(file: FileNode): readonly string[] {
  return file.imports.filter((one) => one.modifier !== 'weak').map((one) => one.path)
}

/**
 * Reads a text or, where it is none, a base64 descriptor.
 *
 * @throws SchemaFault of the text parser when both fail
 * @see Protobuf 2
 */
export function readFile(text: string): { file: FileNode; isText: boolean } {
  try {
    return { file: parseFile(text), isText: true }
  } catch (fault) {
    if (!(fault instanceof SchemaFault)) throw fault
    const file = fileFromDescriptorText(text)
    if (file === undefined) throw fault
    return { file, isText: false }
  }
}

/**
 * Binds the imports of a file, and theirs, to references and bundled files.
 *
 * References come before bundled files of the same path. What nothing resolves is left out: it is
 * only missed when a type is.
 *
 * @throws SchemaFault when a referenced text is no Protobuf
 */
export function bindImports(
  file: FileNode,
  references: readonly ResolvedReference[],
): ReadonlyMap<string, Dependency> {
  const byName = new Map(references.map((reference) => [reference.name, reference]))
  const bound = new Map<string, Dependency>()
  const queue = [...importPaths(file), ...byName.keys()]
  for (let next = 0; next < queue.length; next++) {
    const path = queue[next]
    if (path === undefined || bound.has(path)) continue
    const found = findFile(path, byName)
    if (found === undefined) continue
    bound.set(path, found)
    queue.push(...importPaths(found.file))
  }
  return bound
}

function findFile(
  path: string,
  byName: ReadonlyMap<string, ResolvedReference>,
): Dependency | undefined {
  const reference = byName.get(path)
  if (reference !== undefined) {
    const { file } = readFile(reference.schemaText)
    return { path, file, origin: `${reference.version} ${reference.subject}` }
  }
  const file = bundledFile(path)
  return file === undefined ? undefined : { path, file, origin: LOCAL_ORIGIN }
}
