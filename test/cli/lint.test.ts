import { rmSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import vectors from '../vectors/lint/rules.json' with { type: 'json' }
import { avroRules } from '../../src/cli/lint/avro-rules.ts'
import { jsonRules } from '../../src/cli/lint/json-rules.ts'
import type { FileReport } from '../../src/cli/check/finding.ts'
import { concordat, git, workspace } from './cli-process.ts'
import type { Ended, Workspace } from './cli-process.ts'

const extensions: Readonly<Record<string, string>> = {
  AVRO: 'avsc',
  JSON: 'json',
  PROTOBUF: 'proto',
}

describe('concordat lint', () => {
  let made: Workspace
  const lint = (...args: readonly string[]): Promise<Ended> =>
    concordat(['lint', ...args], { folder: made.folder })
  const findings = (ended: Ended) =>
    (JSON.parse(ended.out) as { files: readonly FileReport[] }).files.flatMap(
      (file) => file.findings,
    )

  beforeAll(() => {
    made = workspace()
    for (const [index, row] of vectors.entries()) {
      const name = `${index}.${extensions[row.type]}`
      made.write({ [`old/${name}`]: row.previous, [`new/${name}`]: row.current })
    }
  })
  afterAll(() => made.remove())

  it('finds every rule that the vectors break, and no other', async () => {
    const { out, errors, status } = await lint('new', '--against', 'old', '--json')
    expect([errors, status]).toEqual(['', 1])
    const { files } = JSON.parse(out) as { files: readonly FileReport[] }
    const found = Object.fromEntries(
      files.map(({ subject, findings: list }) => [
        nameOf(vectors[Number(subject)]),
        list.map(({ kind }) => kind).toSorted(),
      ]),
    )
    const expected = Object.fromEntries(vectors.map((row) => [nameOf(row), row.rules.toSorted()]))
    expect(found).toEqual(expected)
  })

  it('has a vector for every rule of Avro and JSON', () => {
    for (const [type, table] of [
      ['AVRO', avroRules],
      ['JSON', jsonRules],
    ] as const) {
      const tried = new Set(
        vectors.filter((row) => row.type === type).flatMap(({ rules }) => rules),
      )
      expect([...tried].toSorted()).toEqual(Object.keys(table).toSorted())
    }
  })

  it('gives each finding a place in both texts', async () => {
    made.write({
      'a/x.avsc': '{"type":"record","name":"R",\n"fields":[\n{"name":"a","type":"long"}]}',
      'b/x.avsc': '{"type":"record","name":"R","fields":[\n\n\n{"name":"a","type":"double"}]}',
    })
    const ended = await lint('b', '--against', 'a', '--use', 'FIELD_LOSSY_PROMOTION', '--json')
    expect(findings(ended)).toMatchObject([
      {
        kind: 'FIELD_LOSSY_PROMOTION',
        path: '/fields/0/type',
        line: 4,
        column: 20,
        against: { name: 'a/x.avsc', line: 3, column: 20 },
      },
    ])
  })

  it('gives the place of a keyword that the comparison does not look at', async () => {
    made.write({
      'e/x.json': '{"type":"object",\n"properties":{"a/b":{"format":"date"}}}',
      'f/x.json': '{"type":"object",\n\n"properties":{"a/b":{"format":"time"}}}',
    })
    expect(findings(await lint('f', '--against', 'e', '--json'))).toMatchObject([
      {
        kind: 'FORMAT_SAME',
        path: '#/properties/a~1b/format',
        message: '#/properties/a~1b/format: format changed',
        line: 3,
        column: 31,
        against: { name: 'e/x.json', line: 2, column: 31 },
      },
    ])
  })

  it('applies the rules and categories that it is told', async () => {
    made.write({
      'c/x.avsc': '{"type":"enum","name":"E","symbols":["A","B"]}',
      'd/x.avsc': '{"type":"enum","name":"E","symbols":["B","A"]}',
      'lint.yaml': 'lint: { use: [SOURCE], except: [ENUM_SYMBOL_ORDER_SAME] }\n',
    })
    const kinds = async (...args: readonly string[]): Promise<readonly string[]> =>
      findings(await lint('d', '--against', 'c', '--json', ...args)).map(({ kind }) => kind)
    expect(await kinds()).toEqual(['ENUM_SYMBOL_ORDER_SAME'])
    expect(await kinds('--use', 'WIRE')).toEqual([])
    expect(await kinds('--except', 'SOURCE')).toEqual([])
    expect(await kinds('--config', 'lint.yaml')).toEqual([])
    const unknown = await lint('d', '--against', 'c', '--use', 'NO_SUCH_RULE')
    expect(unknown.errors).toContain("'NO_SUCH_RULE' is no rule and no category")
    expect(unknown.status).toBe(2)
  })

  it('misses Protobuf files that are gone, and what is gone with them', async () => {
    const proto = (...names: readonly string[]): string =>
      ['syntax = "proto3";', 'package p;', ...names.map((name) => `message ${name} {}`)].join('\n')
    made.write({
      'g/a.proto': proto('A', 'B'),
      'g/gone.proto': proto('C', 'D'),
      'g/other.avsc': '"int"',
      'h/a.proto': proto('A'),
      'h/b.proto': proto('B', 'C'),
      'files.yaml': "files: [{ glob: 'h/**' }]\n",
    })
    const broken = async (...args: readonly string[]): Promise<readonly string[]> =>
      findings(await lint(...args, '--json')).map(
        ({ file, kind, path }) => `${file} ${kind} ${path}`,
      )
    expect(await broken('h', '--against', 'g')).toEqual([
      'h/a.proto MESSAGE_NO_DELETE #/B',
      'gone.proto FILE_NO_DELETE gone.proto',
    ])
    expect(await broken('h', '--against', 'g', '--use', 'PACKAGE')).toEqual([
      'gone.proto PACKAGE_MESSAGE_NO_DELETE #/D',
    ])
    expect(await broken('h/a.proto', '--against', 'g', '--use', 'FILE_NO_DELETE')).toEqual([])
    await git(made.folder, 'init', '--quiet', '-b', 'main')
    await git(made.folder, 'add', 'h')
    await git(made.folder, 'commit', '--quiet', '-m', 'first')
    rmSync(made.path('h/b.proto'))
    const files = ['--against', 'git:main', '--use', 'FILE_NO_DELETE']
    expect(await broken('h', ...files)).toEqual(['b.proto FILE_NO_DELETE b.proto'])
    expect(await broken('--config', 'files.yaml', ...files)).toEqual([
      'h/b.proto FILE_NO_DELETE h/b.proto',
    ])
  })

  it('prints its findings in every format', async () => {
    const formats = ['text', 'github', 'junit', 'sarif'] as const
    const marks = { text: ' problem', github: '::error ', junit: '<failure ', sarif: '"ruleId"' }
    for (const format of formats) {
      const { out, status } = await lint('new', '--against', 'old', '--format', format)
      expect(status).toBe(1)
      expect(out).toContain(marks[format])
    }
  })
})

/** Formats have changes of the same name. */
function nameOf(row: (typeof vectors)[number] | undefined): string {
  return `${row?.type}: ${row?.name}`
}
