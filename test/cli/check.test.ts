import { readFileSync } from 'node:fs'
import { Ajv } from 'ajv'
import formats from 'ajv-formats'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { FileReport, Finding } from '../../src/cli/check/finding.ts'
import { concordat, git, record, workspace } from './cli-process.ts'
import type { Ended, Workspace } from './cli-process.ts'

const order = record('Order', { id: 'string', total: 'double', price: 'acme.Money' })
const brokenOrder = record('Order', { id: 'string', total: 'string', price: 'acme.Money' })
const money = record('Money', { amount: 'long' })
const user = `syntax = "proto3";
package acme;
import "common/address.proto";
message User {
  string name = 1;
  Address address = 2;
}
`
const address = `syntax = "proto3";
package acme;
message Address {
  int32 number = 1;
}
`
const event = { type: 'object', properties: { at: { type: 'integer' } } }

const good = {
  'schemas/order.avsc': order,
  'schemas/money.avsc': money,
  'schemas/user.proto': user,
  'schemas/common/address.proto': address,
  'schemas/event.json': event,
}
const broken = {
  'schemas/order.avsc': brokenOrder,
  'schemas/common/address.proto': address.replace('int32', 'bytes'),
  'schemas/event.json': { type: 'object', properties: { at: { type: 'string' } } },
}

/** What `--json` prints. */
interface Printed {
  readonly problems: number
  readonly files: readonly FileReport[]
}

function printed({ out }: Ended): Printed {
  return JSON.parse(out) as Printed
}

function findings(ended: Ended): readonly Finding[] {
  return printed(ended).files.flatMap((file) => file.findings)
}

