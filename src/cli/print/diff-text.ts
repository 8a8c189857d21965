import type { Comparison, SideDifference } from '../diff/compare-sides.ts'
import type { Side } from '../diff/read-side.ts'
import { excerptOf, printable } from './excerpt.ts'
import type { Paint } from './paint.ts'

/** A comparison for people: the verdict in both directions, then each difference in both texts. */
export function diffText(older: Side, newer: Side, found: Comparison, paint: Paint): string {
  const head = [
    paint('dim', `--- ${printable(older.name)}`),
    paint('dim', `+++ ${printable(newer.name)}`),
  ]
  if (older.schemaType !== newer.schemaType) {
    return [...head, `${older.schemaType} and ${newer.schemaType} cannot read each other`, ''].join(
      '\n',
    )
  }
  if (found.equal) return [...head, 'they mean the same', ''].join('\n')
  const lines = { old: older.schemaText.split('\n'), new: newer.schemaText.split('\n') }
  return [
    ...head,
    verdict('readers with the new schema, data of the old', found.backward, paint),
    verdict('readers with the old schema, data of the new', found.forward, paint),
    ...found.differences.flatMap((one) => differenceLines(one, lines, paint)),
    ...found.lines.map(({ sign, text }) => paint(lineStyles[sign], `${sign} ${printable(text)}`)),
    '',
  ].join('\n')
}

const lineStyles = { ' ': 'dim', '-': 'red', '+': 'green' } as const

function verdict(who: string, reads: boolean, paint: Paint): string {
  return `${who}: ${reads ? paint('green', 'all is read') : paint('red', 'something breaks')}`
}

function differenceLines(
  difference: SideDifference,
  lines: Readonly<Record<'old' | 'new', readonly string[]>>,
  paint: Paint,
): readonly string[] {
  const { kind, path, direction, breaks, message, hint } = difference
  const who = direction === 'new-reads-old' ? 'new reads old' : 'old reads new'
  return [
    `${paint(breaks ? 'red' : 'cyan', kind)} ${printable(path)} ${paint('dim', `(${who})`)}`,
    `  ${printable(message)}`,
    ...(hint === undefined ? [] : [`  ${paint('green', 'fix:')} ${printable(hint)}`]),
    ...placeLines('-', lines.old, difference.old, paint),
    ...placeLines('+', lines.new, difference.new, paint),
  ]
}

function placeLines(
  sign: string,
  lines: readonly string[],
  place: SideDifference['old'],
  paint: Paint,
): readonly string[] {
  if (place === undefined) return []
  const excerpt = excerptOf(lines, place.line, place.column)
  if (excerpt === undefined) return []
  return [
    paint(
      sign === '-' ? 'red' : 'green',
      `  ${sign} ${String(place.line).padStart(4)} | ${excerpt.line}`,
    ),
  ]
}
