import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startRegistry } from '../running-registry.ts'
import type { RunningRegistry } from '../running-registry.ts'
import { concordat, git, record, workspace } from './cli-process.ts'
import type { Ended, Workspace } from './cli-process.ts'

/** Twenty schemas of three formats; one in two refers to another. */
function repository(): Readonly<Record<string, string | object>> {
  const proto = (body: string, ...imports: readonly string[]): string =>
    [
      'syntax = "proto3";',
      'package shop;',
      ...imports.map((path) => `import "${path}";`),
      body,
      '',
    ].join('\n')
  const object = (id: string, properties: object): object => ({
    $schema: 'http://json-schema.org/draft-07/schema#',
    $id: `https://shop.test/${id}.json`,
    title: id,
    type: 'object',
    additionalProperties: false,
    properties,
  })
  return {
    'concordat.yaml': `
files:
  - glob: 'avro/**/*.avsc'
    subject: '{name}-value'
  - glob: 'proto/**/*.proto'
    subject: 'shop/{name}'
    normalize: true
  - glob: 'json/*.json'
    subject: '{record}'
subjects:
  payments-value:
    file: avro/payment.avsc
    level: FULL_TRANSITIVE
`,
    'avro/types/money.avsc': record('Money', { amount: 'long', currency: 'string' }),
    'avro/types/address.avsc': record('Address', { street: 'string', city: 'string' }),
    'avro/types/item.avsc': record('Item', { sku: 'string', price: 'acme.Money' }),
    'avro/order.avsc': record('Order', {
      id: 'string',
      items: { type: 'array', items: 'acme.Item' },
      to: 'acme.Address',
    }),
    'avro/payment.avsc': record('Payment', { order: 'string', sum: 'acme.Money' }),
    'avro/refund.avsc': record('Refund', { payment: 'acme.Payment', why: ['null', 'string'] }),
    'avro/stock.avsc': record('Stock', { sku: 'string', count: 'int' }),
    'proto/shop/common.proto': proto('message Id { string value = 1; }'),
    'proto/shop/user.proto': proto(
      'message User { Id id = 1; string name = 2; }',
      'shop/common.proto',
    ),
    'proto/shop/cart.proto': proto(
      'message Cart { User user = 1; repeated Id items = 2; }',
      'shop/user.proto',
      'shop/common.proto',
    ),
    'proto/shop/session.proto': proto('message Session { Cart cart = 1; }', 'shop/cart.proto'),
    'proto/shop/click.proto': proto('message Click { int64 at = 1; string page = 2; }'),
    'proto/shop/view.proto': proto('message View { Click click = 1; }', 'shop/click.proto'),
    'json/geo.json': object('Geo', { lat: { type: 'number' }, lon: { type: 'number' } }),
    'json/store.json': object('Store', { at: { $ref: 'https://shop.test/Geo.json' } }),
    'json/visit.json': object('Visit', { store: { $ref: 'https://shop.test/Store.json' } }),
    'json/rating.json': object('Rating', { stars: { type: 'integer', minimum: 1, maximum: 5 } }),
    'json/review.json': object('Review', { rating: { $ref: 'https://shop.test/Rating.json' } }),
    'json/coupon.json': object('Coupon', { code: { type: 'string', maxLength: 20 } }),
    'json/banner.json': object('Banner', { text: { type: 'string' } }),
  }
}

interface Report {
  readonly problems: number
  readonly files: readonly {
    readonly subject: string
    readonly status: string
    readonly findings: readonly { readonly kind: string; readonly version?: number }[]
  }[]
}

interface Plan {
  readonly entries: readonly { readonly subject: string; readonly action: string }[]
}

