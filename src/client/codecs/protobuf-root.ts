import protobuf from 'protobufjs'
import { printFile } from '../../formats/protobuf/canonical.ts'
import { messageIndexes, messageNameAt } from '../../formats/protobuf/message-indexes.ts'
import type { ProtobufSchema } from '../../formats/protobuf/protobuf-schema.ts'
import { importPaths, readSchema } from '../../formats/protobuf/references.ts'
import { scopeOf } from '../../formats/protobuf/scope.ts'
import type { ScopeNode } from '../../formats/protobuf/scope.ts'
import { SerdeError } from '../serde-error.ts'
import type { StoredSchema } from '../stored-schema.ts'
import { toPlainFile } from './protobuf-plain-file.ts'

/** A Protobuf schema, ready to encode with: our own reading of the file beside protobufjs'. */
export interface ProtobufRoot {
  /** @returns the message at a place of the schema itself, counted as written; Serde 1.4 */
  typeAt(indexes: readonly number[]): protobuf.Type | undefined
  /** @param fullName without leading dot */
  typeNamed(fullName: string): protobuf.Type | undefined
  indexesOf(fullName: string): readonly number[] | undefined
  /** The file's top-level messages, as written. */
  readonly messages: readonly protobuf.Type[]
  /** The only message of the file; `undefined` when there are several. */
  readonly onlyMessage: string | undefined
}

/**
 * Loads a schema text, or a base64 descriptor, with its references and bundled imports.
 *
 * @throws SerdeError UNUSABLE_SCHEMA
 */
export function loadProtobuf(
  schema: Pick<StoredSchema, 'schemaText' | 'references'>,
): ProtobufRoot {
  try {
    // Not by way of the format object: a client need not load what compares and normalises.
    const read = readSchema(schema.schemaText, schema.references)
    const parsed = { ...read, canonicalText: printFile(read.file) }
    const root = new protobuf.Root()
    const scope = scopeOf(parsed)
    for (const dependency of parsed.dependencies.values()) addFile(root, dependency.file, scope)
    addFile(root, parsed.file, scope)
    root.resolveAll()
    return describeRoot(root, parsed)
  } catch (cause) {
    throw unusable(cause)
  }
}

/**
 * The only message of a file; its imports need not be known.
 *
 * @throws SerdeError UNUSABLE_SCHEMA
 */
export function onlyMessageIn(schemaText: string): string | undefined {
  return messageIn(schemaText, [1]) === undefined ? messageIn(schemaText, [0]) : undefined
}

/**
 * The full name of the message at a place of a file, counted as written.
 *
 * @throws SerdeError UNUSABLE_SCHEMA
 */
export function messageIn(schemaText: string, path: readonly number[]): string | undefined {
  return messageNameAt({ ...readAlone(schemaText), canonicalText: schemaText }, path)
}

/**
 * The paths that a file imports.
 *
 * @throws SerdeError UNUSABLE_SCHEMA
 */
export function importsIn(schemaText: string): readonly string[] {
  return importPaths(readAlone(schemaText).file)
}

function readAlone(schemaText: string): ReturnType<typeof readSchema> {
  try {
    return readSchema(schemaText, [])
  } catch (cause) {
    throw unusable(cause)
  }
}

function unusable(cause: unknown): SerdeError {
  const reason = cause instanceof Error ? cause.message : String(cause)
  return new SerdeError('UNUSABLE_SCHEMA', `the Protobuf schema is refused: ${reason}`, { cause })
}

function addFile(root: protobuf.Root, written: ProtobufSchema['file'], scope: ScopeNode): void {
  const { file, oneofMembers } = toPlainFile(written, scope)
  protobuf.parse(printFile(file), root, { keepCase: true })
  for (const { message, oneof, member } of oneofMembers) {
    const type = root.lookupType(`.${message}`)
    // A group's field has a name of its own, and the group's as its type.
    const field = type.fields[member] ?? type.fieldsArray.find((one) => one.type === member)
    if (field === undefined) continue
    if (type.oneofs?.[oneof] === undefined) type.add(new protobuf.OneOf(oneof))
    type.oneofs[oneof]?.add(field)
  }
}

function describeRoot(root: protobuf.Root, parsed: ProtobufSchema): ProtobufRoot {
  const typeNamed = (fullName: string): protobuf.Type | undefined => {
    const found = root.lookup(`.${fullName}`, [protobuf.Type])
    return found instanceof protobuf.Type ? found : undefined
  }
  const names: string[] = []
  for (let name = messageNameAt(parsed, [0]); name !== undefined;) {
    names.push(name)
    name = messageNameAt(parsed, [names.length])
  }
  return {
    typeAt(indexes) {
      const name = messageNameAt(parsed, indexes)
      return name === undefined ? undefined : typeNamed(name)
    },
    typeNamed,
    indexesOf: (fullName) => messageIndexes(parsed, fullName),
    messages: names.map(typeNamed).filter((type) => type !== undefined),
    onlyMessage: names.length === 1 ? names[0] : undefined,
  }
}
