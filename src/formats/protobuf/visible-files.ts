import type { FileNode, ImportNode } from './ast.ts'
import type { ProtobufSchema } from './protobuf-schema.ts'

/**
 * The files whose types a linked descriptor sees: the schema's own, what it imports, and what is
 * imported publicly from there on. What a registry reference brings without an import is not seen.
 *
 * @see Protobuf Language Guide, "Importing Definitions"
 */
export function visibleFilesOf({ file, dependencies }: ProtobufSchema): ReadonlySet<FileNode> {
  const visible = new Set([file])
  const queue = importsOfTypes(file)
  for (let next = 0; next < queue.length; next++) {
    const found = dependencies.get(queue[next]?.path ?? '')?.file
    if (found === undefined || visible.has(found)) continue
    visible.add(found)
    queue.push(...importsOfTypes(found).filter(({ modifier }) => modifier === 'public'))
  }
  return visible
}

/** The first import that nothing resolves; weak ones need not be there. */
export function missingImport({ file, dependencies }: ProtobufSchema): ImportNode | undefined {
  return file.imports.find(({ path, modifier }) => modifier !== 'weak' && !dependencies.has(path))
}

function importsOfTypes(file: FileNode): ImportNode[] {
  return file.imports.filter(({ modifier }) => modifier !== 'weak' && modifier !== 'option')
}
