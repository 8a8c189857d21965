import type { FileNode } from './ast.ts'
import { checkDescriptor } from './descriptor-check.ts'
import { decodeFileDescriptor, encodeFileDescriptor } from './descriptor/codec.ts'
import type { FileDescriptor } from './descriptor/codec.ts'
import { extensionTableOf } from './descriptor/decode-custom-option.ts'
import { readFile } from './descriptor/read-file.ts'
import { writeFile } from './descriptor/write-file.ts'
import type { ProtobufSchema } from './protobuf-schema.ts'
import { scopeOf } from './scope.ts'

/**
 * A schema as base64 of its `FileDescriptorProto`.
 *
 * @throws SchemaFault when no descriptor can be built: types that do not resolve, clashing numbers
 * @see Protobuf 7, `serialized`
 */
export function serializedText(parsed: ProtobufSchema): string {
  checkDescriptor(parsed)
  return Buffer.from(encodeFileDescriptor(writeFile(parsed))).toString('base64')
}

/**
 * The descriptor that a base64 text holds.
 *
 * @returns `undefined` for anything but strict base64 of a `FileDescriptorProto`, for a
 *   `FileDescriptorSet` too
 * @see Protobuf 2
 */
export function descriptorOf(text: string): FileDescriptor | undefined {
  if (text.length % 4 !== 0 || !/^[A-Za-z0-9+/]+={0,2}$/.test(text)) return undefined
  const bytes = Buffer.from(text, 'base64')
  if (bytes.toString('base64') !== text) return undefined
  try {
    const file = decodeFileDescriptor(bytes)
    return isDescriptor(file) ? file : undefined
  } catch (error) {
    // protobufjs throws plain errors and range errors on bytes that are no message.
    if (error instanceof Error) return undefined
    throw error
  }
}

/** Bytes of another message often read as a file, too: one with a strange name, or with nothing in it. */
function isDescriptor(file: FileDescriptor): boolean {
  // oxlint-disable-next-line no-control-regex -- control characters are what must be found
  if (/[\x00-\x1f\ufffd]/.test(file.name ?? '')) return false
  const unknowns: unknown = Reflect.get(file, '$unknowns')
  const said = [file.package, file.syntax, file.messageType, file.enumType, file.service]
  const isSaid = said.some((part) => part !== undefined && part.length > 0)
  return isSaid || !Array.isArray(unknowns) || unknowns.length === 0
}

/** The tree of a descriptor, without options that only extensions know. */
export function fileOfDescriptor(descriptor: FileDescriptor): FileNode {
  return readFile(descriptor, undefined)
}

/** The tree of a descriptor, custom options included, once its imports are bound. */
export function boundFileOfDescriptor(
  descriptor: FileDescriptor,
  dependencies: ProtobufSchema['dependencies'],
): FileNode {
  const file = fileOfDescriptor(descriptor)
  const unbound = { file, canonicalText: '', sourceText: undefined, dependencies }
  return readFile(descriptor, extensionTableOf(scopeOf(unbound)))
}
