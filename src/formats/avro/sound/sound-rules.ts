import { compareEnums } from '../compare/enum.ts'
import { Gathering, NONE } from '../compare/finding.ts'
import { judgeByReference } from '../compare/reference-rules.ts'
import { compareNames } from '../compare/naming.ts'
import { compareWithWriterUnion } from '../compare/union.ts'
import { DefaultCheck } from '../defaults.ts'
import { logicalTypeOf } from '../logical-types.ts'
import { compareRecordsSoundly } from './record.ts'
import { readByUnion } from './union.ts'
import type { AvroType, EnumType, FixedType } from '../ast.ts'
import type { LogicalType } from '../logical-types.ts'
import type { Findings } from '../compare/finding.ts'
import type { Judge, Pair, Walk } from '../compare/walk.ts'

/**
 * A judge for one comparison that decides by what decoding does: compatible only if every value of
 * the writer is read, and read as what it was.
 *
 * No finding is taken back without another one in its place, so a pair met inside itself may count
 * as compatible: whatever is wrong with it is told where it was met first.
 *
 * @see Avro 6, "Sound decision procedure"
 */
export function createSoundJudge(): Judge {
  const defaults = new DefaultCheck({ strictness: 'sound' })
  return (walk, pair) => judgeSoundly(walk, pair, defaults)
}

function judgeSoundly(walk: Walk, pair: Pair, defaults: DefaultCheck): Findings {
  const { reader, writer } = pair
  if (writer.kind === 'union') return compareWithWriterUnion(walk, pair, writer)
  if (reader.kind === 'union') return readByUnion(walk, pair, reader)
  if (reader.kind === 'record' && writer.kind === 'record') {
    return compareRecordsSoundly(walk, reader, writer, defaults)
  }
  if (reader.kind === 'enum' && writer.kind === 'enum') {
    const names = compareNamespaces(walk, reader, writer)
    return new Gathering().add(names).add(compareEnums(walk, reader, writer)).findings
  }
  if (reader.kind === 'fixed' && writer.kind === 'fixed') {
    const names = compareNamespaces(walk, reader, writer)
    const sizes = judgeByReference(walk, pair)
    const rest = sizes.length > 0 ? sizes : compareLogicalTypes(walk, reader, writer)
    return new Gathering().add(names).add(rest).findings
  }
  const findings = judgeByReference(walk, pair)
  if (findings.length > 0 || reader.kind === 'array' || reader.kind === 'map') return findings
  if (reader.kind === 'string' && writer.kind === 'bytes') {
    return walk.found('BYTES_READ_AS_STRING', 'expected: BYTES, found: STRING', [], {
      hint: 'Keep bytes, or make sure that all data is UTF-8 and compare by the reference rules',
    })
  }
  return compareLogicalTypes(walk, reader, writer)
}

/** Enums and fixed are decoded by full name, aliases aside. Avro 6, item 1. */
function compareNamespaces(
  walk: Walk,
  reader: EnumType | FixedType,
  writer: EnumType | FixedType,
): Findings {
  const isSame =
    reader.name.full === writer.name.full ||
    reader.aliases.some((alias) => alias.full === writer.name.full)
  if (isSame || compareNames(walk, reader, writer).length > 0) return NONE
  const info = `expected: ${writer.name.full}, found: ${reader.name.full}`
  const hint = `Add the alias "${writer.name.full}" to ${reader.name.full}, or keep the namespace`
  return walk.found('NAMESPACE_CHANGED', info, ['name'], { hint })
}

function compareLogicalTypes(walk: Walk, reader: AvroType, writer: AvroType): Findings {
  const ours = logicalTypeOf(reader)
  const theirs = logicalTypeOf(writer)
  if (keepsMeaning(ours, theirs)) return NONE
  const info = `expected: ${logicalText(theirs)}, found: ${logicalText(ours)}`
  const hint = `Keep the logical type ${logicalText(theirs)}, or use a new field for the new meaning`
  return walk.found('LOGICAL_TYPE_CHANGED', info, [], { hint })
}

/** A decimal may gain digits before its point; nothing else may change. */
function keepsMeaning(reader: LogicalType | undefined, writer: LogicalType | undefined): boolean {
  if (reader === undefined || writer === undefined) return reader === writer
  return (
    reader.name === writer.name &&
    reader.scale === writer.scale &&
    (reader.precision ?? 0) >= (writer.precision ?? 0)
  )
}

function logicalText(type: LogicalType | undefined): string {
  if (type === undefined) return 'none'
  return type.precision === undefined ? type.name : `${type.name}(${type.precision},${type.scale})`
}
