import { placesOf } from '../places.ts'
import { createSoundJudge } from '../sound/sound-rules.ts'
import { AmbiguousField } from './record.ts'
import { judgeByReference } from './reference-rules.ts'
import { TooManyPairs, Walk } from './walk.ts'
import { differences } from '../differences.ts'
import type { AvroSchema } from '../ast.ts'
import type { Difference } from '../../difference.ts'
import type { Strictness } from '../../../model/compatibility-level.ts'
import type { Findings } from './finding.ts'
import type { WalkLimits } from './walk.ts'

/** As the reference does, which tries every branch of a union, while that can be paid for. */
const exactly = { maxPairs: 100_000, lookUpFrom: 32 } as const satisfies WalkLimits
/** For entangled schemas: branches of other names, which fail anyway, are not tried. */
const lookingUp = { maxPairs: 1_000_000, lookUpFrom: 0 } as const satisfies WalkLimits

const ruleBooks = { reference: () => judgeByReference, sound: createSoundJudge } as const

/**
 * Every reason why the reader does not read the writer, in the order of the walk. Avro 5, 6.
 *
 * @throws SchemaFault when the schemas are too entangled to compare
 */
export function compareAvro(
  reader: AvroSchema,
  writer: AvroSchema,
  strictness: Strictness,
): Difference[] {
  const findings = findingsOf(reader, writer, strictness)
  if (findings.length === 0) return []
  const readerSpots = findings.map((finding) => finding.readerAt)
  const writerSpots = findings.map((finding) => finding.writerAt)
  const readerPlaces = placesOf(reader.documents, readerSpots)
  const writerPlaces = placesOf(writer.documents, writerSpots)
  return findings.map(({ readerAt, writerAt, ...finding }) => ({
    ...finding,
    effect: differences[finding.kind].effect,
    reader: readerPlaces.get(readerAt),
    writer: writerPlaces.get(writerAt),
  }))
}

function findingsOf(reader: AvroSchema, writer: AvroSchema, strictness: Strictness): Findings {
  try {
    return walkThrough(reader, writer, strictness, exactly)
  } catch (error) {
    if (!(error instanceof TooManyPairs)) throw error
    return walkThrough(reader, writer, strictness, lookingUp)
  }
}

function walkThrough(
  reader: AvroSchema,
  writer: AvroSchema,
  strictness: Strictness,
  limits: WalkLimits,
): Findings {
  const walk = new Walk(ruleBooks[strictness](), limits, mainLength(reader), mainLength(writer))
  try {
    return walk.run({
      reader: reader.root,
      readerAt: reader.rootAt,
      writer: writer.root,
      writerAt: writer.rootAt,
    })
  } catch (error) {
    if (!(error instanceof AmbiguousField)) throw error
    return walk.found('UNEXPECTED_EXCEPTION', error.message, [], {
      readerAt: error.field.at,
      writerAt: error.writer.at,
      hint: `Remove the alias of ${error.field.name} that is still a field of the writer`,
    })
  }
}

function mainLength(schema: AvroSchema): number {
  return schema.documents[0]?.text.length ?? 0
}
