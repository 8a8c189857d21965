import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'

const source = resolve(import.meta.dirname, '../src')

/** What each room may import: other rooms, single files, and packages. */
const arrows: Readonly<Record<string, readonly string[]>> = {
  model: [],
  errors: ['model'],
  rest: ['model', 'errors'],
  wire: ['model', 'errors'],
  formats: ['model', 'errors'],
  compatibility: ['model', 'errors', 'formats'],
  store: ['model', 'errors'],
  registry: ['model', 'errors', 'formats', 'compatibility', 'store/store.ts'],
  client: ['model', 'errors', 'rest', 'wire', 'formats'],
  http: ['model', 'errors', 'rest', 'registry'],
  cli: [
    'model',
    'errors',
    'rest',
    'formats',
    'client',
    'compatibility',
    'config.ts',
    'server.ts',
    'store/postgres/migrate.ts',
  ],
  'config.ts': ['model'],
  'server.ts': ['model', 'errors', 'rest', 'formats', 'registry', 'store', 'http', 'config.ts'],
}

/** Packages that only the named rooms or files may touch. */
const guarded: Readonly<Record<string, readonly string[]>> = {
  pg: ['store/postgres/'],
  fastify: ['http/', 'server.ts'],
  avsc: ['client/'],
  commander: ['cli/'],
}

/** Inside `formats`, siblings that must not know each other. */
const siblings = ['formats/avro/', 'formats/json/', 'formats/protobuf/']

/** Reads what the siblings parse; none of them knows of it. */
const aboveSiblings = 'formats/logical/'

/** Files that re-export on purpose. */
const doors = ['client/index.ts', 'compatibility/index.ts', 'errors/index.ts', 'server.ts']

/** Files above 400 lines, each with the reason why it may be. */
const longFiles: Readonly<Record<string, string>> = {
  'formats/protobuf/well-known/google-descriptor.ts': 'data: the text of descriptor.proto',
}

const forbiddenNames =
  /^(utils?|helpers?|common|shared|lib|misc|manager|base|core|types|interfaces|constants)(\.ts)?$/

interface SourceFile {
  readonly path: string
  readonly text: string
  readonly lines: number
  /** Paths below src, or package names. */
  readonly imports: readonly { readonly target: string; readonly local: boolean }[]
}

const files: readonly SourceFile[] = readdirSync(source, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts'))
  .map((path) => {
    const text = readFileSync(join(source, path), 'utf8')
    const found = text.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)
    const imports = [...found].map((match) => {
      const name = match[1] ?? ''
      const local = name.startsWith('.')
      return {
        local,
        target: local ? relative(source, resolve(source, dirname(path), name)) : name,
      }
    })
    return { path, text, lines: text.split('\n').length - 1, imports }
  })

function roomOf(path: string): string {
  return path.split('/')[0] ?? path
}

describe('the architecture', () => {
  it('sees the sources', () => {
    expect(files.length).toBeGreaterThan(30)
  })

  it('lets every room import only the rooms below it', () => {
    const offending = files.flatMap(({ path, imports }) => {
      const room = roomOf(path)
      const allowed = arrows[room]
      if (allowed === undefined) return [`${path}: no such room`]
      return imports
        .filter(({ local, target }) => local && roomOf(target) !== room)
        .filter(({ target }) => !allowed.some((to) => target === to || target.startsWith(`${to}/`)))
        .map(({ target }) => `${path} -> ${target}`)
    })
    expect(offending).toEqual([])
  })

  it('keeps the formats apart', () => {
    const offending = files.flatMap(({ path, imports }) => {
      const own = siblings.find((folder) => path.startsWith(folder))
      if (own === undefined) return []
      return imports
        .filter(({ target }) =>
          [...siblings, aboveSiblings].some(
            (folder) => folder !== own && target.startsWith(folder),
          ),
        )
        .map(({ target }) => `${path} -> ${target}`)
    })
    expect(offending).toEqual([])
  })

  it('keeps guarded packages in their rooms', () => {
    const offending = files.flatMap(({ path, imports }) =>
      imports
        .filter(({ local, target }) => {
          const places = local ? undefined : guarded[target]
          return places !== undefined && !places.some((place) => path.startsWith(place))
        })
        .map(({ target }) => `${path} -> ${target}`),
    )
    expect(offending).toEqual([])
  })

  it('has no circles, type imports included', () => {
    const graph = new Map(
      files.map(({ path, imports }) => [
        path,
        imports.filter(({ local }) => local).map(({ target }) => target),
      ]),
    )
    const done = new Set<string>()
    const circles: string[] = []
    const visit = (path: string, trail: readonly string[]): void => {
      if (trail.includes(path)) {
        circles.push([...trail.slice(trail.indexOf(path)), path].join(' -> '))
        return
      }
      if (done.has(path)) return
      for (const next of graph.get(path) ?? []) visit(next, [...trail, path])
      done.add(path)
    }
    for (const path of graph.keys()) visit(path, [])
    expect(circles).toEqual([])
  })

  it('reads the environment in config.ts only', () => {
    const offending = files.filter(
      ({ path, text }) => path !== 'config.ts' && /process\.env\b/.test(text),
    )
    expect(offending.map(({ path }) => path)).toEqual([])
  })

  it('re-exports at the doors only, name by name', () => {
    const reExporting = files.filter(({ text }) => /^export (type )?\{[^}]*\} from/m.test(text))
    expect(reExporting.map(({ path }) => path).filter((path) => !doors.includes(path))).toEqual([])
    expect(files.filter(({ text }) => /^export \*/m.test(text)).map(({ path }) => path)).toEqual([])
  })

  it('keeps files short and well named', () => {
    const long = files.filter(({ path, lines }) => lines > 400 && longFiles[path] === undefined)
    expect(long.map(({ path, lines }) => `${path}: ${lines} lines`)).toEqual([])
    const ill = files.filter(({ path }) =>
      path.split('/').some((part) => forbiddenNames.test(part) || !/^[a-z0-9.-]+$/.test(part)),
    )
    expect(ill.map(({ path }) => path)).toEqual([])
  })
})
