import { describe, expect, it } from 'vitest'
import type { RegistrySettings } from '../../src/registry/registry-settings.ts'
import type { Registry } from '../../src/registry/registry.ts'
import { caller, freshName, offer, openTestRegistry, refusal } from './test-registry.ts'

const asSent = { ...caller, normalize: false, force: false, format: '' }

async function under(
  settings: Partial<RegistrySettings>,
  use: (registry: Registry) => Promise<void>,
): Promise<void> {
  const test = await openTestRegistry(settings)
  try {
    await use(test.registry)
  } finally {
    await test.close()
  }
}

describe('a server', () => {
  it('that drops rule sets stores none, and does not look at them', () =>
    under({ ruleSets: 'drop' }, async (registry) => {
      const broken = { kind: 'TRANSFORM', mode: 'WRITE', disabled: false } as const
      const schema = offer('"string"', { ruleSet: { migrationRules: [broken] } })
      const answer = await registry.registerSchema(freshName(), schema, asSent)
      expect(answer.content.ruleSet).toBeUndefined()
    }))

  it('that rejects empty subjects takes neither an empty one nor a star', () =>
    under({ rejectEmptySubject: true }, async (registry) => {
      for (const subject of ['', '*']) {
        const registered = registry.registerSchema(
          { context: '.', subject },
          offer('"int"'),
          asSent,
        )
        expect(await refusal(registered)).toBe(
          `42208 The specified subject '${subject}' is not a valid.`,
        )
      }
    }))

  it('takes both by default', () =>
    under({}, async (registry) => {
      for (const subject of ['', '*']) {
        const name = { context: '.', subject }
        expect(await registry.registerSchema(name, offer('"int"'), asSent)).toMatchObject({
          version: 1,
        })
      }
    }))

  it('may check no new schemas, or the fields of all, unless a config says otherwise', () =>
    under({ validateNewSchemas: false, validateFields: true }, async (registry) => {
      const name = freshName()
      const text = '{"type":"record","name":"R","fields":[{"name":"a","type":"int","default":"x"}]}'
      expect(await registry.registerSchema(name, offer(text), asSent)).toMatchObject({ version: 1 })
      const json = offer('{"properties":{"$$a":{}}}', { schemaType: 'JSON' })
      const register = () => registry.registerSchema(name, json, asSent)
      expect(await refusal(register())).toContain('Field names cannot start with $$ prefix')
      await registry.updateConfig(name, { validateFields: false }, caller)
      expect(await register()).toMatchObject({ version: 2 })
    }))

  it('has a level of its own', () =>
    under({ compatibilityLevel: 'FULL' }, async (registry) => {
      const name = freshName()
      await registry.registerSchema(name, offer('"int"'), asSent)
      expect(await refusal(registry.registerSchema(name, offer('"long"'), asSent))).toContain(
        "compatibility: 'FULL'",
      )
      expect(await registry.effectiveConfig(name)).toEqual({ compatibilityLevel: 'FULL' })
      await expect(registry.ping()).resolves.toBeUndefined()
      expect(registry.clusterId).toMatch(/^[0-9a-f-]{36}$/)
    }))
})
