import { registryError } from '../errors/registry-error.ts'
import { ruleLists } from '../model/rule-set.ts'
import type { Rule, RuleList, RuleMode, RuleSet } from '../model/rule-set.ts'

const MAX_NAME_LENGTH = 256

/** Which modes a list's rules may have. Rest-api 2.0, "RuleSet". */
const modesOfList = {
  migrationRules: {
    modes: ['UPGRADE', 'DOWNGRADE', 'UPDOWN'],
    text: 'Migration rules can only be UPGRADE, DOWNGRADE, UPDOWN',
  },
  domainRules: {
    modes: ['WRITE', 'READ', 'WRITEREAD'],
    text: 'Domain rules can only be WRITE, READ, WRITEREAD',
  },
  encodingRules: {
    modes: ['WRITE', 'READ', 'WRITEREAD'],
    text: 'Encoding rules can only be WRITE, READ, WRITEREAD',
  },
} as const satisfies Record<
  RuleList,
  { readonly modes: readonly RuleMode[]; readonly text: string }
>

const bothWays: readonly RuleMode[] = ['WRITEREAD', 'UPDOWN']

/** What a rule itself must fulfil, in the order in which faults are reported. Rest-api 2.0. */
const ruleChecks: readonly {
  readonly fails: (rule: Rule, name: string) => boolean
  readonly text: (name: string) => string
}[] = [
  { fails: (rule) => rule.name === undefined, text: () => 'Missing rule name' },
  { fails: (_, name) => name === '', text: () => 'Empty rule name' },
  { fails: (_, name) => name.length > MAX_NAME_LENGTH, text: () => 'Rule name too long' },
  {
    fails: (_, name) => !/^[\p{L}_]/u.test(name),
    text: (name) => `Illegal initial character in rule name: ${name}`,
  },
  {
    fails: (_, name) => !/^[\p{L}\p{Nd}_-]*$/u.test(name),
    text: (name) => `Illegal character in rule name: ${name}`,
  },
  { fails: (rule) => rule.type === undefined, text: () => 'Missing rule type' },
  {
    fails: (rule) =>
      !bothWays.includes(rule.mode) &&
      [rule.onSuccess, rule.onFailure].some((action) => action?.includes(',') === true),
    text: () => 'Multiple actions only valid with WRITEREAD and UPDOWN',
  },
]

/**
 * Checks the rules of a rule set.
 *
 * @throws RegistryError INVALID_RULE_SET on the first fault
 */
export function validateRuleSet(ruleSet: RuleSet | undefined): void {
  const names = new Set<string | undefined>()
  for (const list of ruleLists) {
    for (const rule of ruleSet?.[list] ?? []) {
      if (names.has(rule.name)) refuse(`Found rule with duplicate name '${rule.name}'`)
      names.add(rule.name)
      const name = rule.name ?? ''
      const broken = ruleChecks.find((check) => check.fails(rule, name))
      if (broken !== undefined) refuse(broken.text(name))
      const { modes, text } = modesOfList[list]
      if (!(modes as readonly RuleMode[]).includes(rule.mode)) refuse(text)
    }
  }
}

function refuse(reason: string): never {
  throw registryError('INVALID_RULE_SET', { reason })
}
