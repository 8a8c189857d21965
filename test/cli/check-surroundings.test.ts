import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { RegistryClient } from '../../src/client/registry-client.ts'
import type { FileReport } from '../../src/cli/check/finding.ts'
import { startRegistry } from '../running-registry.ts'
import type { RunningRegistry } from '../running-registry.ts'
import { concordat, record, workspace } from './cli-process.ts'
import type { Ended, Workspace } from './cli-process.ts'

const money = (fields: Readonly<Record<string, unknown>>): object => record('Money', fields)

describe('what surrounds a schema that is checked', () => {
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
    made = workspace({ 'money.avsc': money({ amount: 'int' }) })
    await client.register('money', { schema: JSON.stringify(money({ amount: 'int' })) })
    const references = [{ name: 'acme.Money', subject: 'money', version: 1 }]
    const order = JSON.stringify(record('Order', { price: 'acme.Money' }))
    await client.register('order', { schema: order, references })
    await client.register('strict', { schema: order, references })
    await client.updateConfig({ compatibility: 'FULL' }, 'strict')
    await client.updateConfig({ compatibility: 'NONE' }, 'money')
  })
  afterAll(async () => {
    await registry.close()
    made.remove()
  })

  it('checks those again who refer to what changed, at their own levels', async () => {
    made.write({ 'money.avsc': money({ amount: 'long' }) })
    const [report] = await check('money.avsc')
    expect(report).toMatchObject({
      status: 'problems',
      referrers: [
        { subject: 'order', problems: 0 },
        { subject: 'strict', problems: 1 },
      ],
      findings: [
        {
          subject: 'strict',
          file: 'money.avsc',
          kind: 'TYPE_MISMATCH',
          rule: 'TYPE_MISMATCH',
          direction: 'old-reads-new',
          version: 1,
          id: 2,
        },
      ],
    })
    const { out, status } = await run('check', 'money.avsc')
    expect(out).toContain('  referenced by order, strict: rechecked, strict would break\n')
    expect(out).toContain('strict, which refers to it, would break: The type')
    expect(status).toBe(1)
  })

  it('lets exceptions cover those, too', async () => {
    made.write({
      'accept.yaml':
        'subjects: { money: money.avsc }\naccept: [{ subject: strict, reason: is being retired }]\n',
    })
    const { out, status } = await run('check', '--config', 'accept.yaml')
    expect(out).toContain('accepted: is being retired')
    expect(status).toBe(0)
  })

  it('asks nobody about a file that has not changed', async () => {
    made.write({ 'money.avsc': money({ amount: 'int' }) })
    const [report] = await check('money.avsc')
    expect(report?.status).toBe('unchanged')
    expect(report?.referrers).toBeUndefined()
  })

  it('checks neighbours as they stand in the project', async () => {
    made.write({
      'money.avsc': money({ amount: 'long' }),
      'order.avsc': record('Order', { price: 'acme.Money', note: 'string' }),
      'both.yaml':
        'subjects: { money: money.avsc, order: order.avsc, strict: { file: order.avsc } }\n',
    })
    const [report] = await check('money.avsc', '--config', 'both.yaml')
    expect(report).toMatchObject({
      subject: 'money',
      referrers: [
        { subject: 'order', problems: 1 },
        { subject: 'strict', problems: 2 },
      ],
    })
    expect(report?.findings[0]).toMatchObject({
      subject: 'order',
      file: 'order.avsc',
      kind: 'READER_FIELD_MISSING_DEFAULT_VALUE',
    })
  })

  it('tells of metadata and rule sets that would change, and counts what the config adds', async () => {
    const schema = JSON.stringify(record('Kept', { a: 'int' }))
    await client.updateConfig(
      {
        defaultMetadata: { properties: { team: 'a', owner: 'nobody' } },
        overrideMetadata: { properties: { region: 'eu' } },
        defaultRuleSet: {
          domainRules: [
            { name: 'size', kind: 'CONDITION', type: 'CEL', mode: 'WRITE', expr: 'true' },
          ],
        },
      },
      'kept',
    )
    await client.register('kept', { schema })
    made.write({ 'kept.avsc': JSON.parse(schema) as object })
    expect((await check('kept.avsc'))[0]?.status).toBe('unchanged')
    const properties = 'metadata: { properties: { team: a, owner: nobody, region: asia } }'
    const rule = '{ name: size, kind: CONDITION, type: CEL, mode: WRITE, expr: "false" }'
    made.write({
      'same.yaml': `subjects: { kept: { file: kept.avsc, ${properties} } }\n`,
      'other.yaml': `subjects: { kept: { file: kept.avsc, metadata: { properties: { owner: b } } } }\n`,
      'rules.yaml': `subjects: { kept: { file: kept.avsc, ruleSet: { domainRules: [${rule}] } } }\n`,
    })
    expect((await check('--config', 'same.yaml'))[0]?.status).toBe('unchanged')
    expect(await check('--config', 'other.yaml')).toMatchObject([
      { status: 'compatible', changed: ['metadata'] },
    ])
    expect(await check('--config', 'rules.yaml')).toMatchObject([
      { status: 'compatible', changed: ['rule set'] },
    ])
    const { out } = await run('check', '--config', 'rules.yaml')
    expect(out).toContain('  its rule set would change\n')
  })

  it('registers the rule set that the project declares', async () => {
    expect((await run('plan', '--config', 'rules.yaml')).out).toContain('new version')
    expect(await run('apply', '--config', 'rules.yaml')).toMatchObject({ status: 0, errors: '' })
    const { ruleSet, version } = await client.getVersion('kept', 'latest')
    expect(version).toBe(2)
    expect(ruleSet?.domainRules).toMatchObject([{ name: 'size', expr: 'false' }])
    expect((await run('plan', '--config', 'rules.yaml')).out).toContain('nothing to do')
    expect((await check('--config', 'rules.yaml'))[0]?.status).toBe('unchanged')
  })

  it('inherits settings that a subject does not say itself', async () => {
    const schema = JSON.stringify({
      type: 'object',
      patternProperties: { '^x': { type: 'string' } },
    })
    await client.register('half', { schemaType: 'JSON', schema })
    await client.updateConfig({ normalize: true }, 'half')
    made.write({ 'half.json': schema.replace('string', 'integer') })
    expect(await check('half.json')).toMatchObject([{ status: 'compatible' }])
    await client.updateConfig({ strictness: 'sound' })
    expect(await check('half.json')).toMatchObject([
      { levelSource: 'registry, subject', status: 'problems' },
    ])
  })

  it.each([
    { rules: '{ domainRules: [{ type: CEL }] }', says: 'bad.yaml:1:63: a rule needs its name' },
    { rules: '{ domainRules: [{ name: a b, type: CEL }] }', says: 'letters, digits, _ and -, not' },
    { rules: '{ domainRules: [{ name: a }] }', says: 'a rule needs its type' },
    {
      rules: '{ domainRules: [{ name: a, type: CEL, mode: UPGRADE }] }',
      says: 'WRITE, READ, WRITEREAD',
    },
    {
      rules: '{ migrationRules: [{ name: a, type: CEL }] }',
      says: 'UPGRADE, DOWNGRADE, UPDOWN, not',
    },
    {
      rules: '{ domainRules: [{ name: a, type: CEL }, { name: a, type: CEL }] }',
      says: 'two rules called',
    },
    { rules: '{ domainRules: [{ name: a, type: CEL, exprr: x }] }', says: "a rule has no 'exprr'" },
    { rules: '{ rules: [] }', says: "ruleSet has no 'rules'" },
  ])('refuses the rule set $rules with its line', async ({ rules, says }) => {
    made.write({ 'bad.yaml': `subjects: { kept: { file: kept.avsc, ruleSet: ${rules} } }\n` })
    const { errors, status } = await run('check', '--config', 'bad.yaml')
    expect(errors).toContain('bad.yaml:1:')
    expect(errors).toContain(says)
    expect(status).toBe(2)
  })
})
