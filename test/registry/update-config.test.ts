import { afterEach, afterAll, beforeAll, describe, expect, it } from 'vitest'
import { printSubject } from '../../src/model/subject.ts'
import type { Rule } from '../../src/model/rule-set.ts'
import type { Registry } from '../../src/registry/registry.ts'
import { caller, freshName, openTestRegistry, refusal } from './test-registry.ts'
import type { TestRegistry } from './test-registry.ts'

const global = { context: '.', subject: '' }
const above = { context: '.__GLOBAL', subject: '' }

const rule = (name: string, mode: Rule['mode'] = 'WRITEREAD'): Rule => ({
  name,
  kind: 'TRANSFORM',
  mode,
  type: 'CEL',
  disabled: false,
})

// Rest-api 2.6, 3.9, Appendix B "Config".
describe('updating a config', () => {
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

  it('merges: absent members stay, null clears, a value sets', async () => {
    const name = freshName()
    await registry.updateConfig(name, { compatibilityLevel: 'FULL', normalize: true }, caller)
    expect(await registry.updateConfig(name, { alias: 'b' }, caller)).toEqual({
      alias: 'b',
      normalize: true,
      compatibilityLevel: 'FULL',
    })
    expect(await registry.updateConfig(name, { normalize: null }, caller)).toEqual({
      alias: 'b',
      compatibilityLevel: 'FULL',
    })
    expect(await registry.updateConfig(name, { compatibilityLevel: null }, caller)).toEqual({
      alias: 'b',
    })
  })

  it('keeps an empty record apart from none', async () => {
    const name = freshName()
    expect(await registry.updateConfig(name, {}, caller)).toEqual({})
    expect(await registry.readConfig(name, false)).toEqual({ compatibilityLevel: 'BACKWARD' })
  })

  it('keeps every member', async () => {
    const name = freshName()
    const config = {
      alias: 'other',
      aliasForDeks: 'keys',
      normalize: false,
      validateFields: true,
      validateNewSchemas: false,
      validateRules: true,
      compatibilityLevel: 'FULL_TRANSITIVE',
      compatibilityPolicy: 'LOGICAL',
      compatibilityGroup: '__proto__',
      defaultMetadata: {
        tags: new Map([['__proto__', ['PII']]]),
        properties: new Map([['constructor', 'x']]),
        sensitive: ['constructor'],
      },
      overrideMetadata: { properties: new Map([['owner', 'team \u0000 \ud83d\ude80']]) },
      defaultRuleSet: { domainRules: [rule('a')] },
      overrideRuleSet: { migrationRules: [rule('b', 'UPGRADE')] },
      strictness: 'sound',
      protobufRules: 'WIRE',
    } as const
    await registry.updateConfig(name, config, caller)
    expect(await registry.readConfig(name, false)).toEqual(config)
  })

  it('configures subjects that do not exist', async () => {
    const name = freshName('not-there')
    await registry.updateConfig(name, { compatibilityLevel: 'NONE' }, caller)
    expect(await registry.readConfig(name, false)).toEqual({ compatibilityLevel: 'NONE' })
  })

  it('loses no member to racing updates', async () => {
    const name = freshName()
    await Promise.all([
      registry.updateConfig(name, { normalize: true }, caller),
      registry.updateConfig(name, { alias: 'x' }, caller),
      registry.updateConfig(name, { compatibilityLevel: 'FULL' }, caller),
      registry.updateConfig(name, { validateFields: true }, caller),
    ])
    expect(await registry.readConfig(name, false)).toEqual({
      normalize: true,
      alias: 'x',
      compatibilityLevel: 'FULL',
      validateFields: true,
    })
  })

  it('validates rule sets, the default one first, before the subject', async () => {
    const bad = { context: '.', subject: '__GLOBAL' }
    const twice = { domainRules: [rule('r'), rule('r')] }
    const unnamed = { migrationRules: [{ ...rule(''), mode: 'UPGRADE' as const }] }
    const both = { defaultRuleSet: twice, overrideRuleSet: unnamed }
    expect(await refusal(registry.updateConfig(bad, both, caller))).toBe(
      "42210 Found rule with duplicate name 'r'",
    )
    const second = { overrideRuleSet: unnamed }
    expect(await refusal(registry.updateConfig(bad, second, caller))).toBe('42210 Empty rule name')
  })

  it.each(['__GLOBAL', '__EMPTY', 'bell\u0007'])('refuses the subject %j', async (subject) => {
    const scope = { context: '.', subject }
    expect(await refusal(registry.updateConfig(scope, {}, caller))).toBe(
      `42208 The specified subject '${subject}' is not a valid.`,
    )
  })

  it('is refused in a read-only mode, with null for the subject of the global config', async () => {
    const name = freshName()
    const expected = `42205 Subject ${printSubject(name)} in context :${name.context}: is in read-only mode`
    await registry.updateConfig(name, { normalize: true }, caller)
    await registry.updateMode(name, 'READONLY', false, caller)
    expect(await refusal(registry.updateConfig(name, {}, caller))).toBe(expected)
    expect(await refusal(registry.deleteConfig(name, caller))).toBe(expected)
    await registry.updateMode(global, 'READONLY', false, caller)
    const forGlobal = '42205 Subject null in context  is in read-only mode'
    expect(await refusal(registry.updateConfig(global, {}, caller))).toBe(forGlobal)
    expect(await refusal(registry.deleteConfig(global, caller))).toBe(forGlobal)
  })
})

// Rest-api 2.6, 3.12.
describe('config of a server that drops rule sets', () => {
  let opened: TestRegistry
  beforeAll(async () => {
    opened = await openTestRegistry({ ruleSets: 'drop' })
  })
  afterAll(() => opened.close())

  it('clears both rule sets when either is sent, and validates neither', async () => {
    const name = freshName()
    const sent = { normalize: true, defaultRuleSet: { domainRules: [rule('r'), rule('r')] } }
    expect(await opened.registry.updateConfig(name, sent, caller)).toEqual({ normalize: true })
  })
})
