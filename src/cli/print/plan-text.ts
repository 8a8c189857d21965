import type { Plan, PlanEntry, PlannedConfig } from '../plan/plan.ts'
import { changesAnything } from '../plan/plan.ts'
import { counted } from './counted.ts'
import { printable } from './excerpt.ts'
import type { Paint } from './paint.ts'

const rows = {
  create: { sign: '+', style: 'green', words: 'create' },
  'new-version': { sign: '~', style: 'yellow', words: 'new version' },
  unchanged: { sign: '=', style: 'dim', words: 'unchanged' },
  refused: { sign: '!', style: 'red', words: 'refused' },
} as const

/** A plan for people: a line a subject, a line a changed setting, and a sum. */
export function planText(plan: Plan, paint: Paint): string {
  const subjects = Math.max(0, ...plan.entries.map(({ subject }) => subject.length))
  const lines = plan.entries.flatMap((entry) => entryLines(entry, subjects, paint))
  const counts = Object.entries(rows).flatMap(([action, { words }]) => {
    const count = plan.entries.filter((entry) => entry.action === action).length
    return count === 0 ? [] : [`${count} ${words}`]
  })
  const configs = plan.entries.filter(({ config }) => config !== undefined).length
  if (configs > 0) counts.push(`${configs} config`)
  const sum = changesAnything(plan) ? counts.join(', ') : 'nothing to do'
  return [...lines, '', sum, ''].join('\n')
}

function entryLines(entry: PlanEntry, width: number, paint: Paint): readonly string[] {
  const { subject, file, action, base, version, schemaId, config, findings, refusal } = entry
  const { sign, style, words } = rows[action]
  const where =
    action === 'unchanged'
      ? `version ${version} (id ${schemaId})`
      : action === 'refused'
        ? (refusal ?? counted(findings.length, 'problem'))
        : base === 0
          ? ''
          : `after version ${base}`
  const head = paint(style, `${sign} ${words.padEnd(11)}`)
  return [
    `${head}  ${printable(subject).padEnd(width)}  ${printable(file)}  ${paint('dim', where)}`.trimEnd(),
    ...(config === undefined
      ? []
      : [`${paint('yellow', '~ config     ')}  ${printable(subject)}  ${changeText(config)}`]),
  ]
}

function changeText({ from, to }: NonNullable<PlanEntry['config']>): string {
  const names = Object.keys(to) as (keyof PlannedConfig)[]
  return names
    .filter((name) => from[name] !== to[name])
    .map((name) => `${name} ${from[name] ?? 'inherited'} -> ${to[name]}`)
    .join(', ')
}
