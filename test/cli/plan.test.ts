import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { RegistryClient } from '../../src/client/registry-client.ts'
import { startRegistry } from '../running-registry.ts'
import type { RunningRegistry } from '../running-registry.ts'
import { concordat, record, workspace } from './cli-process.ts'
import type { Ended, Workspace } from './cli-process.ts'

describe('a kept plan', () => {
  let registry: RunningRegistry
  let made: Workspace
  /** With nothing that says where the registry is. */
  const run = (...args: readonly string[]): Promise<Ended> =>
    concordat(args, { folder: made.folder, environment: { CONCORDAT_URL: '' } })

  beforeAll(async () => {
    registry = await startRegistry()
    const url = registry.url.replace('//', '//someone:p@secret@')
    made = workspace({
      'a.avsc': record('A', { a: 'int' }),
      'concordat.yaml': `registry: ${url}\nsubjects:\n  a: a.avsc\n  b: { file: a.avsc, level: FULL }\n`,
    })
  })
  afterAll(async () => {
    await registry.close()
    made.remove()
  })

  it('is carried out where the project file said that it was made, whose password it does not keep', async () => {
    expect(await run('plan', '--out', 'plan.json')).toMatchObject({ status: 0, errors: '' })
    const kept = readFileSync(made.path('plan.json'), 'utf8')
    expect(kept).toContain(`"registry": "${registry.url}"`)
    expect(kept).not.toContain('secret')
    expect(await run('apply', '--plan', 'plan.json')).toMatchObject({ status: 0, errors: '' })
    const client = new RegistryClient({ url: registry.url })
    expect(await client.listSubjects()).toEqual(['a', 'b'])
  })

  it('is refused with the subject, for a file may have several', async () => {
    made.write({ 'a.avsc': record('A', {}) })
    const { status, errors } = await run('apply')
    expect(errors).toContain('b (a.avsc) is refused; nothing was changed')
    expect(status).toBe(1)
  })

  it('is refused where the registry takes nothing, but for what is there already', async () => {
    const client = new RegistryClient({ url: registry.url })
    await client.updateMode('READONLY')
    made.write({ 'a.avsc': record('A', { a: 'int' }) })
    expect((await run('plan')).out).toContain('nothing to do')
    made.write({ 'a.avsc': record('A', { a: 'long' }) })
    const planned = await run('plan')
    expect(planned.out).toContain('! refused      a  a.avsc  the registry has it in READONLY mode')
    expect(planned.status).toBe(1)
    const applied = await run('apply')
    expect(applied.errors).toContain('is refused, for the registry has it in READONLY mode')
    expect(applied.status).toBe(1)
    expect(planned.out).not.toContain('no problems')
    await client.deleteMode()
  })

  it('changes a level in every mode in which the registry takes configs', async () => {
    const client = new RegistryClient({ url: registry.url })
    await client.updateMode('IMPORT', undefined, { force: true })
    made.write({ 'a.avsc': record('A', { a: 'int' }) })
    await client.updateConfig({ compatibility: 'NONE' }, 'b')
    expect(await run('plan')).toMatchObject({ status: 0, errors: '' })
    expect(await run('apply')).toMatchObject({ status: 0, errors: '' })
    expect(await client.getConfig('b')).toEqual({ compatibilityLevel: 'FULL' })
    await client.deleteMode()
  })
})
