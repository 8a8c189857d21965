import { assertNever } from '../../../errors/assert-never.ts'
import { compareEnums } from './enum.ts'
import { Gathering, NONE } from './finding.ts'
import { compareNames } from './naming.ts'
import { canPromote } from './promotion.ts'
import { compareRecords } from './record.ts'
import { compareUnions, compareWithReaderUnion, compareWithWriterUnion } from './union.ts'
import type { FixedType } from '../ast.ts'
import type { Findings } from './finding.ts'
import type { Pair, Walk } from './walk.ts'

/** Decides a pair as the reference does. Avro 5. */
export function judgeByReference(walk: Walk, pair: Pair): Findings {
  const { reader, writer } = pair
  switch (reader.kind) {
    case 'record':
      if (writer.kind === 'record') return compareRecords(walk, reader, writer, pair)
      break
    case 'enum':
      if (writer.kind === 'enum') return compareEnums(walk, reader, writer)
      break
    case 'fixed':
      if (writer.kind === 'fixed') return compareFixed(walk, reader, writer)
      break
    case 'array':
      if (writer.kind === 'array') {
        return walk.visitUnder(
          {
            reader: reader.items,
            readerAt: reader.itemsAt,
            writer: writer.items,
            writerAt: writer.itemsAt,
          },
          'items',
        )
      }
      break
    case 'map':
      if (writer.kind === 'map') {
        return walk.visitUnder(
          {
            reader: reader.values,
            readerAt: reader.valuesAt,
            writer: writer.values,
            writerAt: writer.valuesAt,
          },
          'values',
        )
      }
      break
    case 'union':
      return writer.kind === 'union'
        ? compareUnions(walk, pair, writer)
        : compareWithReaderUnion(walk, pair, reader)
    case 'null':
    case 'boolean':
    case 'int':
    case 'long':
    case 'float':
    case 'double':
    case 'bytes':
    case 'string':
      if (reader.kind === writer.kind || canPromote(reader.kind, writer.kind)) return NONE
      break
    default:
      return assertNever(reader)
  }
  if (writer.kind === 'union') return compareWithWriterUnion(walk, pair, writer)
  return typeMismatch(walk, pair)
}

function compareFixed(walk: Walk, reader: FixedType, writer: FixedType): Findings {
  const names = compareNames(walk, reader, writer)
  if (reader.size === writer.size) return names
  const info = `expected: ${writer.size}, found: ${reader.size}`
  const hint = `Keep the size ${writer.size}, or use another name in a union with the old type`
  const findings = walk.found('FIXED_SIZE_MISMATCH', info, ['size'], { hint })
  return new Gathering().add(names).add(findings).findings
}

function typeMismatch(walk: Walk, { reader, writer }: Pair): Findings {
  const [ours, theirs] = [reader.kind.toUpperCase(), writer.kind.toUpperCase()]
  const info = `reader type: ${ours} not compatible with writer type: ${theirs}`
  const hint = canPromote(writer.kind, reader.kind)
    ? `${writer.kind} reads ${reader.kind}, but not the other way round: keep ${writer.kind}`
    : `Keep ${writer.kind}, or read a union of both types`
  return walk.found('TYPE_MISMATCH', info, [], { hint })
}
