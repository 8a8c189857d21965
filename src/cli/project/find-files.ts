import { readdir, stat } from 'node:fs/promises'
import { isAbsolute, join, relative } from 'node:path'
import { CommandError } from '../command.ts'
import { fileProblem, schemaTypeOf } from '../schema-file.ts'

/** Folders that hold no schemas of one's own. */
const skipped: ReadonlySet<string> = new Set(['node_modules', 'dist', 'target', 'build'])

/** Deeper than folders of people; a link that leads back ends here. */
const MAX_DEPTH = 40

/**
 * Every schema file below a folder, by name.
 *
 * @returns paths relative to the folder, with slashes, in their order
 * @throws CommandError when it cannot be read
 */
export async function findSchemaFiles(folder: string): Promise<readonly string[]> {
  const found: string[] = []
  const visit = async (below: string, depth: number): Promise<void> => {
    const entries = await readdir(join(folder, below), { withFileTypes: true })
    for (const entry of entries) {
      const path = below === '' ? entry.name : `${below}/${entry.name}`
      if (entry.isDirectory()) {
        const isOwn = !entry.name.startsWith('.') && !skipped.has(entry.name)
        if (isOwn && depth < MAX_DEPTH) await visit(path, depth + 1)
      } else if (schemaTypeOf(entry.name) !== undefined) {
        found.push(path)
      }
    }
  }
  try {
    await visit('', 0)
  } catch (cause) {
    throw new CommandError(`${folder}: ${fileProblem(cause)}`, undefined, { cause })
  }
  return found.toSorted()
}

/**
 * Whether a path names a folder.
 *
 * @throws CommandError when nothing is there
 */
export async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory()
  } catch (cause) {
    throw new CommandError(`${path}: ${fileProblem(cause)}`, undefined, { cause })
  }
}

/** A path below a folder, or one from the root, as messages show it: relative to where the command runs. */
export function shownPath(folder: string, path: string): string {
  return isAbsolute(path) ? path : relative('.', join(folder, path)) || path
}

/**
 * A glob as a regular expression over paths with slashes: `**` spans folders, `*` and `?` stay
 * within one, `{a,b}` is either.
 */
export function globPattern(glob: string): RegExp {
  const source = glob
    .replace(/^(?:\.\/)+/, '')
    .replaceAll(/\*\*\/|\*\*|\*|\?|\{[^{}]*\}|[.+^$()|[\]\\{}]/g, (part) => {
      switch (part) {
        case '**/':
          return '(?:[^/]+/)*'
        case '**':
          return '.*'
        case '*':
          return '[^/]*'
        case '?':
          return '[^/]'
        default:
          return part.length > 1 ? alternatives(part) : `\\${part}`
      }
    })
  return new RegExp(`^${source}$`, 'u')
}

function alternatives(braces: string): string {
  const choices = braces.slice(1, -1).split(',')
  return `(?:${choices.map((one) => one.replaceAll(/[^\p{L}\p{N}_/-]/gu, String.raw`\$&`)).join('|')})`
}
