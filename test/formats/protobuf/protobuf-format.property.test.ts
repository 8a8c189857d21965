import fc from 'fast-check'
import protobuf from 'protobufjs'
import type { Type } from 'protobufjs'
import { describe, expect, test } from 'vitest'
import { protobufFormat } from '../../../src/formats/protobuf/protobuf-format.ts'
import type { ProtobufSchema } from '../../../src/formats/protobuf/protobuf-schema.ts'
import { parsed } from './protobuf-vectors.ts'
import { Random, fileText, mutateFile, randomFile } from './random-schema.ts'

// fast-check prints the seed of a failing run, and the number below that made the pair.
const SEED = 20_260_801
const RUNS = 200
const seeds = fc.integer({ min: 1, max: 2 ** 31 - 1 })

/** A text, and a change of it. */
function check(holds: (text: string, changed: string, random: Random) => void): void {
  fc.assert(
    fc.property(seeds, (seed) => {
      const random = new Random(seed)
      const file = randomFile(random)
      holds(fileText(file), fileText(mutateFile(file, random)), random)
    }),
    { seed: SEED, numRuns: RUNS },
  )
}

function compare(
  reader: ProtobufSchema,
  writer: ProtobufSchema,
  strictness: 'reference' | 'sound',
) {
  return protobufFormat.compare(reader, writer, { policy: 'STRICT', strictness })
}

describe('for every file', () => {
  test('canonical text is its own canonical text', () => {
    check((text) => {
      const { canonicalText } = parsed(text)
      expect(parsed(canonicalText).canonicalText).toBe(canonicalText)
    })
  })

  test('normalising is done once', () => {
    check((text) => {
      const once = protobufFormat.normalize(parsed(text))
      expect(protobufFormat.normalize(once).canonicalText).toBe(once.canonicalText)
      const again = protobufFormat.normalize(parsed(once.canonicalText))
      expect(again.canonicalText).toBe(once.canonicalText)
    })
  })

  test('the descriptor of a text, printed again, is the text', () => {
    check((text) => {
      const schema = parsed(text)
      const back = parsed(protobufFormat.formattedText(schema, 'serialized'))
      // Proto2 is what a descriptor says by saying nothing; normal texts leave it out as well.
      expect(protobufFormat.normalize(back).canonicalText).toBe(
        protobufFormat.normalize(schema).canonicalText,
      )
    })
  })

  test('it reads itself, under both rule books', () => {
    check((text) => {
      const [reader, writer] = [parsed(text), parsed(text)]
      expect(compare(reader, writer, 'sound')).toEqual([])
      expect(compare(reader, protobufFormat.normalize(writer), 'reference')).toEqual([])
    })
  })

  test('the sound rule book refuses whatever the reference refuses', () => {
    check((text, changed) => {
      const [reader, writer] = [parsed(changed), parsed(text)]
      const reference = compare(reader, writer, 'reference')
      expect(compare(reader, writer, 'sound').slice(0, reference.length)).toEqual(reference)
    })
  })
})

const shown = { longs: String, enums: String, bytes: String } as const

function typesOf(text: string): protobuf.Root {
  const { root } = protobuf.parse(text, { keepCase: true })
  root.resolveAll()
  return root
}

/** A value with something in every field, to a depth. */
function randomValue(type: Type, random: Random, depth: number): Record<string, unknown> {
  const value: Record<string, unknown> = {}
  const members = new Map<string, string>()
  for (const field of type.fieldsArray) {
    field.resolve()
    if (field.partOf !== null && !field.options?.['proto3_optional']) {
      if (members.has(field.partOf.name)) continue
      members.set(field.partOf.name, field.name)
    }
    const one = (): unknown => {
      if (field.resolvedType instanceof protobuf.Type) {
        return depth > 2 ? undefined : randomValue(field.resolvedType, random, depth + 1)
      }
      if (field.resolvedType instanceof protobuf.Enum) {
        return random.pick(Object.values(field.resolvedType.values))
      }
      if (field.type === 'string') return random.pick(['', 'x', 'žluť'])
      if (field.type === 'bytes') return Uint8Array.of(random.below(256), 255)
      if (field.type === 'bool') return random.chance(50)
      if (field.type === 'float' || field.type === 'double') return random.below(100) / 4
      return random.below(1000)
    }
    const item = one()
    if (item === undefined) continue
    if (field instanceof protobuf.MapField) {
      value[field.name] = { [field.keyType === 'bool' ? 'true' : '7']: item }
    } else value[field.name] = field.repeated ? [item, one() ?? item] : item
  }
  return value
}

describe('compatible under the sound rule book means', () => {
  test('that what the writer wrote is what the reader reads', () => {
    let compared = 0
    check((text, changed, random) => {
      const isReadable = compare(parsed(changed), parsed(text), 'sound').every(
        ({ effect }) => effect === 'none',
      )
      if (!isReadable) return
      compared++
      const [reader, writer] = [typesOf(changed), typesOf(text)]
      for (const { name } of parsed(text).file.declarations) {
        const writerType = writer.lookupType(`p.q.${name}`)
        const readerType = reader.lookupType(`p.q.${name}`)
        const written = writerType.fromObject(randomValue(writerType, random, 0))
        const read = readerType.decode(writerType.encode(written).finish())
        const known = pruned(writerType.toObject(written, shown), readerType)
        expect(pruned(readerType.toObject(read, shown), writerType)).toEqual(known)
      }
    })
    expect(compared).toBeGreaterThan(RUNS / 4)
  })
})

/** A value without the fields that the other side does not have, nor ones that say nothing. */
function pruned(value: unknown, other: Type): unknown {
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).flatMap(([name, member]): [string, unknown][] => {
    const field = other.fields[name]
    if (field === undefined) return []
    const type = field.resolve().resolvedType
    const inner = (one: unknown): unknown =>
      type instanceof protobuf.Type ? pruned(one, type) : bareValue(one)
    if (field instanceof protobuf.MapField) {
      const parts = Object.entries(member as object).map(([key, one]) => [key, inner(one)] as const)
      return [[name, Object.fromEntries(parts)]]
    }
    const items = (Array.isArray(member) ? member : [member]).map(inner)
    return [[name, items]]
  })
  return Object.fromEntries(entries.filter(([, member]) => !isSilent(member)))
}

/** Numbers and their widened forms, texts and the bytes of texts, look alike. */
function bareValue(value: unknown): unknown {
  if (value === true) return '1'
  return value === false ? '0' : String(value)
}

/** Absent and default are one to a reader without presence. */
function isSilent(member: unknown): boolean {
  return (
    Array.isArray(member) &&
    member.every((one) => one === '0' || one === '' || String(one).endsWith('_Z'))
  )
}
