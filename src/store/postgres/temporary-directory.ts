import { chownSync, mkdtempSync, statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ServerUser } from './server-user.ts'

const PREFIX = 'concordat-'
const SOCKET_PATH_BYTES = 107
const USUAL = '/tmp'

/** A file system in memory, where Linux has one. */
const IN_MEMORY = '/dev/shm'
const GIB = 1024 ** 3
/** What has to be free there: containers often have a shared memory of a few MiB. */
const MIN_FREE_BYTES = GIB
/** What the process must be able to take beside its data, limits of containers counted. */
const MIN_AVAILABLE_BYTES = 2 * GIB

/** Makes a directory for the socket, and for what goes with the process. */
export function makeTemporaryDirectory(user: ServerUser | undefined): string {
  const longest = Buffer.byteLength(join(tmpdir(), `${PREFIX}XXXXXX`, '.s.PGSQL.5432'))
  return makeIn(longest > SOCKET_PATH_BYTES ? USUAL : tmpdir(), user)
}

/**
 * Makes a directory for data that nobody keeps, in memory where there is room: a new cluster is a
 * thousand files, and making them is most of its start on a disk.
 *
 * @returns `undefined` where they had better lie on a disk
 */
export function makeMemoryDirectory(user: ServerUser | undefined): string | undefined {
  // Who names a directory for temporary files (TMPDIR) wants them there.
  const isNamed = tmpdir() !== USUAL
  if (isNamed || process.availableMemory() < MIN_AVAILABLE_BYTES) return undefined
  try {
    const { bavail, bsize } = statfsSync(IN_MEMORY)
    return bavail * bsize < MIN_FREE_BYTES ? undefined : makeIn(IN_MEMORY, user)
  } catch {
    return undefined
  }
}

function makeIn(parent: string, user: ServerUser | undefined): string {
  const directory = mkdtempSync(join(parent, PREFIX))
  if (user) chownSync(directory, user.uid, user.gid)
  return directory
}
