import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { concordat, record, workspace } from './cli-process.ts'
import type { Ended, Workspace } from './cli-process.ts'

describe('options of check and lint', () => {
  let made: Workspace
  const run = (...args: readonly string[]): Promise<Ended> =>
    concordat(args, { folder: made.folder })
  beforeAll(() => {
    made = workspace({
      'old/a.avsc': record('A', { x: 'int' }),
      'old/m.proto': 'syntax = "proto3"; message M { int32 x = 1; }',
      'new/a.avsc': record('A', { x: 'long' }),
      'new/m.proto': 'syntax = "proto3"; message M {}',
    })
  })
  afterAll(() => made.remove())

  it('do not name two formats', async () => {
    expect(await run('check', 'new', '--against', 'old', '--json', '--format', 'text')).toEqual({
      status: 2,
      out: '',
      errors: 'concordat: give --json or --format text, not both\n',
    })
  })

  it('do not give several files the references of one', async () => {
    const ended = await run('check', 'new', '--against', 'old', '--reference', 'a=b')
    expect(ended).toMatchObject({
      status: 2,
      errors: 'concordat: --reference is of one file; write a concordat.yaml for more\n',
    })
  })

  it('name rules in any letter case, and tell of files that they name none for', async () => {
    const ended = await run('lint', 'new', '--against', 'old', '--use', 'field_same_type')
    expect(ended.out).toContain('FIELD_SAME_TYPE')
    const source = await run('lint', 'new/m.proto', '--against', 'old', '--use', 'source')
    expect(source.out).toMatch(/no rules +ok \(nothing is compared\)/)
  })
})

describe('findings of others than what was asked about', () => {
  it('show the lines of the others', async () => {
    const old = {
      'old/money.avsc': record('Money', { amount: 'long' }),
      'old/order.avsc': record('Order', { total: 'acme.Money' }),
    }
    const made = workspace({
      ...old,
      'money.avsc': record('Money', { amount: 'string' }),
      'order.avsc': record('Order', { total: 'acme.Money' }),
      'concordat.yaml': 'subjects: {money: money.avsc, order: order.avsc}\n',
    })
    const { out } = await concordat(['check', 'money.avsc', '--against', 'old'], {
      folder: made.folder,
    })
    const [, , ofOrder = ''] = out.split(/^ {2}(?=\S+\.avsc:)/m)
    expect(ofOrder).toMatch(/^order\.avsc:\d+:\d+ {2}TYPE_MISMATCH/)
    expect(ofOrder.match(/^ {4}[-+] .*"acme\.Money"$/gm)).toHaveLength(2)
    made.remove()
  })
})

describe('an exception', () => {
  it('ends on a day of the calendar', async () => {
    const made = workspace({
      'a.avsc': record('A', { x: 'int' }),
      'concordat.yaml': `subjects: {a: a.avsc}
accept: [{subject: a, reason: later, until: 2026-02-30}]
`,
    })
    expect(await concordat(['check', '--against', '.'], { folder: made.folder })).toMatchObject({
      status: 2,
      errors: 'concordat: concordat.yaml:2:45: until is a day such as 2026-12-31\n',
    })
    made.remove()
  })
})
