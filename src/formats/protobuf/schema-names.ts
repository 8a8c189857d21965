import { enumsOf, messagesOf } from './ast.ts'
import type { FileNode } from './ast.ts'
import type { ProtobufSchema } from './protobuf-schema.ts'
import { qualified } from './scope.ts'

/**
 * The name that record-name strategies use: the first message, else the first enum, else that of a
 * publicly imported file.
 *
 * @see Protobuf 4, "Record name"
 */
export function recordNameOf({ file, dependencies }: ProtobufSchema): string | undefined {
  const visited = new Set<FileNode>()
  const queue: FileNode[] = [file]
  for (const next of queue) {
    if (visited.has(next)) continue
    visited.add(next)
    const [first] = [...messagesOf(next.declarations), ...enumsOf(next.declarations)]
    if (first !== undefined) return qualified(next.packageName ?? '', first.name)
    for (const { modifier, path } of next.imports) {
      const imported = modifier === 'public' ? dependencies.get(path)?.file : undefined
      if (imported !== undefined) queue.push(imported)
    }
  }
  return undefined
}

/** The fields of all top-level messages, members of oneofs included. Compatibility 5. */
export function topLevelFieldNames({ file }: ProtobufSchema): readonly string[] {
  return messagesOf(file.declarations).flatMap(({ fields, oneofs }) => [
    ...fields.map(({ name }) => name),
    ...oneofs.flatMap((oneof) => oneof.fields.map(({ name }) => name)),
  ])
}
