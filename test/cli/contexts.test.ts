import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { RegistryClient } from '../../src/client/registry-client.ts'
import type { FileReport } from '../../src/cli/check/finding.ts'
import { startRegistry } from '../running-registry.ts'
import type { RunningRegistry } from '../running-registry.ts'
import { concordat, record, workspace } from './cli-process.ts'
import type { Ended, Workspace } from './cli-process.ts'

const money = record('Money', { cents: 'long' })
const staged = record('Money', { euros: 'long' })
const order = record('Order', { price: 'acme.Money' })
const largerOrder = {
  ...order,
  fields: [...fieldsOf(order), { name: 'n', type: 'int', default: 0 }],
}

function fieldsOf(schema: object): readonly object[] {
  return (schema as { readonly fields: readonly object[] }).fields
}

describe('schemas of several contexts', () => {
  let registry: RunningRegistry
  let client: RegistryClient
  let made: Workspace
  const run = (...args: readonly string[]): Promise<Ended> =>
    concordat(args, { url: registry.url, folder: made.folder })
  const check = async (...args: readonly string[]): Promise<readonly FileReport[]> => {
    const { out, errors } = await run('check', '--json', ...args)
    expect(errors).toBe('')
    return (JSON.parse(out) as { files: readonly FileReport[] }).files
  }

  beforeAll(async () => {
    registry = await startRegistry()
    client = new RegistryClient({ url: registry.url })
    made = workspace({
      'money.avsc': money,
      'staged.avsc': staged,
      'order.avsc': order,
      'larger.avsc': largerOrder,
    })
    const references = [{ name: 'acme.Money', subject: 'money', version: 1 }]
    await client.register('money', { schema: JSON.stringify(money) })
    for (const context of [':.stage:', ':.far:']) {
      await client.register(`${context}money`, { schema: JSON.stringify(staged) })
      await client.register(`${context}order`, { schema: JSON.stringify(order), references })
    }
  })
  afterAll(async () => {
    await registry.close()
    made.remove()
  })

  it('are read with what they refer to in their own context', async () => {
    for (const subject of ['money@1', ':.stage:money@1']) {
      const about = ['--subject', ':.stage:order', '--reference', `acme.Money=${subject}`]
      const [report] = await check('larger.avsc', ...about)
      expect(report).toMatchObject({ status: 'compatible', findings: [] })
    }
    const { out, status } = await run('diff', ':.stage:order', ':.far:order', '--json')
    expect(status).toBe(0)
    expect(out).not.toContain('cents')
  })

  it('are checked again when what they refer to in their own context changes', async () => {
    const larger = { ...staged, fields: [...fieldsOf(staged), { name: 'n', type: 'int' }] }
    made.write({ 'larger-money.avsc': larger })
    const [report] = await check('larger-money.avsc', '--subject', ':.stage:money')
    expect(report?.referrers).toMatchObject([{ subject: ':.stage:order', problems: 1 }])
  })

  it('refer to neighbours of their own context first, and to others by their full names', async () => {
    made.write({
      'concordat.yaml': [
        'subjects:',
        '  a-money: money.avsc',
        "  ':.new:b-money': money.avsc",
        '  a-order: order.avsc',
        "  ':.new:b-order': order.avsc",
        "  ':.empty:order': order.avsc",
        "  ':.said:money': staged.avsc",
        "  ':.said:order':",
        '    file: order.avsc',
        '    references: [{ name: acme.Money, subject: money }]',
        '',
      ].join('\n'),
    })
    const planned = await run('plan', '--out', 'plan.json')
    expect(planned).toMatchObject({ status: 0, errors: '' })
    expect(await run('apply', '--plan', 'plan.json')).toMatchObject({ status: 0, errors: '' })
    const targets = async (subject: string): Promise<readonly string[] | undefined> =>
      (await client.getVersion(subject, 1)).references?.map((one) => one.subject)
    expect(await targets('a-order')).toEqual(['a-money'])
    expect(await targets(':.new:b-order')).toEqual([':.new:b-money'])
    expect(await targets(':.empty:order')).toEqual([':.:a-money'])
    expect(await targets(':.said:order')).toEqual(['money'])
    expect((await run('plan')).out).toContain('nothing to do')
    expect(await run('apply', '--plan', 'plan.json')).toMatchObject({ status: 0, errors: '' })
  })
})
