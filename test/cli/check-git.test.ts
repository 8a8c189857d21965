import { symlinkSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { FileReport } from '../../src/cli/check/finding.ts'
import { concordat, git, record, workspace } from './cli-process.ts'
import type { Ended, Workspace } from './cli-process.ts'

const good = record('Order', { total: 'double' })
const broken = record('Order', { total: 'string' })
const proto = (type: string): string => `syntax = "proto3";\nmessage A { ${type} a = 1; }\n`

describe('concordat check against a git revision', () => {
  let made: Workspace
  const check = (...args: readonly string[]): Promise<Ended> =>
    concordat(['check', ...args, '--against', 'git:main', '--json'], { folder: made.folder })
  const statuses = ({ out }: Ended): readonly unknown[] =>
    (JSON.parse(out) as { files: readonly FileReport[] }).files.map(({ subject, status }) => [
      subject,
      status,
    ])

  beforeAll(async () => {
    const inner = workspace({ 's.avsc': good })
    await git(inner.folder, 'init', '--quiet', '--initial-branch', 'main')
    await git(inner.folder, 'add', '.')
    await git(inner.folder, 'commit', '--quiet', '--message', 'inner')
    made = workspace({
      'schemas/order.avsc': good,
      'schemas/a b/ü, %20.avsc': good,
      'schemas/marked.proto': `\ufeff${proto('int32')}`,
      'schemas/lines.proto': proto('int32').replaceAll('\n', '\r\n'),
    })
    symlinkSync('order.avsc', made.path('schemas/link.avsc'))
    const from = ['-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', inner.folder]
    await git(made.folder, 'init', '--quiet', '--initial-branch', 'main')
    await git(made.folder, ...from, 'inner')
    await git(made.folder, 'add', '.')
    await git(made.folder, 'commit', '--quiet', '--message', 'schemas')
    inner.remove()
    made.write({ 'schemas/order.avsc': broken, 'schemas/a b/ü, %20.avsc': broken })
  })
  afterAll(() => made.remove())

  it('finds what a file was by any path that leads to it', async () => {
    const problems = [['order', 'problems']]
    expect(statuses(await check(made.path('schemas/order.avsc')))).toEqual(problems)
    expect(statuses(await check('schemas/a b/../order.avsc'))).toEqual(problems)
    const below = { folder: made.path('schemas/a b') }
    const args = ['check', '../order.avsc', '.', '--against', 'git:main', '--json']
    expect(statuses(await concordat(args, below))).toEqual([
      ['order', 'problems'],
      ['ü, %20', 'problems'],
    ])
  })

  it('reads what a link led to, and leaves byte order marks and line ends out of account', async () => {
    expect(statuses(await check('schemas'))).toEqual([
      ['a b/ü, %20', 'problems'],
      ['lines', 'unchanged'],
      ['link', 'problems'],
      ['marked', 'unchanged'],
      ['order', 'problems'],
    ])
  })

  it('takes no file for new that the revision cannot hold', async () => {
    const ended = await check('inner/s.avsc')
    expect(ended).toMatchObject({ status: 2, out: '' })
    expect(ended.errors).toContain('inner/s.avsc is in the submodule inner: check it from within')
    const odd = workspace({ 'two\nlines.avsc': good })
    const named = await check(odd.path('two\nlines.avsc'))
    odd.remove()
    expect(named).toMatchObject({ status: 2, out: '' })
    expect(named.errors).toContain('git cannot be asked for a name that holds a line end')
  })

  it('says that a clone is shallow where a revision is missing', async () => {
    const clone = workspace()
    const from = ['clone', '--quiet', '--depth', '1', `file://${made.folder}`, 'copy']
    await git(clone.folder, ...from)
    const args = ['check', 'schemas', '--against', 'git:HEAD~1']
    const ended = await concordat(args, { folder: clone.path('copy') })
    clone.remove()
    expect(ended.status).toBe(2)
    expect(ended.errors).toContain("git has no revision 'HEAD~1': this clone is shallow")
  })

  it('finds the file that a subject had under another name', async () => {
    const moved = workspace({
      'order.avsc': good,
      'other.avsc': record('Other', {}),
      'concordat.yaml': 'subjects:\n  orders: order.avsc\n  others: other.avsc\n',
    })
    await git(moved.folder, 'init', '--quiet', '--initial-branch', 'main')
    await git(moved.folder, 'add', '.')
    await git(moved.folder, 'commit', '--quiet', '--message', 'schemas')
    await git(moved.folder, 'mv', 'order.avsc', 'purchase.avsc')
    moved.write({
      'purchase.avsc': broken,
      'concordat.yaml': 'subjects:\n  orders: purchase.avsc\n  others: other.avsc\n',
    })
    const args = ['check', '--against', 'git:main', '--json']
    const ended = await concordat(args, { folder: moved.folder })
    moved.remove()
    expect(statuses(ended)).toEqual([
      ['orders', 'problems'],
      ['others', 'unchanged'],
    ])
    expect(ended.out).toContain('git:main:order.avsc')
  })

  it.each(['{name}', '{record}', 'all-{name}'])(
    'finds the file that moved within a project whose subjects are %s',
    async (subject) => {
      const project = `files: [{ glob: "**/*.avsc", subject: "${subject}" }]\n`
      const moved = workspace({
        'schemas/Order.avsc': good,
        'schemas/Other.avsc': record('Other', {}),
        'schemas/Gone.avsc': record('Gone', {}),
        'concordat.yaml': project,
      })
      await git(moved.folder, 'init', '--quiet', '--initial-branch', 'main')
      await git(moved.folder, 'add', '.')
      await git(moved.folder, 'commit', '--quiet', '--message', 'schemas')
      moved.write({ 'schemas/orders/Order.avsc': broken, 'schemas/New.avsc': record('New', {}) })
      await git(moved.folder, 'rm', '--quiet', 'schemas/Order.avsc', 'schemas/Gone.avsc')
      const args = ['check', '--against', 'git:main', '--json']
      const ended = await concordat(args, { folder: moved.folder })
      moved.remove()
      expect(statuses(ended).map((one) => (one as readonly unknown[])[1])).toEqual([
        'new',
        'unchanged',
        'problems',
      ])
      expect(ended.out).toContain('git:main:schemas/Order.avsc')
    },
  )

  it('misses Protobuf files of a folder that is named from the root', async () => {
    const args = ['lint', made.path('schemas'), '--against', 'git:main', '--json']
    const { out } = await concordat(args, { folder: made.folder })
    expect(out).not.toContain('FILE_NO_DELETE')
  })
})
