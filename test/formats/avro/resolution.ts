import type { AvroType, Field, NamedType } from '../../../src/formats/avro/ast.ts'
import type { Random } from './random-schema.ts'

/** Data as avsc takes it with wrapped unions: `null`, or an object with the branch's name as key. */
export type Value = null | boolean | number | string | Buffer | Value[] | { [key: string]: Value }

function isNamedType(type: AvroType): type is NamedType {
  return 'name' in type
}

function nameOf(type: AvroType): string {
  return isNamedType(type) ? type.name.full : type.kind
}

/** The type has no data that ever ends, such as a record that must hold itself. */
export class Endless extends Error {}

/**
 * Data of a type; recursion ends where unions, arrays and maps allow it.
 *
 * @throws Endless when nothing does
 */
export function randomValue(type: AvroType, random: Random, depth = 0): Value {
  if (depth > 40) throw new Endless()
  switch (type.kind) {
    case 'null':
      return null
    case 'boolean':
      return random.chance(50)
    case 'int':
    case 'long':
      return random.below(1000) - 500
    case 'float':
    case 'double':
      return random.below(64) / 4
    case 'bytes':
      return Buffer.from('abc')
    case 'string':
      return random.pick(['', 'x', 'é'])
    case 'enum':
      return random.pick(type.symbols)
    case 'fixed':
      return Buffer.alloc(type.size, 1)
    case 'array':
      return depth > 6 ? [] : [randomValue(type.items, random, depth + 1)]
    case 'map':
      return depth > 6 ? {} : { key: randomValue(type.values, random, depth + 1) }
    case 'union': {
      const ends = type.branches.filter((branch) => branch.kind !== 'record')
      const branch = random.pick(depth > 6 && ends.length > 0 ? ends : type.branches)
      if (branch.kind === 'null') return null
      return { [nameOf(branch)]: randomValue(branch, random, depth + 1) }
    }
    case 'record': {
      const record: { [key: string]: Value } = {}
      for (const field of type.fields) {
        record[field.name] = randomValue(field.type, random, depth + 1)
      }
      return record
    }
  }
}

const promotions = new Set(
  'int>long int>float int>double long>float long>double float>double string>bytes bytes>string'.split(
    ' ',
  ),
)

/**
 * Whether one piece of data survives, told by following the data itself: an account of resolution
 * that shares nothing with the comparison of schemas.
 *
 * @see Avro 6, item 2
 */
export function isRead(reader: AvroType, writer: AvroType, value: Value): boolean {
  if (writer.kind === 'union') {
    const key = value === null ? 'null' : Object.keys(value)[0]
    const branch = writer.branches.find((one) => nameOf(one) === key)
    if (branch === undefined) throw new Error(`no branch ${key}`)
    const inner = value === null ? null : (value as { [key: string]: Value })[nameOf(branch)]
    return isRead(reader, branch, inner ?? null)
  }
  if (reader.kind === 'union') {
    const branch = branchFor(reader.branches, writer)
    return branch !== undefined && isRead(branch, writer, value)
  }
  if (reader.kind === 'record' && writer.kind === 'record') {
    if (reader.name.simple !== writer.name.simple && !isCalled(reader, writer)) return false
    return reader.fields.every((field) => {
      const written = writer.fields.find((one) => [field.name, ...field.aliases].includes(one.name))
      if (written === undefined) return canDefault(field)
      const inner = (value as { [key: string]: Value })[written.name]
      return isRead(field.type, written.type, inner ?? null)
    })
  }
  if (reader.kind === 'enum' && writer.kind === 'enum') {
    const isKnown =
      reader.symbols.some((symbol) => symbol === value) || reader.default !== undefined
    return isCalled(reader, writer) && isKnown
  }
  if (reader.kind === 'fixed' && writer.kind === 'fixed') {
    return isCalled(reader, writer) && reader.size === writer.size
  }
  if (reader.kind === 'array' && writer.kind === 'array') {
    return (value as Value[]).every((item) => isRead(reader.items, writer.items, item))
  }
  if (reader.kind === 'map' && writer.kind === 'map') {
    return Object.values(value as object).every((item: Value) =>
      isRead(reader.values, writer.values, item),
    )
  }
  return reader.kind === writer.kind || promotions.has(`${writer.kind}>${reader.kind}`)
}

function branchFor(branches: readonly AvroType[], writer: AvroType): AvroType | undefined {
  const alike = branches.filter((branch) => branch.kind === writer.kind)
  if (!isNamedType(writer)) {
    return alike[0] ?? branches.find((branch) => promotions.has(`${writer.kind}>${branch.kind}`))
  }
  const named = alike.filter(isNamedType)
  const exact = named.find((branch) => isCalled(branch, writer))
  if (exact !== undefined || writer.kind !== 'record') return exact
  return named.find((branch) => branch.name.simple === writer.name.simple)
}

function isCalled(reader: NamedType, writer: NamedType): boolean {
  return [reader.name, ...reader.aliases].some((name) => name.full === writer.name.full)
}

// The generated defaults fit their types, so a default is as good as a value.
function canDefault(field: Field): boolean {
  return field.default !== undefined
}