describe('a repository of twenty schemas in three formats', () => {
  let registry: RunningRegistry
  let made: Workspace
  const run = (...args: readonly string[]): Promise<Ended> =>
    concordat(args, { url: registry.url, folder: made.folder })
  const check = async (...args: readonly string[]): Promise<Report & Ended> => {
    const ended = await run('check', '--json', ...args)
    return { ...ended, ...(JSON.parse(ended.out) as Report) }
  }
  const actions = async (): Promise<Readonly<Record<string, number>>> => {
    const { out } = await run('plan', '--json')
    const counts: Record<string, number> = {}
    for (const { action } of (JSON.parse(out) as Plan).entries) {
      counts[action] = (counts[action] ?? 0) + 1
    }
    return counts
  }

  beforeAll(async () => {
    registry = await startRegistry()
    made = workspace(repository())
    await git(made.folder, 'init', '--quiet', '--initial-branch', 'main')
    await git(made.folder, 'add', '.')
    await git(made.folder, 'commit', '--quiet', '--message', 'schemas')
  })
  afterAll(async () => {
    await registry.close()
    made.remove()
  })

  it('is checked, planned, applied, broken and fixed', async () => {
    const fresh = await check()
    expect(fresh.status).toBe(0)
    expect(fresh.files.map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 'new'))
    expect(await actions()).toEqual({ create: 20 })

    const applied = await run('apply')
    expect(applied).toMatchObject({ status: 0, errors: '' })
    expect(applied.out.match(/^created /gm)).toHaveLength(20)
    expect(applied.out).toMatch(/^created +payments-value version 1 \(id \d+\), config changed$/m)
    expect(await actions()).toEqual({ unchanged: 20 })
    expect((await check()).files.every(({ status }) => status === 'unchanged')).toBe(true)
    const again = await run('apply')
    expect(again.out.match(/^unchanged /gm)).toHaveLength(20)

    made.write({
      'avro/stock.avsc': record('Stock', { sku: 'string', count: 'string' }),
      'avro/payment.avsc': record('Payment', { order: 'string', sum: 'acme.Money', by: 'string' }),
      'proto/shop/click.proto':
        'syntax = "proto3";\npackage shop;\nmessage Click { bytes at = 1; string page = 2; }\n',
      'json/coupon.json': {
        $schema: 'http://json-schema.org/draft-07/schema#',
        $id: 'https://shop.test/Coupon.json',
        title: 'Coupon',
        type: 'object',
        additionalProperties: false,
        properties: { code: { type: 'string', maxLength: 10 } },
      },
    })
    const offline = await check('--against', 'git:main')
    const online = await check()
    for (const report of [offline, online]) {
      expect(report.status).toBe(1)
      const broken = report.files.filter(({ status }) => status === 'problems')
      expect(broken.map(({ subject }) => subject).toSorted()).toEqual([
        'Coupon',
        'payments-value',
        'refund-value',
        'shop/click',
        'stock-value',
      ])
    }
    expect(
      online.files.flatMap(({ findings }) => findings).every(({ version }) => version === 1),
    ).toBe(true)
    const refused = await run('apply')
    expect(refused.errors).toContain('is refused; nothing was changed')
    expect(refused.status).toBe(1)
    expect((await run('versions', 'stock-value')).out).toBe('1\n')

    made.write({
      'avro/stock.avsc': record('Stock', { sku: 'string', count: 'long' }),
      'avro/payment.avsc': {
        ...record('Payment', {}),
        fields: [
          { name: 'order', type: 'string' },
          { name: 'sum', type: 'acme.Money' },
          { name: 'by', type: 'string', default: '' },
        ],
      },
      'proto/shop/click.proto':
        'syntax = "proto3";\npackage shop;\nmessage Click { int64 at = 1; string page = 2; bool paid = 3; }\n',
      'json/coupon.json': {
        $schema: 'http://json-schema.org/draft-07/schema#',
        $id: 'https://shop.test/Coupon.json',
        title: 'Coupon',
        type: 'object',
        additionalProperties: false,
        properties: { code: { type: 'string', maxLength: 30 } },
      },
    })
    const fixed = await check()
    expect([fixed.status, fixed.problems]).toEqual([0, 0])
    // Whoever refers to a changed schema gets a new version, which refers to the new one.
    expect(await actions()).toEqual({ 'new-version': 6, unchanged: 14 })
    const carried = await run('apply')
    expect(carried.out.match(/^registered /gm)).toHaveLength(6)
    const view = JSON.parse((await run('get', 'shop/view', '--json')).out) as object
    expect(view).toMatchObject({ references: [{ subject: 'shop/click', version: 2 }] })
    expect(await actions()).toEqual({ unchanged: 20 })
  })

  it('refuses a kept plan that the registry has outrun, and goes on with its own', async () => {
    made.write({ 'avro/stock.avsc': record('Stock', { sku: 'string', count: 'double' }) })
    const planned = await run('plan', '--out', 'plan.json')
    expect(planned.out).toContain('1 new version')
    const other = await run('register', 'avro/stock.avsc', '--subject', 'stock-value')
    expect(other.status).toBe(0)
    expect((await run('apply', '--plan', 'plan.json')).out).toContain('there already stock-value')

    made.write({ 'late.avsc': record('Stock', { sku: 'string', count: 'float' }) })
    made.write({ 'avro/stock.avsc': record('Stock', { sku: 'string', count: 'float' }) })
    await run('compat', 'set', 'stock-value', 'NONE')
    await run('plan', '--out', 'plan.json')
    made.write({ 'late.avsc': record('Stock', { sku: 'bytes', count: 'float' }) })
    await run('register', 'late.avsc', '--subject', 'stock-value')
    const outrun = await run('apply', '--plan', 'plan.json')
    expect(outrun.errors).toMatch(
      /the registry has moved on: stock-value is at version \d, the plan/,
    )
    expect(outrun.status).toBe(1)
  })

  it.each([
    { content: '{', says: 'not JSON' },
    { content: '{}', says: 'not a plan of concordat plan --out' },
    {
      content: '{"format":"concordat-plan","formatVersion":2,"entries":[]}',
      says: 'a plan of another version',
    },
  ])('refuses a file that is no plan: $says', async ({ content, says }) => {
    made.write({ 'ill.json': content })
    const { status, errors } = await run('apply', '--plan', 'ill.json')
    expect(errors).toContain(says)
    expect(status).toBe(2)
  })
})
