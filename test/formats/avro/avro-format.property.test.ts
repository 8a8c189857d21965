import avsc from 'avsc'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkCompatibility } from '../../../src/compatibility/check-compatibility.ts'
import { avroFormat } from '../../../src/formats/avro/avro-format.ts'
import { SchemaFault } from '../../../src/formats/schema-fault.ts'
import { parsed, sourceOf } from './avro-vectors.ts'
import { mutateSchema } from './mutate-schema.ts'
import { Random, randomSchema } from './random-schema.ts'
import { Endless, isRead, randomValue } from './resolution.ts'
import type { AvroSchema } from '../../../src/formats/avro/ast.ts'
import type { Strictness } from '../../../src/model/compatibility-level.ts'
import type { Difference } from '../../../src/formats/difference.ts'

// fast-check prints the seed of a failing run, and the number below that made the pair.
const SEED = 20_260_801
const seeds = fc.integer({ min: 0, max: 2 ** 31 - 1 })

function compare(
  reader: AvroSchema,
  writer: AvroSchema,
  strictness: Strictness,
): readonly Difference[] {
  return avroFormat.compare(reader, writer, { policy: 'STRICT', strictness })
}

/** A schema and a change of it that is still a schema, with defaults that fit for avsc too. */
function randomPair(random: Random): [AvroSchema, AvroSchema] {
  const schema = randomSchema(random)
  for (;;) {
    try {
      const changed = parsed(mutateSchema(schema, random))
      avroFormat.validate(changed, { validateFields: false, strictness: 'sound' })
      return [parsed(schema), changed]
    } catch (error) {
      if (!(error instanceof SchemaFault)) throw error
    }
  }
}

describe('for every schema', () => {
  const check = (holds: (schema: AvroSchema, changed: AvroSchema) => void): void =>
    fc.assert(
      fc.property(seeds, (seed) => holds(...randomPair(new Random(seed)))),
      { seed: SEED, numRuns: 500 },
    )

  test('the canonical text is the schema, and its own canonical text', () => {
    check((_, schema) => {
      const again = avroFormat.parse(sourceOf(schema.canonicalText), { mode: 'new' })
      expect(again.canonicalText).toBe(schema.canonicalText)
      expect(avroFormat.equivalent(again, schema)).toBe(true)
    })
  })

  test('normalising twice is normalising once, and reads the same data', () => {
    check((_, schema) => {
      const once = avroFormat.normalize(schema)
      const again = parsed(once.canonicalText)
      expect(avroFormat.normalize(again).canonicalText).toBe(once.canonicalText)
      expect(avroFormat.normalize(once).canonicalText).toBe(once.canonicalText)
      expect(compare(once, schema, 'sound')).toEqual([])
      expect(compare(schema, once, 'sound')).toEqual([])
    })
  })

  test('a schema reads itself', () => {
    check((_, schema) => {
      const twin = parsed(schema.canonicalText)
      const strip = (differences: readonly Difference[]): unknown =>
        differences.filter(({ kind }) => kind !== 'UNEXPECTED_EXCEPTION')
      expect(strip(compare(schema, twin, 'reference'))).toEqual([])
      expect(compare(schema, twin, 'sound')).toEqual([])
    })
  })

  test('every path and place of a difference exists', () => {
    check((reader, writer) => {
      for (const { path, reader: here, writer: there } of compare(reader, writer, 'reference')) {
        expect(path).toMatch(/^\//)
        expect(here?.line).toBeGreaterThan(0)
        expect(there?.column).toBeGreaterThan(0)
      }
    })
  })

  test('what is soundly read is read by the reference rules, aliases of the own name aside', () => {
    check((reader, writer) => {
      if (compare(reader, writer, 'sound').length > 0) return
      const strict = compare(reader, writer, 'reference')
      expect(strict.filter(({ kind }) => kind !== 'UNEXPECTED_EXCEPTION')).toEqual([])
    })
  })
})

test('both directions are compatible exactly if each of them is', () => {
  fc.assert(
    fc.property(seeds, (seed) => {
      const [candidate, version] = randomPair(new Random(seed)).map((schema) => ({
        schemaText: schema.canonicalText,
      }))
      if (candidate === undefined || version === undefined) return
      const [backward, forward, full] = (['BACKWARD', 'FORWARD', 'FULL'] as const).map(
        (level) => checkCompatibility({ candidate, history: [version], level }).compatible,
      )
      expect(full).toBe(backward === true && forward === true)
    }),
    { seed: SEED, numRuns: 200 },
  )
})

describe('against data', () => {
  const typeOf = (schema: AvroSchema): avsc.Type =>
    avsc.Type.forSchema(JSON.parse(schema.canonicalText) as avsc.Schema, {
      wrapUnions: 'always',
      noAnonymousTypes: true,
    })

  test('the sound verdict is what decoding does, on 2,000 pairs', () => {
    const verdicts = { read: 0, refused: 0, undecided: 0 }
    fc.assert(
      fc.property(seeds, (seed) => {
        const random = new Random(seed)
        const [one, other] = randomPair(random)
        const [reader, writer] = random.chance(50) ? [one, other] : [other, one]
        if (isEndless(writer)) return
        const differences = compare(reader, writer, 'sound')
        if (differences.length === 0) {
          verdicts.read++
          const [readerType, writerType] = [typeOf(reader), typeOf(writer)]
          // Full names of records do not matter to the specification; enums were checked by us.
          const resolver = readerType.createResolver(writerType, { ignoreNamespaces: true })
          const values = Array.from({ length: 20 }, () => randomValue(writer.root, random))
          expect(values.filter((value) => !isRead(reader.root, writer.root, value))).toEqual([])
          for (const value of values) {
            readerType.fromBuffer(writerType.toBuffer(value), resolver)
          }
        } else if (differences.some(({ effect }) => effect === 'breaks')) {
          verdicts.refused++
          expect(hasWitness(reader, writer, random)).toBe(true)
        } else verdicts.undecided++
      }),
      { seed: SEED, numRuns: 2000 },
    )
    expect(verdicts.read).toBeGreaterThan(500)
    expect(verdicts.refused).toBeGreaterThan(500)
  }, 120_000)

  /** A writer without any data proves nothing. */
  function isEndless(writer: AvroSchema): boolean {
    try {
      for (let i = 0; i < 30; i++) randomValue(writer.root, new Random(i))
      return false
    } catch (error) {
      if (error instanceof Endless) return true
      throw error
    }
  }

  function hasWitness(reader: AvroSchema, writer: AvroSchema, random: Random): boolean {
    for (let i = 0; i < 2000; i++) {
      if (!isRead(reader.root, writer.root, randomValue(writer.root, random))) return true
    }
    return false
  }
})
