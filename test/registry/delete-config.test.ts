import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { printSubject } from '../../src/model/subject.ts'
import type { Registry } from '../../src/registry/registry.ts'
import { caller, freshName, openTestRegistry, refusal } from './test-registry.ts'
import type { TestRegistry } from './test-registry.ts'

const global = { context: '.', subject: '' }
const above = { context: '.__GLOBAL', subject: '' }

// Rest-api 2.6, 3.9, Appendix B "Config".
describe('deleting a config', () => {
  let opened: TestRegistry
  let registry: Registry
  beforeAll(async () => {
    opened = await openTestRegistry({ compatibilityLevel: 'BACKWARD' })
    registry = opened.registry
  })
  afterAll(() => opened.close())

  it('answers what was set and returns to inheritance', async () => {
    const name = freshName()
    await registry.updateConfig(name, { normalize: true }, caller)
    expect(await registry.deleteConfig(name, caller)).toEqual({
      compatibilityLevel: 'BACKWARD',
      normalize: true,
    })
    expect(await refusal(registry.deleteConfig(name, caller))).toBe(
      `40401 Subject '${printSubject(name)}' not found.`,
    )
    expect(await registry.readConfig(name, true)).toEqual({ compatibilityLevel: 'BACKWARD' })
  })

  it('never misses the global config', async () => {
    await registry.updateConfig(global, { compatibilityLevel: 'FULL' }, caller)
    expect(await registry.deleteConfig(global, caller)).toEqual({ compatibilityLevel: 'FULL' })
    expect(await registry.deleteConfig(global, caller)).toEqual({
      compatibilityLevel: 'BACKWARD',
    })
    expect(await registry.deleteConfig(above, caller)).toEqual({ compatibilityLevel: 'BACKWARD' })
  })
})
