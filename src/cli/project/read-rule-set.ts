import { ruleExecutionPlaces, ruleKinds, ruleLists, ruleModes } from '../../model/rule-set.ts'
import type { RuleList, RuleMode } from '../../model/rule-set.ts'
import type { RuleBody, RuleSetBody } from '../../rest/bodies.ts'
import type { YamlNode, YamlReader } from './yaml-reader.ts'

/** Which modes the rules of a list may have. Rest-api 2.0, "RuleSet". */
const modesOf: { readonly [L in RuleList]: readonly RuleMode[] } = {
  migrationRules: ['UPGRADE', 'DOWNGRADE', 'UPDOWN'],
  domainRules: ['WRITE', 'READ', 'WRITEREAD'],
  encodingRules: ['WRITE', 'READ', 'WRITEREAD'],
}

const texts = ['doc', 'expr', 'onSuccess', 'onFailure'] as const
const memberNames = ['name', 'kind', 'mode', 'type', 'tags', 'params', 'disabled', ...texts]

/** As the registry takes names of rules; longer ones it refuses. Rest-api 2.0. */
const ruleName = /^[\p{L}_][\p{L}\p{Nd}_-]{0,255}$/u

/**
 * Reads the rule set that a project declares, as the registry would: what it would refuse is refused
 * here, with the line.
 *
 * @throws CommandError
 */
export function readRuleSet(yaml: YamlReader, node: YamlNode): RuleSetBody {
  const members = yaml.members(node, 'ruleSet', [...ruleLists, 'enableAt'])
  const enableAt = members.get('enableAt')
  const names = new Set<string>()
  const lists = ruleLists.flatMap((list): readonly (readonly [RuleList, readonly RuleBody[]])[] => {
    const rules = members.get(list)
    if (rules === undefined) return []
    return [[list, yaml.list(rules, list).map((one) => readRule(yaml, one, list, names))]]
  })
  return {
    ...Object.fromEntries(lists),
    ...(enableAt === undefined
      ? {}
      : { enableAt: yaml.choice(enableAt, 'enableAt', ruleExecutionPlaces) }),
  }
}

function readRule(yaml: YamlReader, node: YamlNode, list: RuleList, names: Set<string>): RuleBody {
  const members = yaml.members(node, 'a rule', memberNames)
  const needed = (member: string): string => {
    const value = members.get(member)
    return value === undefined
      ? yaml.fail(node, `a rule needs its ${member}`)
      : yaml.text(value, member)
  }
  const name = needed('name')
  if (!ruleName.test(name)) {
    yaml.fail(members.get('name'), `the name of a rule is letters, digits, _ and -, not '${name}'`)
  }
  if (names.has(name)) yaml.fail(members.get('name'), `there are two rules called '${name}'`)
  names.add(name)
  const [kind, tags, params, disabled] = ['kind', 'tags', 'params', 'disabled'].map((member) =>
    members.get(member),
  )
  return {
    name,
    ...(kind === undefined ? {} : { kind: yaml.choice(kind, 'kind', ruleKinds) }),
    ...readMode(yaml, node, members.get('mode'), list),
    type: needed('type'),
    ...(tags === undefined
      ? {}
      : { tags: yaml.list(tags, 'tags').map((one) => yaml.text(one, 'a tag')) }),
    ...(params === undefined ? {} : { params: readParams(yaml, params) }),
    ...Object.fromEntries(
      texts.filter((member) => members.has(member)).map((member) => [member, needed(member)]),
    ),
    ...(disabled === undefined ? {} : { disabled: yaml.flag(disabled, 'disabled') }),
  }
}

/** Without a mode a rule is WRITEREAD, which migration rules cannot be. */
function readMode(
  yaml: YamlReader,
  rule: YamlNode,
  node: YamlNode,
  list: RuleList,
): { readonly mode?: RuleMode } {
  const allowed = modesOf[list]
  const mode = node === undefined ? 'WRITEREAD' : yaml.choice(node, 'mode', ruleModes)
  if (!allowed.includes(mode)) {
    yaml.fail(node ?? rule, `${list} have the mode ${allowed.join(', ')}, not ${mode}`)
  }
  return node === undefined ? {} : { mode }
}

function readParams(yaml: YamlReader, node: YamlNode): Readonly<Record<string, string>> {
  return Object.fromEntries(
    [...yaml.members(node, 'params')].map(([name, value]) => [
      name,
      yaml.text(value, `parameter '${name}'`),
    ]),
  )
}
