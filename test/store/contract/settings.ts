import { describe, expect, it } from 'vitest'
import type { Association } from '../../../src/model/association.ts'
import type { Config } from '../../../src/model/config.ts'
import type { Store } from '../../../src/store/store.ts'
import {
  basisOf,
  newContext,
  newSubject,
  numbers,
  refer,
  register,
  writeVersions,
} from '../store-writer.ts'

const config: Config = {
  compatibilityLevel: 'FULL',
  compatibilityGroup: 'g\u0000',
  normalize: false,
  defaultMetadata: { properties: new Map([['__proto__', 'x']]) },
  overrideRuleSet: { migrationRules: [] },
}

/** What the store owes to configs, modes, contexts and associations. */
export function describeSettings(store: () => Store): void {
  describe('settings', () => {
    it('keeps the config of a subject, an empty one included, until it is removed', async () => {
      const scope = newSubject()
      for (const wanted of [config, {}, undefined]) {
        const basis = await basisOf(store(), scope)
        const written = await store().settings.writeConfig({ ...basis, scope, config: wanted })
        expect(written).toEqual({ kind: 'written' })
        const state = await store().subjects.read(scope)
        expect(state.config).toEqual(wanted)
        expect(state.revision).toBe(basis.subjectRevision + 1)
      }
    })

    it('lists what is set, with or without versions, by context and subject', async () => {
      const context = newContext()
      const [both, first, whole] = ['b', 'a', ''].map((subject) => ({ context, subject }))
      for (const scope of [both, first, whole]) {
        if (scope === undefined) continue
        const basis = await basisOf(store(), scope)
        await store().settings.writeMode({ ...basis, scope, mode: 'READONLY' })
      }
      for (const [scope, wanted] of [
        [both, config],
        [first, {}],
      ] as const) {
        if (scope === undefined) continue
        const basis = await basisOf(store(), scope)
        await store().settings.writeConfig({ ...basis, scope, config: wanted })
      }
      const own = async (): Promise<readonly unknown[]> =>
        (await store().settings.list({ offset: 0, limit: undefined })).filter(
          ({ scope }) => scope.context === context,
        )
      expect(await own()).toEqual([
        { scope: whole, config: undefined, mode: 'READONLY' },
        { scope: first, config: {}, mode: 'READONLY' },
        { scope: both, config, mode: 'READONLY' },
      ])
      const all = await store().settings.list({ offset: 0, limit: undefined })
      expect(await store().settings.list({ offset: 1, limit: 1 })).toEqual(all.slice(1, 2))
      if (first === undefined) return
      const basis = await basisOf(store(), first)
      await store().settings.writeConfig({ ...basis, scope: first, config: undefined })
      const after = await basisOf(store(), first)
      await store().settings.writeMode({ ...after, scope: first, mode: undefined })
      expect(await own()).toHaveLength(2)
    })

    it('keeps config and mode of contexts with the scope, and moves its revision', async () => {
      const context = newContext()
      const scope = { context, subject: '' }
      const before = await store().settings.readScopes()
      await store().settings.writeConfig({ ...(await basisOf(store(), scope)), scope, config })
      await store().settings.writeMode({
        ...(await basisOf(store(), scope)),
        scope,
        mode: 'READONLY',
      })
      const after = await store().settings.readScopes()
      expect(after.revision).toBeGreaterThan(before.revision)
      expect(after.configs.get(context)).toEqual(config)
      expect(after.modes.get(context)).toBe('READONLY')
      expect(after.contexts).not.toContain(context)
      await store().settings.writeMode({
        ...(await basisOf(store(), scope)),
        scope,
        mode: undefined,
      })
      expect((await store().settings.readScopes()).modes.has(context)).toBe(false)
    })

    it('refuses settings decided upon facts that have moved', async () => {
      const scope = newSubject()
      const basis = await basisOf(store(), scope)
      await register(store(), scope)
      expect(await store().settings.writeConfig({ ...basis, scope, config: {} })).toEqual({
        kind: 'moved',
      })
      expect(await store().settings.writeMode({ ...basis, scope, mode: 'IMPORT' })).toEqual({
        kind: 'moved',
      })
    })

    it('lists contexts that hold schemas, the default one first', async () => {
      const contexts = [newContext('.b'), newContext('.a')]
      for (const context of contexts) await register(store(), newSubject(context))
      const listed = (await store().settings.readScopes()).contexts
      expect(listed[0]).toBe('.')
      expect(listed.filter((context) => contexts.includes(context))).toEqual(contexts.toReversed())
    })

    it('removes a context only when nothing is left in it', async () => {
      const name = newSubject(newContext())
      const writer = { principal: undefined }
      await register(store(), name)
      await writeVersions(store(), 'softDelete', name, [1])
      expect(await store().settings.deleteContext(name.context, writer)).toBe('not-empty')
      await writeVersions(store(), 'hardDelete', name, [1])
      expect(await store().settings.deleteContext(name.context, writer)).toBe('deleted')
      expect((await store().settings.readScopes()).contexts).not.toContain(name.context)
      expect(await store().settings.deleteContext(newContext(), writer)).toBe('deleted')
      await register(store(), name)
      expect((await store().settings.readScopes()).contexts).toContain(name.context)
    })

    it('removes the modes of a context and of all its subjects', async () => {
      const context = newContext()
      const scope = { context, subject: '' }
      const inside = newSubject(context)
      for (const each of [scope, inside]) {
        const basis = await basisOf(store(), each)
        await store().settings.writeMode({ ...basis, scope: each, mode: 'READONLY' })
      }
      const before = await store().subjects.read(inside)
      await store().settings.deleteModes({ ...(await basisOf(store(), scope)), scope })
      const after = await store().subjects.read(inside)
      expect(after.mode).toBeUndefined()
      expect(after.revision).toBeGreaterThan(before.revision)
      expect((await store().settings.readScopes()).modes.has(context)).toBe(false)
    })

    it('enters IMPORT only where nothing lives, and purges what is soft-deleted there', async () => {
      const context = newContext()
      const scope = { context, subject: '' }
      const name = newSubject(context)
      const enter = async (): Promise<unknown> =>
        store().settings.enterImport({
          ...(await basisOf(store(), scope)),
          scope,
          reach: 'context',
        })
      await register(store(), name)
      expect(await enter()).toEqual({ kind: 'subjects-exist' })
      const outside = newSubject()
      await refer(store(), outside, { name, version: 1 })
      await writeVersions(store(), 'softDelete', outside, [1])
      await writeVersions(store(), 'softDelete', name, [1])
      expect(await enter()).toEqual({ kind: 'referenced', target: { name, version: 1 } })
      await writeVersions(store(), 'hardDelete', outside, [1])
      expect(await enter()).toEqual({ kind: 'written' })
      expect(numbers(await store().subjects.read(name))).toEqual([])
      expect((await store().settings.readScopes()).modes.get(context)).toBe('IMPORT')
    })
  })

  describe('associations', () => {
    const association = (subject: string, resource: string): Association => ({
      subject,
      guid: crypto.randomUUID(),
      resourceName: resource,
      resourceNamespace: 'lkc',
      resourceId: `id-${resource}`,
      resourceType: 'topic',
      associationType: 'value',
      lifecycle: 'WEAK',
      frozen: false,
      createTs: 1,
      updateTs: 2,
    })

    it('land together, and only on the facts they were decided upon', async () => {
      const { subject } = newSubject()
      const one = association(subject, newSubject().subject)
      const plan = {
        save: [one],
        remove: [],
        basedOn: [],
        subjects: [{ name: { context: '.', subject }, revision: 0 }],
        resourceId: one.resourceId,
        principal: undefined,
      }
      expect(await store().associations.write(plan)).toEqual({ kind: 'written' })
      expect(await store().associations.write(plan)).toEqual({ kind: 'moved' })
      const all = { offset: 0, limit: undefined }
      expect(await store().associations.list({ subject }, all)).toEqual([one])
      expect(await store().associations.list({ subject, lifecycles: ['STRONG'] }, all)).toEqual([])
      const changed = { ...one, lifecycle: 'STRONG', frozen: true, updateTs: 3 } as const
      const next = { ...plan, save: [changed], basedOn: [one] }
      expect(await store().associations.write(next)).toEqual({ kind: 'written' })
      const { resourceId } = one
      expect(await store().associations.list({ resourceId }, all)).toEqual([changed])
      await store().associations.write({
        ...plan,
        save: [],
        remove: [one.guid],
        basedOn: [changed],
      })
      expect(await store().associations.list({ subject }, all)).toEqual([])
    })
  })
}
