import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { printSubject } from '../../src/model/subject.ts'
import type { QualifiedSubject } from '../../src/model/subject.ts'
import type { Registry } from '../../src/registry/registry.ts'
import { caller, freshName, openTestRegistry, refusal } from './test-registry.ts'
import type { TestRegistry } from './test-registry.ts'

const global = { context: '.', subject: '' }
const contextOf = ({ context }: QualifiedSubject) => ({ context, subject: '' })

// Rest-api 2.7, 3.8, 3.9, Appendix B "Mode".
describe('deleting a mode', () => {
  let opened: TestRegistry
  let registry: Registry
  beforeAll(async () => {
    opened = await openTestRegistry({ compatibilityLevel: 'BACKWARD' })
    registry = opened.registry
  })
  afterAll(() => opened.close())

  it('answers the old mode', async () => {
    const name = freshName()
    await registry.updateMode(name, 'READONLY', false, caller)
    expect(await registry.deleteMode(name, false, caller)).toBe('READONLY')
    expect(await refusal(registry.deleteMode(name, false, caller))).toBe(
      `40401 Subject '${printSubject(name)}' not found.`,
    )
  })

  it('never misses the global mode', async () => {
    await registry.updateMode(global, 'READONLY', false, caller)
    expect(await registry.deleteMode(global, false, caller)).toBe('READONLY')
    expect(await registry.deleteMode(global, false, caller)).toBe('READWRITE')
  })

  it('goes through all subjects of that context, if recursive', async () => {
    const [name, other] = [freshName('a'), freshName('a')]
    const sibling = { ...name, subject: 'b' }
    for (const scope of [name, sibling, other]) {
      await registry.updateMode(scope, 'READONLY', false, caller)
    }
    await registry.updateMode(contextOf(name), 'READONLY', false, caller)
    expect(await registry.deleteMode(contextOf(name), true, caller)).toBe('READONLY')
    for (const scope of [name, sibling, contextOf(name)]) {
      expect(await refusal(registry.readMode(scope, false))).toMatch(/^40409 /)
    }
    expect(await registry.readMode(other, false)).toBe('READONLY')
  })

  it('tolerates a scope without a mode, if recursive', async () => {
    const name = freshName()
    await registry.updateMode(name, 'READONLY', false, caller)
    expect(await registry.deleteMode(contextOf(name), true, caller)).toBeUndefined()
    expect(await refusal(registry.readMode(name, false))).toMatch(/^40409 /)
    expect(await registry.deleteMode(name, true, caller)).toBeUndefined()
  })
})
