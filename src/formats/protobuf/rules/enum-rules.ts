import type { ConstantNode, EnumNode } from '../ast.ts'
import { featureOf } from '../features.ts'
import { changeText, elementPath } from './element.ts'
import type { Element, Elements, LintFinding, Versions } from './element.ts'
import { lostReservations, reservationOf } from '../reservation.ts'
import { deletionRules } from './message-rules.ts'

/** Holds every enum that both versions have against each other. */
export function checkEnums({ current, previous }: Versions<Elements>): readonly LintFinding[] {
  return [...previous.enums].flatMap(([name, before]) => {
    const now = current.enums.get(name)
    if (now === undefined) return []
    const feature = (feature: 'enum_type' | 'json_format') => ({
      current: featureOf(feature, now.node.options, now.scope.parent, current.parsed.file),
      previous: featureOf(feature, before.node.options, before.scope.parent, previous.parsed.file),
    })
    return [
      ...checkEnum(
        { current: now, previous: before },
        feature('enum_type'),
        feature('json_format'),
      ),
      ...checkConstants({ current: now, previous: before }),
    ]
  })
}

function checkEnum(
  { current, previous }: Versions<Element<EnumNode>>,
  types: Versions<string>,
  formats: Versions<string>,
): readonly LintFinding[] {
  const nodes = { current: current.node, previous: previous.node }
  const path = elementPath(current)
  const findings: LintFinding[] = []
  const type = changeText(types)
  if (type !== undefined) findings.push({ rule: 'ENUM_SAME_TYPE', path, info: type, ...nodes })
  if (formats.previous === 'ALLOW' && formats.current !== 'ALLOW') {
    findings.push({ rule: 'ENUM_SAME_JSON_FORMAT', path, info: '', ...nodes })
  }
  const lost = lostReservations(nodes.current.reserved, nodes.previous.reserved)
  if (lost !== '') findings.push({ rule: 'RESERVED_ENUM_NO_DELETE', path, info: lost, ...nodes })
  return findings
}

function checkConstants({
  current,
  previous,
}: Versions<Element<EnumNode>>): readonly LintFinding[] {
  const now = byNumber(current.node)
  const reserved = reservationOf(current.node.reserved)
  return [...byNumber(previous.node)].flatMap(([number, before]): readonly LintFinding[] => {
    const constants = now.get(number) ?? []
    const targets = { current: constants[0], previous: before[0] }
    const path = elementPath(current, number)
    const [names, oldNames] = [constants, before].map((ones) => ones.map(({ name }) => name))
    if (names === undefined || oldNames === undefined) return []
    if (names.length === 0) {
      return deletionRules(reserved, number, oldNames).map((what) => ({
        rule: `ENUM_VALUE_${what}` as const,
        path,
        info: '',
        ...targets,
      }))
    }
    // An alias more loses nothing.
    if (oldNames.every((name) => names.includes(name))) return []
    const info = `${oldNames.join(', ')} became ${names.join(', ')}`
    return [{ rule: 'ENUM_VALUE_SAME_NAME', path, info, ...targets }]
  })
}

function byNumber({ constants }: EnumNode): ReadonlyMap<number, readonly ConstantNode[]> {
  const groups = new Map<number, ConstantNode[]>()
  for (const constant of constants) {
    const group = groups.get(constant.number)
    if (group === undefined) groups.set(constant.number, [constant])
    else group.push(constant)
  }
  return groups
}
