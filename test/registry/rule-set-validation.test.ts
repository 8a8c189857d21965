import { describe, expect, it } from 'vitest'
import { isRegistryError } from '../../src/errors/registry-error.ts'
import type { Rule, RuleList, RuleSet } from '../../src/model/rule-set.ts'
import { validateRuleSet } from '../../src/registry/rule-set-validation.ts'
import { registryVectors } from './vectors.ts'

interface Row {
  readonly name: string
  readonly ruleSet: Partial<Record<RuleList, readonly Partial<Rule>[]>>
  readonly reason: string
}

function filled(rules: readonly Partial<Rule>[] = []): Rule[] {
  return rules.map((rule) => ({ kind: 'TRANSFORM', mode: 'WRITEREAD', disabled: false, ...rule }))
}

function refusal(ruleSet: RuleSet): string | undefined {
  try {
    validateRuleSet(ruleSet)
    return undefined
  } catch (thrown) {
    if (!isRegistryError(thrown, 'INVALID_RULE_SET')) throw thrown
    return thrown.message
  }
}

describe('a rule set is refused for', () => {
  it.each(registryVectors<Row>('rule-sets'))('$name', ({ ruleSet, reason }) => {
    const { migrationRules, domainRules, encodingRules } = ruleSet
    expect(
      refusal({
        migrationRules: filled(migrationRules),
        domainRules: filled(domainRules),
        encodingRules: filled(encodingRules),
      }),
    ).toBe(reason)
  })

  it('a name of 257 characters, but not one of 256', () => {
    const named = (length: number) => ({
      domainRules: filled([{ name: 'a'.repeat(length), type: 'T' }]),
    })
    expect(refusal(named(257))).toBe('Rule name too long')
    expect(refusal(named(256))).toBeUndefined()
  })
})

describe('a rule set is accepted', () => {
  it('with letters of any alphabet in names', () => {
    expect(refusal({ domainRules: filled([{ name: '_größe-1', type: 'T' }]) })).toBeUndefined()
  })

  it('with two actions for both ways', () => {
    const action = { name: 'a', type: 'T', onSuccess: 'NONE,NONE' }
    expect(refusal({ domainRules: filled([action]) })).toBeUndefined()
    expect(refusal({ migrationRules: filled([{ ...action, mode: 'UPDOWN' }]) })).toBeUndefined()
  })

  it('when there is none', () => {
    expect(() => validateRuleSet(undefined)).not.toThrow()
  })
})
