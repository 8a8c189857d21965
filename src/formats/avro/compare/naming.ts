import { NONE } from './finding.ts'
import type { NamedType } from '../ast.ts'
import type { Findings } from './finding.ts'
import type { Walk } from './walk.ts'

/** The same simple name, or an alias that is the writer's full name. Avro 5, `names()`. */
export function isSameName(reader: NamedType, writer: NamedType): boolean {
  return (
    reader.name.simple === writer.name.simple ||
    reader.aliases.some((alias) => alias.full === writer.name.full)
  )
}

/** The name's part of comparing two named types. */
export function compareNames(walk: Walk, reader: NamedType, writer: NamedType): Findings {
  if (isSameName(reader, writer)) return NONE
  const hint = `Add the alias "${writer.name.full}" to ${reader.name.full}, or keep the name`
  return walk.found('NAME_MISMATCH', `expected: ${writer.name.full}`, ['name'], { hint })
}