describe('concordat check without a registry', () => {
  let made: Workspace
  const check = (...args: readonly string[]): Promise<Ended> =>
    concordat(['check', ...args], { folder: made.folder })

  beforeAll(async () => {
    made = workspace(good)
    await git(made.folder, 'init', '--quiet', '--initial-branch', 'main')
    await git(made.folder, 'add', '.')
    await git(made.folder, 'commit', '--quiet', '--message', 'schemas')
    made.write(broken)
  })
  afterAll(() => made.remove())

  it('holds a folder against a git revision and finds what breaks, with places in both texts', async () => {
    const ended = await check('schemas', '--against', 'git:main', '--json')
    expect(ended.status).toBe(1)
    const found = findings(ended)
    expect(found.map(({ kind, subject, line }) => [subject, kind, line])).toEqual(
      [
        ['event', 'TYPE_CHANGED', 5],
        ['order', 'TYPE_MISMATCH', 12],
        ['common/address', 'FIELD_SCALAR_KIND_CHANGED', 4],
      ].toSorted((a, b) => subjectOrder(ended, a[0]) - subjectOrder(ended, b[0])),
    )
    const total = found.find(({ subject }) => subject === 'order')
    expect(total).toMatchObject({
      file: 'schemas/order.avsc',
      path: '/fields/1/type',
      direction: 'new-reads-old',
      against: { name: 'git:main:schemas/order.avsc', line: 12 },
    })
    expect(total?.hint).toBeTypeOf('string')
    expect(total?.version).toBeUndefined()
  })

  it('finds references between the files by name, in all three formats', async () => {
    const linked = workspace({
      'a/item.json': { $id: 'https://acme.test/item.json', type: 'string' },
      'a/cart.json': { type: 'array', items: { $ref: 'https://acme.test/item.json' } },
      'a/basket.json': { type: 'array', items: { $ref: './item.json' } },
      'a/money.avsc': money,
      'a/order.avsc': order,
      'a/user.proto': user,
      'a/common/address.proto': address,
    })
    const ended = await concordat(['check', 'a', '--against', 'a', '--json'], linked)
    linked.remove()
    expect(ended).toMatchObject({ status: 0, errors: '' })
    expect(printed(ended).files.map(({ status }) => status)).toEqual(
      Array.from({ length: 7 }, () => 'unchanged'),
    )
  })

  it('takes a name from the file that is it, before those that only hold it', async () => {
    const held = { ...money, name: 'Money' }
    const linked = workspace({
      'a/a.avsc': record('Early', { inside: held }),
      'a/late.avsc': record('Late', { m: 'acme.Money' }),
      'a/money.avsc': held,
      'b/deep/x.proto': 'syntax = "proto3"; message Deep {}',
      'b/user.proto': 'syntax = "proto3"; import "x.proto"; message U { Top top = 1; }',
      'b/x.proto': 'syntax = "proto3"; message Top {}',
    })
    const ended = await concordat(['check', 'a', 'b', '--against', 'a', '--json'], linked)
    linked.remove()
    expect(findings(ended)).toEqual([])
    expect(printed(ended).files.findIndex(({ subject }) => subject === 'money')).toBeLessThan(
      printed(ended).files.findIndex(({ subject }) => subject === 'late'),
    )
  })

  it('takes subjects as they are written, and one file for several', async () => {
    made.write({
      'both.yaml': 'subjects:\n  "{name}": old.avsc\n  other: old.avsc\n',
      'old.avsc': record('P', { a: 'int' }),
    })
    for (const targets of [[], ['old.avsc']]) {
      const ended = await check('--config', 'both.yaml', '--against', '.', '--json', ...targets)
      expect(printed(ended).files.map(({ subject }) => subject)).toEqual(['{name}', 'other'])
    }
    const said = await check(
      'old.avsc',
      '--config',
      'both.yaml',
      '--subject',
      's',
      '--against',
      '.',
    )
    expect(said.out).toMatch(/^s +old\.avsc/)
  })

  it('holds one file against another, at the level it is told', async () => {
    made.write({ 'old.avsc': record('P', { a: 'int' }), 'new.avsc': record('P', { a: 'long' }) })
    const backward = await check('new.avsc', '--against', 'old.avsc')
    expect(backward.status).toBe(0)
    const forward = await check('new.avsc', '--against', 'old.avsc', '--level', 'forward')
    expect(forward.status).toBe(1)
    expect(forward.out).toContain('FORWARD (--level)')
    expect(forward.out).toContain('readers with old.avsc, data of the new schema')
  })

  it('prints an annotated diff for people', async () => {
    const { out, errors } = await check('schemas', '--against', 'git:main')
    expect(errors).toBe('')
    expect(out).toContain('schemas/order.avsc:12:15  TYPE_MISMATCH')
    expect(out).toMatch(
      /- {3}12 \| .*"type": "double"\n.*\^\n.*\+ {3}12 \| .*"type": "string"\n.*\^/,
    )
    expect(out).toMatch(/fix: \S/)
    expect(out).toMatch(
      /5 subjects, 3 problems, against git:main, \d+\.\d s {2}\(concordat explain \w+\)\n$/,
    )
    expect(out).not.toContain('\u001b')
  })

  it('prints GitHub annotations', async () => {
    const { out, status } = await check('schemas', '--against', 'git:main', '--format', 'github')
    expect(status).toBe(1)
    const lines = out.trimEnd().split('\n')
    expect(lines).toHaveLength(3)
    for (const line of lines) {
      expect(line).toMatch(/^::error file=schemas\/\S+,line=\d+,col=\d+,title=[A-Z_]+::\S/)
    }
  })

  it('prints JUnit XML with a case for every file and a failure for every finding', async () => {
    const { out } = await check('schemas', '--against', 'git:main', '--format', 'junit')
    expect(out).toMatch(
      /^<\?xml version="1.0" encoding="UTF-8"\?>\n<testsuites .*tests="5" failures="3">/,
    )
    expect(out.match(/<testcase /g)).toHaveLength(5)
    expect(
      out.match(/<failure type="[A-Z_]+" message="[^"<>&]*(?:&\w+;[^"<>&]*)*">/g),
    ).toHaveLength(3)
  })

  it('prints JUnit XML whose cases have names of their own, for readers take equal ones for one', async () => {
    const args = ['schemas', '--against', 'git:main', '--level', 'FULL']
    const { out } = await check(...args, '--format', 'junit')
    const names = [...out.matchAll(/<testcase [^>]*\bname="([^"]*)"/g)].map(([, name = '']) => name)
    const old = 'git:main:schemas/order.avsc'
    expect(names.filter((name) => name.startsWith('TYPE_MISMATCH')).toSorted()).toEqual([
      `TYPE_MISMATCH /fields/1/type (readers with ${old}, data of the new schema)`,
      `TYPE_MISMATCH /fields/1/type (readers with the new schema, data of ${old})`,
    ])
  })

  it('names files from the top of a checkout of GitHub, wherever a step runs', async () => {
    const args = ['check', 'order.avsc', 'money.avsc', '--against', 'git:main', '--format']
    const step = { folder: made.path('schemas'), environment: { GITHUB_WORKSPACE: made.folder } }
    const github = await concordat([...args, 'github'], step)
    expect(github.out).toMatch(/^::error file=schemas\/order\.avsc,line=12,/)
    const sarif = await concordat([...args, 'sarif'], step)
    expect(sarif.out).toContain('"uri": "schemas/order.avsc"')
    const elsewhere = { ...step, environment: { GITHUB_WORKSPACE: made.path('elsewhere') } }
    expect((await concordat([...args, 'github'], elsewhere)).out).toContain('file=order.avsc,')
  })

  it('prints SARIF that its schema accepts', async () => {
    const { out } = await check('schemas', '--against', 'git:main', '--format', 'sarif')
    const text = readFileSync(new URL('../vectors/sarif/sarif-2.1.0.json', import.meta.url), 'utf8')
    const ajv = new Ajv({ allErrors: true, strict: false })
    formats.default(ajv)
    const validate = ajv.compile(JSON.parse(text) as object)
    validate(JSON.parse(out))
    expect(validate.errors).toBeNull()
    const log = JSON.parse(out) as { runs: { results: { ruleId: string }[] }[] }
    expect(log.runs[0]?.results.map(({ ruleId }) => ruleId).toSorted()).toEqual([
      'FIELD_SCALAR_KIND_CHANGED',
      'TYPE_CHANGED',
      'TYPE_MISMATCH',
    ])
  })

  it('lives with accepted findings until their last day', async () => {
    const accept = (until: string): string => `
files:
  - glob: 'schemas/**'
    subject: '{name}'
accept:
  - { subject: order, kind: TYPE_MISMATCH, reason: no consumer left, until: ${until} }
  - { subject: address, reason: not in use yet }
  - { subject: event, path: '#/properties/at', reason: nobody sends it }
`
    made.write({ 'accept.yaml': accept('9999-12-31'), 'expired.yaml': accept('2020-01-01') })
    const accepted = await check('--config', 'accept.yaml', '--against', 'git:main')
    expect(accepted.status).toBe(0)
    expect(accepted.out).toContain('accepted: no consumer left (until 9999-12-31)')
    expect(accepted.out).toContain('no problems, 3 accepted')
    const expired = await check('--config', 'expired.yaml', '--against', 'git:main')
    expect(expired.status).toBe(1)
    expect(expired.out).toContain('1 problem, 2 accepted')
    expect(expired.out).toContain('accepted no more: no consumer left (until 2020-01-01)')
    const github = await check(
      '--config',
      'accept.yaml',
      '--against',
      'git:main',
      '--format',
      'github',
    )
    expect(github.out.match(/^::notice /gm)).toHaveLength(3)
    const junit = await check(
      '--config',
      'accept.yaml',
      '--against',
      'git:main',
      '--format',
      'junit',
    )
    expect(junit.out.match(/<skipped /g)).toHaveLength(3)
    expect(junit.status).toBe(0)
  })

  it('names the place of a text that is no schema, and checks the other files', async () => {
    const ill = workspace({
      'a/bad.avsc':
        '{\n  "type": "record",\n  "name": "A",\n  "fields": [ {"name": "x", "type": "in"} ]\n}',
      'a/worse.json': '{ "type": ',
      'a/good.avsc': '"int"',
    })
    const ended = await concordat(['check', 'a', '--against', 'a', '--json'], ill)
    ill.remove()
    expect(ended.status).toBe(1)
    expect(findings(ended)).toMatchObject([
      { file: 'a/bad.avsc', kind: 'INVALID_SCHEMA', line: 4 },
      { file: 'a/worse.json', kind: 'INVALID_SCHEMA', line: 1 },
    ])
    expect(printed(ended).files.map(({ status }) => status)).toContain('unchanged')
  })

  it('calls a file new that was not there before', async () => {
    made.write({ 'fresh/fresh.avsc': '"int"' })
    const { status, out } = await check('fresh', '--against', 'git:main')
    expect(status).toBe(0)
    expect(out).toMatch(/fresh .* new\n/)
  })

  it.each([
    {
      args: ['nowhere.avsc', '--against', 'git:main'],
      says: 'nowhere.avsc: there is no such file',
    },
    { args: ['schemas', '--against', 'nowhere'], says: 'nowhere: there is no such file' },
    { args: ['schemas', '--against', 'git:nothing'], says: "git has no revision 'nothing'" },
    { args: ['schemas', '--against', 'git:'], says: 'needs a revision' },
    { args: ['schemas', '--against', 'git:--help'], says: "git has no revision '--help'" },
    { args: ['schemas', '--against', 'old.avsc'], says: 'old.avsc is one file, but 5 are checked' },
    { args: ['empty', '--against', 'empty'], says: 'there are no schema files in empty' },
    { args: [], says: 'name files or folders, or write a concordat.yaml' },
    { args: ['schemas', '--format', 'xml'], says: '--format is one of text, json, github' },
    { args: ['schemas', '--level', 'SOME'], says: '--level is one of NONE, BACKWARD' },
    { args: ['schemas', '--subject', 's'], says: '--subject names the subject of one file' },
    { args: ['old.avsc', '--subject', ''], says: '--subject is empty' },
    { args: ['README', '--subject', 's'], says: 'there is no such file' },
  ])('refuses $args with one sentence and exit code 2', async ({ args, says }) => {
    made.write({ 'empty/notes.txt': '' })
    const { status, out, errors } = await check(...args)
    expect(errors).toContain(says)
    expect(errors.trimEnd().split('\n')).toHaveLength(1)
    expect([status, out]).toEqual([2, ''])
  })

  it.each([
    { yaml: 'subjects: [', says: /c\.yaml:1:\d+: / },
    {
      yaml: 'subjects:\n  a: x.avsc\n  b:\n    file: y.avsc\n    lvl: FULL\n',
      says: /c\.yaml:5:5: subject 'b' has no 'lvl'/,
    },
    { yaml: 'level: FULL\n---\nfiles: []\n', says: /c\.yaml:2:1: a second document begins here/ },
    { yaml: 'subjetcs: {}\n', says: /c\.yaml:1:1: the project file has no 'subjetcs'/ },
    { yaml: 'subjects:\n  a:\n    level: FULL\n', says: /c\.yaml:3:5: subject 'a' needs a file/ },
    { yaml: 'level: SOME\n', says: /c\.yaml:1:8: level is one of NONE/ },
    {
      yaml: 'files:\n  - glob: "*"\n    subject: "{topic}"\n',
      says: /c\.yaml:3:14: a subject may hold/,
    },
    {
      yaml: 'accept:\n  - subject: a\n',
      says: /c\.yaml:2:5: an accepted finding needs its reason/,
    },
    { yaml: 'a: &a [*a, *a]\nsubjects: *a\n', says: /c\.yaml:1:1: the project file has no 'a'/ },
    {
      yaml: 'subjects:\n  a: gone.avsc\n',
      says: /gone\.avsc: there is no such file \(c\.yaml names it for subject 'a'\)/,
    },
    { yaml: 'files: [{ glob: none/** }]\n', says: /c\.yaml names no schema files/ },
    { yaml: '', says: /c\.yaml names no schema files/ },
    {
      yaml: 'subjects:\n  a: old.avsc\n  b: old.avsc\nfiles:\n  - {glob: new.avsc, subject: a}\n',
      says: /subject 'a' has two files/,
    },
  ])('refuses a project file with its line: $yaml', async ({ yaml, says }) => {
    made.write({ 'c.yaml': yaml })
    const { status, errors } = await check('--config', 'c.yaml', '--against', 'git:main')
    expect(errors).toMatch(says)
    expect(status).toBe(2)
  })

  it('refuses files that refer to each other in a circle, naming them', async () => {
    const circle = workspace({
      'p/a.proto': 'syntax = "proto3"; import "b.proto"; message A {}',
      'p/b.proto': 'syntax = "proto3"; import "a.proto"; message B {}',
    })
    const { status, errors } = await concordat(['check', 'p', '--against', 'p'], circle)
    circle.remove()
    expect(errors).toContain('in a circle')
    expect(errors).toContain('p/a.proto -> p/b.proto -> p/a.proto')
    expect(status).toBe(2)
  })

  it('refuses a file that may not be read as text', async () => {
    const bytes = workspace({ 'a.avsc': '"int"' })
    const { status, errors } = await concordat(
      ['check', 'a.avsc', '--against', process.execPath],
      bytes,
    )
    bytes.remove()
    expect(errors).toMatch(/too large|not UTF-8/)
    expect(status).toBe(2)
  })

  it('ends with 3 when the registry is down, never with 1', async () => {
    const { status, errors } = await check('schemas')
    expect(errors).toContain('cannot be reached')
    expect(errors).not.toMatch(/^\s+at /m)
    expect(status).toBe(3)
  })
})

/** Findings come in the order of the files, which is that of their references. */
function subjectOrder(ended: Ended, subject: string | number | undefined): number {
  return printed(ended).files.findIndex((file) => file.subject === subject)
}
