import type { ResolvedReference } from '../format.ts'
import type { FileNode } from './ast.ts'
import { boundFileOfDescriptor, descriptorOf, fileOfDescriptor } from './descriptor.ts'
import type { FileDescriptor } from './descriptor/codec.ts'
import { parseFile } from './parse.ts'
import { LOCAL_ORIGIN } from './protobuf-schema.ts'
import type { Dependency, ProtobufSchema } from './protobuf-schema.ts'
import { SchemaFault } from '../schema-fault.ts'
import { bundledFile } from './well-known.ts'

/** The import paths a file names, weak ones left out. Protobuf 3. */
export function importPaths(file: FileNode): readonly string[] {
  return file.imports.filter((one) => one.modifier !== 'weak').map((one) => one.path)
}

/**
 * Reads a text or, where it is none, a base64 descriptor, and binds its imports.
 *
 * @throws SchemaFault of the text parser when it is neither
 * @see Protobuf 2
 */
export function readSchema(
  text: string,
  references: readonly ResolvedReference[],
): Omit<ProtobufSchema, 'canonicalText'> {
  const content = readContent(text)
  if ('file' in content) {
    const { file } = content
    return { file, sourceText: text, dependencies: bindImports(file, references) }
  }
  const dependencies = bindImports(fileOfDescriptor(content.descriptor), references)
  const file = boundFileOfDescriptor(content.descriptor, dependencies)
  return { file, sourceText: undefined, dependencies }
}

/** What a text holds: a file, or a descriptor of one. */
function readContent(
  text: string,
): { readonly file: FileNode } | { readonly descriptor: FileDescriptor } {
  try {
    return { file: parseFile(text) }
  } catch (fault) {
    if (!(fault instanceof SchemaFault)) throw fault
    const descriptor = descriptorOf(text)
    if (descriptor === undefined) throw fault
    return { descriptor }
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
    const content = readContent(reference.schemaText)
    const file = 'file' in content ? content.file : fileOfDescriptor(content.descriptor)
    return { path, file, origin: `${reference.version} ${reference.subject}` }
  }
  const file = bundledFile(path)
  return file === undefined ? undefined : { path, file, origin: LOCAL_ORIGIN }
}
