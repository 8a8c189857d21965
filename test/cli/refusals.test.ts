import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startRegistry } from '../running-registry.ts'
import type { RunningRegistry } from '../running-registry.ts'
import { concordat, record, workspace } from './cli-process.ts'
import type { Ended, Workspace } from './cli-process.ts'

describe('what commands do not take for something else', () => {
  let registry: RunningRegistry
  let made: Workspace
  const run = (...args: readonly string[]): Promise<Ended> =>
    concordat(args, { url: registry.url, folder: made.folder })

  beforeAll(async () => {
    registry = await startRegistry()
    made = workspace({
      'point.avsc': record('Point', { x: 'long' }),
      'wider.avsc': record('Point', { x: 'double' }),
    })
    await run('register', 'point.avsc', '--subject', 'points')
    await run('compat', 'set', 'points', 'NONE')
    await run('register', 'wider.avsc', '--subject', 'points')
  })
  afterAll(async () => {
    await registry.close()
    made.remove()
  })

  it('takes an empty subject for none, and none for everything only where there is none', async () => {
    for (const words of [
      ['compat', 'set', '', 'FULL'],
      ['compat', 'unset', ''],
      ['mode', 'set', '', 'READONLY'],
    ]) {
      expect(await run(...words)).toMatchObject({
        status: 2,
        errors: 'concordat: the subject is empty; without any, the global setting is meant\n',
      })
    }
    expect((await run('compat', 'get')).out).toBe('BACKWARD\n')
    expect((await run('mode', 'get')).out).toBe('READWRITE\n')
  })
})
