import { readFileSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'

/** Whom PostgreSQL runs as when we are root, which it refuses. */
export interface ServerUser {
  readonly name: string
  readonly uid: number
  readonly gid: number
}

/**
 * Chooses the user to run PostgreSQL as.
 *
 * @returns `undefined` when we are not root: it runs as ourselves
 * @throws Error when there is nobody to become
 */
export function findServerUser(): ServerUser | undefined {
  if (process.getuid?.() !== 0) return undefined
  const users = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
  for (const wanted of ['postgres', 'nobody']) {
    const [name, , uid, gid] = users.find(([found]) => found === wanted) ?? []
    if (name !== undefined) return { name, uid: Number(uid), gid: Number(gid) }
  }
  throw new Error(
    'PostgreSQL does not run as root, and there is neither a user postgres nor nobody: start as another user, or set DATABASE_URL.',
  )
}

/** Tells whether a user may enter a file's directories and read the file. */
export function canReach(user: ServerUser, path: string): boolean {
  const file = resolve(path)
  if (!permits(user, file, 4)) return false
  for (let folder = dirname(file); ; folder = dirname(folder)) {
    if (!permits(user, folder, 1)) return false
    if (folder === dirname(folder)) return true
  }
}

function permits(user: ServerUser, path: string, bit: number): boolean {
  const stats = statSync(path)
  const shift = stats.uid === user.uid ? 6 : stats.gid === user.gid ? 3 : 0
  return ((stats.mode >> shift) & bit) !== 0
}
