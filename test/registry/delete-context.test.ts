import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Registry } from '../../src/registry/registry.ts'
import {
  all,
  caller,
  freshName,
  openTestRegistry,
  record,
  refusal,
  registerAll,
} from './test-registry.ts'
import type { TestRegistry } from './test-registry.ts'

// Rest-api 2.8, Appendix B "Contexts".
describe('deleting a context', () => {
  let opened: TestRegistry
  let registry: Registry
  beforeAll(async () => {
    opened = await openTestRegistry()
    registry = opened.registry
  })
  afterAll(() => opened.close())

  it('keep a context until it is deleted, which needs it empty for good', async () => {
    const name = freshName()
    const listed = () => registry.listContexts(name.context, all)
    await registerAll(registry, name, record('A'))
    const notEmpty = `42211 The specified context ':${name.context}:' is not empty.`
    const remove = (text: string) => refusal(registry.deleteContext(text, caller))
    expect(await remove(name.context)).toBe(notEmpty)
    await registry.deleteSubject(name, false, caller)
    expect(await remove(name.context.slice(1))).toBe(notEmpty)
    await registry.deleteSubject(name, true, caller)
    expect(await listed()).toEqual([name.context])
    expect(await remove(`:${name.context}:`)).toBeUndefined()
    expect(await listed()).toEqual([])
  })

  it('leave config and mode of the context alone', async () => {
    const name = freshName()
    const context = { ...name, subject: '' }
    await registry.updateConfig(context, { compatibilityLevel: 'FULL' }, caller)
    await registry.updateMode(context, 'READWRITE', false, caller)
    await registry.deleteContext(name.context, caller)
    expect(await registry.readConfig(context, false)).toEqual({ compatibilityLevel: 'FULL' })
    expect(await registry.readMode(context, false)).toBe('READWRITE')
  })

  it('know no unknown context, and keep the default one', async () => {
    expect(await refusal(registry.deleteContext('.nobody', caller))).toBeUndefined()
    for (const text of ['.', ':.:', '']) {
      expect(await refusal(registry.deleteContext(text, caller))).toBe(
        '405 HTTP 405 Method Not Allowed',
      )
    }
  })

  it('show a context again that is written to again', async () => {
    const name = freshName()
    await registerAll(registry, name, record('A'))
    await registry.deleteSubject(name, false, caller)
    await registry.deleteSubject(name, true, caller)
    await registry.deleteContext(name.context, caller)
    await registerAll(registry, name, record('A'))
    expect(await registry.listContexts(name.context, all)).toEqual([name.context])
  })
})
