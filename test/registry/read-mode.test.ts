import { afterEach, afterAll, beforeAll, describe, expect, it } from 'vitest'
import { printSubject } from '../../src/model/subject.ts'
import type { QualifiedSubject } from '../../src/model/subject.ts'
import type { Registry } from '../../src/registry/registry.ts'
import { caller, freshName, openTestRegistry, refusal } from './test-registry.ts'
import type { TestRegistry } from './test-registry.ts'

const global = { context: '.', subject: '' }
const above = { context: '.__GLOBAL', subject: '' }
const contextOf = ({ context }: QualifiedSubject) => ({ context, subject: '' })

// Rest-api 2.7, 3.8, 3.9, Appendix B "Mode".
describe('reading a mode', () => {
  let opened: TestRegistry
  let registry: Registry
  beforeAll(async () => {
    opened = await openTestRegistry({ compatibilityLevel: 'BACKWARD' })
    registry = opened.registry
  })
  afterEach(async () => {
    await registry.updateMode(global, null, true, caller)
    await registry.updateMode(above, null, true, caller)
  })
  afterAll(() => opened.close())

  it('answers READWRITE for the global scopes unless set', async () => {
    expect(await registry.readMode(global, false)).toBe('READWRITE')
    expect(await registry.readMode(above, false)).toBe('READWRITE')
    expect(await registry.readMode(global, true)).toBe('READWRITE')
  })

  it('finds nothing on a subject or context without one', async () => {
    const name = freshName()
    for (const scope of [name, contextOf(name)]) {
      expect(await refusal(registry.readMode(scope, false))).toBe(
        `40409 Subject '${printSubject(scope)}' does not have subject-level mode configured`,
      )
    }
  })

  it('finds the one in force: subject, context, the one above all', async () => {
    const name = freshName()
    const inForce = () => registry.readMode(name, true)
    await registry.updateMode(above, 'READONLY', false, caller)
    expect(await inForce()).toBe('READONLY')
    await registry.updateMode(contextOf(name), 'READONLY_OVERRIDE', false, caller)
    expect(await inForce()).toBe('READONLY_OVERRIDE')
    await registry.updateMode(name, 'READWRITE', false, caller)
    expect(await inForce()).toBe('READWRITE')
    await registry.deleteMode(name, false, caller)
    expect(await inForce()).toBe('READONLY_OVERRIDE')
  })

  it('does not give the mode of the default context to named ones', async () => {
    await registry.updateMode(global, 'READONLY', false, caller)
    expect(await registry.readMode(freshName(), true)).toBe('READWRITE')
    expect(await registry.readMode({ context: '.', subject: 'x' }, true)).toBe('READONLY')
  })
})
