import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { FileReport } from '../../src/cli/check/finding.ts'
import { startRegistry } from '../running-registry.ts'
import type { RunningRegistry } from '../running-registry.ts'
import { concordat, record, workspace } from './cli-process.ts'
import type { Ended, Workspace } from './cli-process.ts'

/** A record that reads data of records with fewer of these fields. */
function optional(...names: readonly string[]): object {
  const fields = names.map((name) => ({ name, type: 'int', default: 0 }))
  return { ...record('R', {}), fields }
}

describe('concordat check against a registry', () => {
  let registry: RunningRegistry
  let made: Workspace
  const run = (...args: readonly string[]): Promise<Ended> =>
    concordat(args, { url: registry.url, folder: made.folder })
  const register = async (subject: string, schema: object, ...more: string[]): Promise<void> => {
    made.write({ 'registered.avsc': schema })
    const ended = await run('register', 'registered.avsc', '--subject', subject, ...more)
    expect(ended).toMatchObject({ status: 0, errors: '' })
  }
  const reportOf = async (...args: readonly string[]): Promise<FileReport> => {
    const { out, errors } = await run('check', '--json', ...args)
    expect(errors).toBe('')
    const [report] = (JSON.parse(out) as { files: readonly FileReport[] }).files
    if (report === undefined) throw new Error('nothing was checked')
    return report
  }

  beforeAll(async () => {
    registry = await startRegistry()
    made = workspace()
  })
  afterAll(async () => {
    await registry.close()
    made.remove()
  })

  it('asks every version at a transitive level, and names the one that breaks', async () => {
    await register('t', record('R', { a: 'int' }))
    await register('t', record('R', { a: 'long' }))
    await run('compat', 'set', 't', 'NONE')
    await register('t', optional())
    made.write({
      't.avsc': { ...record('R', { a: 'int' }), fields: [{ name: 'a', type: 'int', default: 0 }] },
    })
    await run('compat', 'set', 't', 'BACKWARD')
    const latest = await reportOf('t.avsc')
    expect(latest).toMatchObject({ status: 'compatible', checked: ['version 3'] })
    await run('compat', 'set', 't', 'BACKWARD_TRANSITIVE')
    const all = await reportOf('t.avsc')
    expect(all).toMatchObject({
      status: 'problems',
      level: 'BACKWARD_TRANSITIVE',
      levelSource: 'registry, subject',
      checked: ['version 1', 'version 2', 'version 3'],
      findings: [{ kind: 'TYPE_MISMATCH', version: 2, file: 't.avsc' }],
    })
    expect(all.findings[0]?.schemaId).toBeTypeOf('number')
  })

  it('says who set the level: subject, global, project file or flag', async () => {
    await register('l', optional('a'))
    made.write({
      'l.avsc': optional('a', 'b'),
      'level.yaml': 'subjects:\n  l: { file: l.avsc, level: FULL }\n',
    })
    expect((await reportOf('l.avsc')).levelSource).toBe('registry, global')
    await run('compat', 'set', 'l', 'FORWARD')
    expect(await reportOf('l.avsc')).toMatchObject({
      level: 'FORWARD',
      levelSource: 'registry, subject',
    })
    const configured = ['--config', 'level.yaml']
    expect(await reportOf(...configured)).toMatchObject({
      level: 'FULL',
      levelSource: 'concordat.yaml',
    })
    expect(await reportOf(...configured, '--level', 'NONE')).toMatchObject({
      level: 'NONE',
      levelSource: '--level',
      checked: [],
    })
  })

  it('reads references from the registry where no file has them', async () => {
    await register('money', record('Money', { amount: 'long' }))
    made.write({ 'price.avsc': record('Price', { sum: 'acme.Money' }) })
    const reference = ['--reference', 'acme.Money=money']
    expect((await reportOf('price.avsc', ...reference)).status).toBe('new')
    await register('price', record('Price', { sum: 'acme.Money' }), ...reference)
    expect((await reportOf('price.avsc', ...reference)).status).toBe('unchanged')
    const missing = await run('check', 'price.avsc', '--reference', 'acme.Money=nowhere')
    expect(missing.status).toBe(2)
    expect((await run('check', 'price.avsc')).out).toContain('INVALID_SCHEMA')
  })

  it('decides as the registry does, and at the same places', async () => {
    await register('same', record('R', { a: 'int', b: 'string' }))
    const candidate = record('R', { a: 'string', c: 'int' })
    made.write({ 'same.avsc': candidate })
    const { findings } = await reportOf('same.avsc')
    const answer = await fetch(
      `${registry.url}/compatibility/subjects/same/versions?verbose=true`,
      {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ schema: JSON.stringify(candidate, undefined, 2) }),
      },
    )
    const body = (await answer.json()) as { incompatibilities: readonly { kind: string }[] }
    const told = (list: readonly object[]): readonly object[] =>
      list.map((one) => {
        const { kind, path, message, direction, reader } = one as FileReport['findings'][number]
        return { kind, path, message, direction, reader }
      })
    expect(told(findings)).toEqual(told(body.incompatibilities))
    expect(findings.length).toBe(2)
  })

  it('decides by the sound rule book where the registry or the project says so', async () => {
    const schema = (type: string): string => `syntax = "proto3"; message M { ${type} a = 1; }`
    made.write({ 'p.proto': schema('int64') })
    await run('register', 'p.proto', '--subject', 'p')
    made.write({
      'p.proto': schema('int32'),
      'sound.yaml': 'subjects:\n  p: { file: p.proto, strictness: sound }\n',
    })
    const reference = await reportOf('p.proto')
    const sound = await reportOf('--config', 'sound.yaml')
    expect([reference.status, sound.status]).toEqual(['compatible', 'problems'])
  })

  it('holds a file against another schema type', async () => {
    await register('typed', optional('a'))
    made.write({ 'typed.proto': 'syntax = "proto3"; message M {}' })
    const report = await reportOf('typed.proto')
    expect(report.findings).toMatchObject([{ kind: 'SCHEMA_TYPE_CHANGED', line: 1, column: 1 }])
  })
})
