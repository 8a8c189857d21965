// The command line, measured as users run it: as a process, its start included.

import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { startServer } from './server-process.js'

const main = fileURLToPath(new URL('../dist/bin/concordat.js', import.meta.url))
const run = promisify(execFile)

/** Versions that are imported and exported; ten to a subject. */
const VERSIONS = 20_000

/** Old-space limit in MiB under which an export must come through, whatever it exports. */
const EXPORT_HEAP = 48

async function timed(args, options = {}) {
  const started = performance.now()
  await run(process.execPath, [...(options.node ?? []), main, ...args], {
    cwd: options.folder,
    env: { ...process.env, CONCORDAT_URL: options.url },
    maxBuffer: 1 << 30,
  })
  return performance.now() - started
}

async function median(count, measure) {
  const times = []
  for (let i = 0; i < count; i++) times.push(await measure())
  return times.toSorted((a, b) => a - b)[Math.floor(count / 2)]
}

/** Two folders of 200 schemas in three formats, the second a compatible step further. */
function repositories(folder) {
  const record = (i, extra) => ({
    type: 'record',
    name: `Record${i}`,
    fields: [
      ...Array.from({ length: 20 }, (_, f) => ({ name: `f${f}`, type: 'string' })),
      ...(i % 10 === 0 ? [] : [{ name: 'base', type: `Record${i - (i % 10)}` }]),
      ...(extra ? [{ name: 'extra', type: 'int', default: 0 }] : []),
    ],
  })
  const proto = (i, extra) =>
    [
      'syntax = "proto3";',
      `message M${i} {`,
      ...Array.from({ length: 20 }, (_, f) => `  string f${f} = ${f + 1};`),
      ...(extra ? ['  int32 extra = 30;'] : []),
      '}',
    ].join('\n')
  const json = (i, extra) => ({
    title: `J${i}`,
    type: 'object',
    additionalProperties: false,
    properties: Object.fromEntries([
      ...Array.from({ length: 20 }, (_, f) => [`f${f}`, { type: 'string' }]),
      ...(extra ? [['extra', { type: 'integer' }]] : []),
    ]),
  })
  for (const [name, extra] of [
    ['old', false],
    ['new', true],
  ]) {
    mkdirSync(join(folder, name))
    for (let i = 0; i < 100; i++) {
      writeFileSync(join(folder, name, `r${i}.avsc`), JSON.stringify(record(i, extra)))
    }
    for (let i = 0; i < 50; i++) {
      writeFileSync(join(folder, name, `m${i}.proto`), proto(i, extra))
      writeFileSync(join(folder, name, `j${i}.json`), JSON.stringify(json(i, extra)))
    }
  }
}

function exportOf(versions) {
  const lines = [{ kind: 'begin', format: 'concordat-export', formatVersion: 1 }]
  for (let id = 1; id <= versions; id++) {
    const subject = `subject-${String(Math.ceil(id / 10)).padStart(6, '0')}`
    const fields = [
      { name: 'a', type: 'string' },
      { name: `f${id}`, type: ['null', 'int'], default: null },
    ]
    const schema = JSON.stringify({ type: 'record', name: 'R', fields })
    const version = ((id - 1) % 10) + 1
    lines.push({ kind: 'schema', subject, version, id, schemaType: 'AVRO', schema })
  }
  lines.push({ kind: 'end', schemas: versions, settings: 0 })
  return lines.map((line) => `${JSON.stringify(line)}\n`).join('')
}

let shared
async function prepared() {
  shared ??= (async () => {
    const folder = mkdtempSync(join(tmpdir(), 'concordat-bench-cli-'))
    const server = await startServer(['--memory'])
    process.on('exit', () => {
      process.kill(server.pid, 'SIGTERM')
      rmSync(folder, { recursive: true, force: true })
    })
    repositories(folder)
    writeFileSync(join(folder, 'in.ndjson'), exportOf(VERSIONS))
    return { folder, url: server.url }
  })()
  return shared
}

export const rows = [
  {
    name: '--version',
    unit: 'ms',
    bound: 120,
    run: () => median(9, () => timed(['--version'])),
  },
  {
    name: 'check 200 files against a folder, offline, start included',
    unit: 'ms',
    bound: 1500,
    run: async () => {
      const { folder } = await prepared()
      return median(5, () => timed(['check', 'new', '--against', 'old'], { folder }))
    },
  },
  {
    name: `import ${VERSIONS} versions`,
    unit: '/s',
    atLeast: 1000,
    run: async () => (VERSIONS * 1000) / (await timed(['import', 'in.ndjson'], await prepared())),
  },
  {
    name: `export ${VERSIONS} versions with ${EXPORT_HEAP} MiB of heap`,
    unit: '/s',
    atLeast: 5000,
    run: async () => {
      const around = { ...(await prepared()), node: [`--max-old-space-size=${EXPORT_HEAP}`] }
      return (VERSIONS * 1000) / (await timed(['export', '--out', 'out.ndjson'], around))
    },
  },
]
