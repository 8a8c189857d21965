import { lstat, readFile } from 'node:fs/promises'
import type { SchemaType } from '../model/schema.ts'
import { CommandError } from './command.ts'

const typeOfExtension: ReadonlyMap<string, SchemaType> = new Map([
  ['.avsc', 'AVRO'],
  ['.avro', 'AVRO'],
  ['.proto', 'PROTOBUF'],
  ['.json', 'JSON'],
])

/** Larger than any schema that a registry takes. */
const MAX_SCHEMA_BYTES = 16 * 1024 * 1024

/** The schema type that a file's name promises; `undefined` for other files. */
export function schemaTypeOf(file: string): SchemaType | undefined {
  return typeOfExtension.get(file.slice(file.lastIndexOf('.')).toLowerCase())
}

/** A file's name without the extension that names its type. */
export function withoutExtension(file: string): string {
  return schemaTypeOf(file) === undefined ? file : file.slice(0, file.lastIndexOf('.'))
}

/**
 * The type of a schema file, as said or as its name promises.
 *
 * @throws CommandError when neither tells
 */
export function typeOfFile(file: string, said: SchemaType | undefined): SchemaType {
  const type = said ?? schemaTypeOf(file)
  if (type !== undefined) return type
  const known = [...typeOfExtension.keys()].join(', ')
  throw new CommandError(`${file}: no type follows from the name (${known}); say it with --type`)
}

/** A file that cannot be read. */
export class FileError extends CommandError {
  /** Without the name. */
  readonly reason: string
  /** Whether nothing is there. */
  readonly isMissing: boolean

  constructor(file: string, reason: string, cause?: unknown) {
    super(`${file}: ${reason}`, undefined, { cause })
    this.reason = reason
    this.isMissing = cause instanceof Error && 'code' in cause && cause.code === 'ENOENT'
  }
}

/**
 * Reads a text file; `-` is the standard input.
 *
 * @throws FileError with the reason
 */
export async function readTextFile(file: string): Promise<string> {
  const bytes = await readBytes(file)
  if (bytes.length > MAX_SCHEMA_BYTES) throw new FileError(file, 'too large for a schema')
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (cause) {
    throw new FileError(file, 'not UTF-8 text', cause)
  }
}

/**
 * Reads a file whole; `-` is the standard input.
 *
 * @throws FileError with the reason
 */
export async function readBytes(file: string): Promise<Buffer> {
  if (file === '-') return readStandardInput()
  try {
    return await readFile(file)
  } catch (cause) {
    const isLink = (await lstat(file).catch(() => undefined))?.isSymbolicLink() === true
    throw new FileError(file, isLink ? 'the link leads to no file' : fileProblem(cause), cause)
  }
}

async function readStandardInput(): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  for await (const chunk of process.stdin) chunks.push(chunk as Uint8Array)
  return Buffer.concat(chunks)
}

const problems: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EACCES: 'it may not be read',
  EISDIR: 'it is a directory',
  ENOTDIR: 'there is no such file',
}

/** What a failed access to a file means, in words. */
export function fileProblem(thrown: unknown): string {
  const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : ''
  if (Object.hasOwn(problems, code)) return problems[code] ?? ''
  return thrown instanceof Error ? thrown.message : String(thrown)
}
