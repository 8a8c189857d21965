import { isAbsolute, relative, resolve } from 'node:path'
import { readVariable } from '../../config.ts'

/**
 * A file as GitHub names it: from the top of the checkout, wherever below it a step runs. Elsewhere it
 * is left as it is.
 *
 * @see GitHub Actions, Default environment variables, GITHUB_WORKSPACE
 */
export function workspacePath(file: string): string {
  const workspace = readVariable('GITHUB_WORKSPACE')
  if (workspace === undefined) return file
  const path = relative(workspace, resolve(file))
  return path === '..' || path.startsWith('../') || isAbsolute(path) ? file : path
}
