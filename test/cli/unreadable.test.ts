import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { concordat, git, record, workspace } from './cli-process.ts'
import type { Ended, Workspace } from './cli-process.ts'

const shapes = 'syntax = "proto3"; package acme; message Shape { int64 size = 1; }'

describe('files that cannot be read', () => {
  let made: Workspace
  const run = (...args: readonly string[]): Promise<Ended> =>
    concordat(args, { folder: made.folder })
  const found = async (...args: readonly string[]): Promise<readonly (readonly string[])[]> => {
    const { out, status, errors } = await run(...args, '--json')
    expect({ status, errors }).toEqual({ status: 2, errors: '' })
    const { files } = JSON.parse(out) as {
      files: { file: string; status: string; findings: { kind: string; message: string }[] }[]
    }
    return files.map(({ file, status: state, findings }) => [
      file,
      state,
      ...findings.map(({ kind, message }) => `${kind} ${message}`),
    ])
  }

  beforeAll(async () => {
    made = workspace({
      'old/good.avsc': record('Good', { x: 'int' }),
      'old/shapes.proto': shapes,
      'new/good.avsc': record('Good', { x: 'string' }),
      'new/folder.avsc/inner.avsc': record('Inner', { x: 'int' }),
    })
    await git(made.folder, 'init', '-q')
    await git(made.folder, 'add', '.')
    await git(made.folder, 'commit', '-qm', 'old')
    writeFileSync(made.path('new/latin.avsc'), Buffer.from('"\u00fc"', 'latin1'))
    writeFileSync(made.path('new/shapes.proto'), Buffer.from([0xff]))
    symlinkSync('nowhere', made.path('new/link.avsc'))
    mkdirSync(made.path('linked'))
    symlinkSync('../linked', made.path('new/linked.avsc'))
  })
  afterAll(() => made.remove())

  const unread = [
    ['new/latin.avsc', 'not UTF-8 text'],
    ['new/link.avsc', 'the link leads to no file'],
    ['new/linked.avsc', 'the link leads to no file'],
    ['new/shapes.proto', 'not UTF-8 text'],
  ].map(([file = '', reason]) => [
    file,
    'problems',
    `UNREADABLE_FILE The file could not be read: ${reason}`,
  ])

  it('are told of while the others are checked, and end with 2', async () => {
    const [inner, good, ...rest] = await found('check', 'new', '--against', 'old')
    expect(inner).toEqual(['new/folder.avsc/inner.avsc', 'new'])
    expect(good?.slice(0, 2)).toEqual(['new/good.avsc', 'problems'])
    expect(good?.[2]).toContain('TYPE_MISMATCH')
    expect(rest).toEqual(unread)
  })

  it('are not missed as if they had gone', async () => {
    const files = await found('lint', 'new', '--against', 'old')
    expect(files.slice(-4)).toEqual(unread)
    expect(files).toHaveLength(6)
    const one = await found('lint', 'new/shapes.proto', '--against', 'git:HEAD')
    expect(one).toEqual(unread.slice(-1))
  })

  it('make those invalid that need them, and are told of', async () => {
    made.write({
      'concordat.yaml': `subjects:
  latin: new/latin.avsc
  user:
    file: user.avsc
    references: [{name: acme.Latin, subject: latin}]
`,
      'user.avsc': record('User', { latin: 'acme.Latin' }),
    })
    const files = await found('check', '--against', 'git:HEAD')
    expect(files.map(([file, , finding = '']) => [file, finding.split(' ')[0]])).toEqual([
      ['user.avsc', 'INVALID_SCHEMA'],
      ['new/latin.avsc', 'UNREADABLE_FILE'],
    ])
  })

  it('hold up nobody who only stands beside them in the project file', async () => {
    made.write({ 'concordat.yaml': 'subjects: {latin: new/latin.avsc, user: user.avsc}\n' })
    made.write({ 'user.avsc': record('User', { x: 'int' }) })
    expect(await run('check', 'user.avsc', '--against', 'git:HEAD')).toMatchObject({ status: 0 })
  })

  it('stop a plan', async () => {
    const ended = await run('plan', 'new/latin.avsc')
    expect(ended.status).toBe(2)
    expect(ended.errors).toMatch(/^concordat: new\/latin\.avsc: not UTF-8 text/)
  })
})

describe('files that are no schemas', () => {
  it('do not stop a lint of the others', async () => {
    const made = workspace({
      'old/a.avsc': record('A', { x: 'int' }),
      'old/b.avsc': record('B', { x: 'int', y: 'int' }),
      'new/a.avsc': '{',
      'new/b.avsc': record('B', { x: 'int' }),
    })
    const ended = await concordat(['lint', 'new', '--against', 'old'], { folder: made.folder })
    expect(ended).toMatchObject({ status: 1, errors: '' })
    expect(ended.out).toMatch(
      /a\.avsc:1:\d+ {2}INVALID_SCHEMA[^]*b\.avsc:\d+:\d+ {2}FIELD_NO_DELETE/,
    )
    made.remove()
  })
})
