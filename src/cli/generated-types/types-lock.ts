import { createHash } from 'node:crypto'
import { CommandError } from '../command.ts'
import { readTextFile } from '../schema-file.ts'

/** Stands beside the generated files. */
export const LOCK_FILE = 'concordat.lock.json'

/** What a generated file was made from. */
export interface LockedSubject {
  readonly version: number
  readonly schemaId: number
  /** Relative to the lock file. */
  readonly file: string
  /** SHA-256 of the file's text, hexadecimal. */
  readonly hash: string
  /** How 64-bit numbers appear, when it is not as bigint. */
  readonly longs?: 'number'
}

/** Every subject that types were generated for. */
export type TypesLock = ReadonlyMap<string, LockedSubject>

/** SHA-256 of a text, hexadecimal. */
export function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

/** The lock file's text: sorted, so that changes are small. */
export function printLock(lock: TypesLock): string {
  const subjects = [...lock].toSorted(([a], [b]) => (a < b ? -1 : 1))
  return `${JSON.stringify({ subjects: Object.fromEntries(subjects) }, undefined, 2)}\n`
}

/** Reads a lock file; an absent one is empty. @throws CommandError when it is something else */
export async function readLock(file: string): Promise<TypesLock> {
  const text = await readIfThere(file)
  if (text === undefined) return new Map()
  try {
    const { subjects } = JSON.parse(text) as { readonly subjects: Record<string, LockedSubject> }
    const entries = Object.entries(subjects)
    if (entries.every(([, one]) => typeof one.hash === 'string' && typeof one.file === 'string')) {
      return new Map(entries)
    }
  } catch {
    // Told below, with the other ways of being no lock file.
  }
  throw new CommandError(`${file}: not a lock file of concordat types; remove it and run again`)
}

/** A file's text, or `undefined` when there is none. @throws CommandError */
export async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readTextFile(file)
  } catch (thrown) {
    const cause = thrown instanceof CommandError ? thrown.cause : undefined
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return undefined
    throw thrown
  }
}
