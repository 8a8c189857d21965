import { afterEach, afterAll, beforeAll, describe, expect, it } from 'vitest'
import { printSubject } from '../../src/model/subject.ts'
import type { Registry } from '../../src/registry/registry.ts'
import {
  caller,
  freshName,
  openTestRegistry,
  record,
  refusal,
  registerAll,
} from './test-registry.ts'
import type { TestRegistry } from './test-registry.ts'

const global = { context: '.', subject: '' }
const above = { context: '.__GLOBAL', subject: '' }

// Rest-api 2.6, 3.9, Appendix B "Config".
describe('reading a config', () => {
  let opened: TestRegistry
  let registry: Registry
  beforeAll(async () => {
    opened = await openTestRegistry({ compatibilityLevel: 'BACKWARD' })
    registry = opened.registry
  })
  afterEach(async () => {
    for (const scope of [global, above]) {
      await registry.updateMode(scope, null, true, caller)
      await registry.deleteConfig(scope, caller)
    }
  })
  afterAll(() => opened.close())

  it('falls back to the server default for the global config', async () => {
    expect(await registry.readConfig(global, false)).toEqual({ compatibilityLevel: 'BACKWARD' })
    expect(await registry.readConfig(above, false)).toEqual({ compatibilityLevel: 'BACKWARD' })
  })

  it('finds nothing on a subject or context without a record', async () => {
    const name = freshName()
    const context = { ...name, subject: '' }
    for (const scope of [name, context]) {
      expect(await refusal(registry.readConfig(scope, false))).toBe(
        `40408 Subject '${printSubject(scope)}' does not have subject-level compatibility configured`,
      )
    }
  })

  it('shows the default level for a record without one, but not in the answer to the update', async () => {
    const name = freshName()
    expect(await registry.updateConfig(name, { normalize: true }, caller)).toEqual({
      normalize: true,
    })
    expect(await registry.readConfig(name, false)).toEqual({
      compatibilityLevel: 'BACKWARD',
      normalize: true,
    })
  })

  it('never fails for an odd subject name', async () => {
    const odd = { context: '.', subject: 'a\u0007b' }
    expect(await registry.readConfig(odd, true)).toEqual({ compatibilityLevel: 'BACKWARD' })
  })

  describe('in force', () => {
    it('is the own record, then the context, then the one above all', async () => {
      const name = freshName()
      const context = { ...name, subject: '' }
      const level = async () => (await registry.readConfig(name, true)).compatibilityLevel
      await registry.updateConfig(above, { compatibilityLevel: 'FULL' }, caller)
      expect(await level()).toBe('FULL')
      await registry.updateConfig(context, { compatibilityLevel: 'NONE' }, caller)
      expect(await level()).toBe('NONE')
      await registry.updateConfig(name, { compatibilityLevel: 'FORWARD' }, caller)
      expect(await level()).toBe('FORWARD')
      await registry.deleteConfig(name, caller)
      expect(await level()).toBe('NONE')
    })

    it('of a named context does not come from the default context', async () => {
      await registry.updateConfig(global, { compatibilityLevel: 'FULL' }, caller)
      const elsewhere = await registry.readConfig(freshName(), true)
      expect(elsewhere.compatibilityLevel).toBe('BACKWARD')
      const here = await registry.readConfig({ context: '.', subject: 'x' }, true)
      expect(here.compatibilityLevel).toBe('FULL')
    })

    it('takes normalize-like members from the global record one by one, the level never', async () => {
      const members = {
        normalize: true,
        validateFields: true,
        validateNewSchemas: false,
        validateRules: true,
        compatibilityPolicy: 'LENIENT',
        compatibilityGroup: 'major',
      } as const
      await registry.updateConfig(
        global,
        { ...members, compatibilityLevel: 'FULL', alias: 'nobody' },
        caller,
      )
      const name = freshName()
      await registry.updateConfig(name, { normalize: false }, caller)
      expect(await registry.readConfig(name, true)).toEqual({
        ...members,
        normalize: false,
        compatibilityLevel: 'BACKWARD',
      })
      expect(await registry.effectiveConfig(name)).toEqual(await registry.readConfig(name, true))
    })

    it('consults the one above all for the global config, if asked', async () => {
      await registry.updateConfig(above, { compatibilityLevel: 'FULL' }, caller)
      expect(await registry.readConfig(global, false)).toEqual({ compatibilityLevel: 'BACKWARD' })
      expect(await registry.readConfig(global, true)).toEqual({ compatibilityLevel: 'FULL' })
    })

    it('changes what registrations are held against at once', async () => {
      const name = freshName()
      await registerAll(registry, name, record('A'))
      expect(await refusal(registerAll(registry, name, record('A', 'x')))).toMatch(/^40901 /)
      await registry.updateConfig({ ...name, subject: '' }, { compatibilityLevel: 'NONE' }, caller)
      expect(await refusal(registerAll(registry, name, record('A', 'x')))).toBeUndefined()
    })
  })
})
