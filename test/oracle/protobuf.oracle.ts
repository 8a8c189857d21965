import { fromBinary, toJson } from '@bufbuild/protobuf'
import { FileDescriptorProtoSchema, FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt'
import type { FileDescriptorProto } from '@bufbuild/protobuf/wkt'
import { describe, expect, test } from 'vitest'
import { protobufRuleCategories } from '../../src/model/compatibility-level.ts'
import { protobufFormat } from '../../src/formats/protobuf/protobuf-format.ts'
import { lintProtobuf } from '../../src/formats/protobuf/rules/lint.ts'
import { bundledPaths, bundledText } from '../../src/formats/protobuf/well-known.ts'
import { Random, fileText, mutateFile, randomFile } from '../formats/protobuf/random-schema.ts'
import { compile, findBreaking, whyAbsent } from './buf.ts'
import type { BufFiles } from './buf.ts'

if (whyAbsent !== undefined) console.log(whyAbsent)

const FILES = 150
const SEED = 20_260_801

/** Generated files, each in a package of its own, and a change of each. */
function generated(): { current: BufFiles; previous: BufFiles } {
  const previous = new Map<string, string>()
  const current = new Map<string, string>()
  for (let index = 0; index < FILES; index++) {
    const random = new Random(SEED + index)
    const file = randomFile(random)
    const place = (text: string): string => text.replace('package p.q', `package p${index}.q`)
    previous.set(`f${index}.proto`, place(fileText(file)))
    current.set(`f${index}.proto`, place(fileText(mutateFile(file, random))))
  }
  return { current, previous }
}

function parse(schemaText: string) {
  return protobufFormat.parse({ schemaText, references: [] }, { mode: 'new' })
}

/** What a descriptor says, whatever the order of its fields and nested types. */
function meaning(file: FileDescriptorProto): unknown {
  return said('', toJson(FileDescriptorProtoSchema, file))
}

function said(key: string, value: unknown): unknown {
  if (Array.isArray(value)) {
    const items: unknown[] = value.map((item) => said('', item))
    const isOrdered = key === 'value' || key === 'method' || key === 'dependency'
    return isOrdered ? items : items.toSorted((a, b) => (identity(a) < identity(b) ? -1 : 1))
  }
  if (typeof value !== 'object' || value === null) return value
  const members = Object.entries(value).flatMap(([name, member]): [string, unknown][] => {
    const isSilent =
      // buf writes the JSON name of every field, and calls optional what is neither of the others.
      name === 'jsonName' ||
      (name === 'label' && member === 'LABEL_OPTIONAL') ||
      (name === 'syntax' && member === 'proto2') ||
      // Numbers of oneofs depend on the order of fields.
      name === 'oneofIndex' ||
      (key === '' && name === 'name' && String(member).endsWith('.proto')) ||
      (Array.isArray(member) && member.length === 0) ||
      member === false
    return isSilent ? [] : [[name, said(name, member)]]
  })
  return Object.fromEntries(members.toSorted(([a], [b]) => (a < b ? -1 : 1)))
}

function identity(item: unknown): string {
  return JSON.stringify(item)
}

/** Our descriptor of a text, as another client reads it. */
function ours(text: string, path: string): FileDescriptorProto {
  const base64 = protobufFormat.formattedText(parse(text), 'serialized')
  const file = fromBinary(FileDescriptorProtoSchema, Buffer.from(base64, 'base64'))
  file.name = path
  return file
}

function checkAgreement(files: BufFiles): void {
  const compiled = fromBinary(FileDescriptorSetSchema, compile(files)).file
  const mine = compiled.filter(({ name }) => files.has(name))
  expect(mine).toHaveLength(files.size)
  for (const file of mine) {
    expect(meaning(ours(files.get(file.name) ?? '', file.name)), file.name).toEqual(meaning(file))
  }
}

describe.skipIf(whyAbsent !== undefined)('what buf compiles', () => {
  test('has the same descriptor here, for generated files', () => {
    checkAgreement(generated().previous)
  })

  test('has the same descriptor here, for canonical and normal texts', () => {
    const texts = new Map<string, string>()
    for (const [path, text] of generated().previous) {
      texts.set(path, protobufFormat.canonicalText(parse(text)))
      // Sorting may put another constant of a proto2 enum first, which buf lets pass.
      texts.set(
        `normal_${path}`,
        protobufFormat
          .canonicalText(protobufFormat.normalize(parse(text)))
          .replaceAll(/\bp(\d+)\.q/g, 'n$1.q'),
      )
    }
    checkAgreement(texts)
  })

  test('has the same descriptor here, for the bundled files', () => {
    const ownPaths = bundledPaths.filter((path) => !path.startsWith('google/protobuf/'))
    checkAgreement(new Map(ownPaths.map((path) => [path, bundledText(path) ?? ''])))
  })

  test('has the same descriptor here, for editions', () => {
    checkAgreement(
      new Map([
        [
          'e2023.proto',
          'edition = "2023"; package e; option features.field_presence = IMPLICIT; message A { reserved old; reserved 9; string a = 1 [features.field_presence = EXPLICIT]; map<string, A> m = 2; } enum E { option features.enum_type = CLOSED; Z = 1; }',
        ],
      ]),
    )
  })
})

describe.skipIf(whyAbsent !== undefined)('what buf calls breaking', () => {
  test.each(protobufRuleCategories)('is what the rules of %s find', (category) => {
    const { current, previous } = generated()
    // buf also holds the messages behind maps against each other, whose names follow their fields'.
    const theirs = new Set(
      findBreaking(current, previous, category)
        .filter(({ message }) => !/Entry"/.test(message))
        .map(({ path, type }) => `${path} ${type}`),
    )
    const own = new Set<string>()
    for (const [path, text] of current) {
      const before = parse(previous.get(path) ?? '')
      for (const { kind } of lintProtobuf(parse(text), before, { use: [category] })) {
        own.add(`${path} ${kind}`)
      }
    }
    expect(own.size).toBeGreaterThan(10)
    expect([...own].toSorted()).toEqual([...theirs].toSorted())
  })
})
