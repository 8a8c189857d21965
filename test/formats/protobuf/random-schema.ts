/** A small random generator, so that a number reproduces a schema. */
export class Random {
  #state: number

  constructor(seed: number) {
    this.#state = seed >>> 0
  }

  /** A whole number from 0 to below the bound. */
  below(bound: number): number {
    // xorshift32; zero is its only fixed point.
    let x = this.#state || 0x9e3779b9
    x ^= x << 13
    x ^= x >>> 17
    x ^= x << 5
    this.#state = x >>> 0
    return this.#state % bound
  }

  chance(percent: number): boolean {
    return this.below(100) < percent
  }

  pick<T>(items: readonly T[]): T {
    const item = items[this.below(items.length)]
    if (item === undefined) throw new Error('nothing to pick from')
    return item
  }
}

const scalars = [
  'int32',
  'int64',
  'uint32',
  'uint64',
  'sint32',
  'sint64',
  'fixed32',
  'fixed64',
  'sfixed32',
  'sfixed64',
  'bool',
  'string',
  'bytes',
  'float',
  'double',
]
const keys = ['int32', 'int64', 'uint32', 'bool', 'string', 'fixed32', 'sint64']

/** A field before it is written. */
interface RandomField {
  name: string
  tag: number
  label: string
  type: string
  options: string
}

/** A message before it is written. */
interface RandomMessage {
  name: string
  fields: RandomField[]
  oneof: RandomField[]
  nested: RandomMessage[]
  enums: { name: string; constants: string[] }[]
  reserved: string
}

/** A file that protoc accepts, in pieces. */
export interface RandomFile {
  syntax: 'proto2' | 'proto3'
  messages: RandomMessage[]
  service: boolean
}

/** Makes a file whose every name resolves and whose every number is free. */
export function randomFile(random: Random): RandomFile {
  const syntax = random.pick(['proto2', 'proto3'] as const)
  const count = 1 + random.below(4)
  const names = Array.from({ length: count }, (_, index) => `M${index}`)
  const messages = names.map((name) => randomMessage(random, syntax, name, names, 0))
  return { syntax, messages, service: random.chance(40) }
}

function randomMessage(
  random: Random,
  syntax: RandomFile['syntax'],
  name: string,
  names: readonly string[],
  depth: number,
): RandomMessage {
  const enums = random.chance(40)
    ? [{ name: `E${depth}`, constants: ['Z', 'O', 'T'].slice(0, 1 + random.below(3)) }]
    : []
  const nested =
    depth < 2 && random.chance(40)
      ? [randomMessage(random, syntax, `N${depth}`, names, depth + 1)]
      : []
  const types = [...names, ...nested.map((one) => one.name), ...enums.map((one) => one.name)]
  const tags = shuffled(random, 12)
  const fields = tags
    .slice(0, random.below(7))
    .map((tag) => randomField(random, syntax, tag, types))
  const oneof = random.chance(40)
    ? tags.slice(8, 9 + random.below(3)).map((tag) => ({
        ...randomField(random, syntax, tag, types),
        label: '',
        type: random.pick([...scalars, ...types]),
        options: '',
      }))
    : []
  const reserved = random.chance(30) ? 'reserved 20 to 25, 30; reserved "gone";' : ''
  return { name, fields, oneof, nested, enums, reserved }
}

function randomField(
  random: Random,
  syntax: RandomFile['syntax'],
  tag: number,
  types: readonly string[],
): RandomField {
  const name = `field_${tag}`
  if (random.chance(15)) {
    const type = `map<${random.pick(keys)}, ${random.pick([...scalars, ...types])}>`
    return { name, tag, label: '', type, options: '' }
  }
  const type = random.pick(random.chance(60) ? scalars : types)
  // Required fields would make values of recursive messages endless.
  const label = random.pick(
    syntax === 'proto2' ? ['optional', 'repeated'] : ['', 'optional', 'repeated'],
  )
  const options = random.chance(15)
    ? random.pick([
        ' [deprecated = true]',
        ` [json_name = "json${tag}"]`,
        ' [deprecated = false, json_name = "x"]',
      ])
    : ''
  return { name, tag, label, type, options: options.replace('"x"', `"x${tag}"`) }
}

function shuffled(random: Random, count: number): number[] {
  const rest = Array.from({ length: count }, (_, index) => index + 1)
  return Array.from({ length: count }, () => rest.splice(random.below(rest.length), 1)[0] ?? 0)
}

/** Changes one thing: a type, a label, a name, or the presence of a field. */
export function mutateFile(file: RandomFile, random: Random): RandomFile {
  const changed = structuredClone(file)
  const message = random.pick(changed.messages)
  const fields = [...message.fields, ...message.oneof]
  if (fields.length === 0 || random.chance(15)) {
    message.fields.push({
      name: 'added',
      tag: 15,
      label: changed.syntax === 'proto2' ? 'optional' : '',
      type: random.pick(scalars),
      options: '',
    })
    return changed
  }
  const field = random.pick(fields)
  switch (random.below(4)) {
    case 0:
      if (!field.type.startsWith('map')) field.type = random.pick(scalars)
      break
    case 1:
      if (!field.type.startsWith('map') && field.label !== '') {
        field.label = field.label === 'repeated' ? 'optional' : 'repeated'
      }
      break
    case 2:
      field.name += '_x'
      break
    default:
      message.fields = message.fields.filter((one) => one !== field)
  }
  return changed
}

/** The text of a file. */
export function fileText(file: RandomFile): string {
  const service = file.service ? 'service S { rpc R (M0) returns (stream M0); }\n' : ''
  return `syntax = "${file.syntax}";\npackage p.q;\n${file.messages.map(messageText).join('')}${service}`
}

function messageText(message: RandomMessage): string {
  const enums = message.enums.map(({ name, constants }) => {
    const lines = constants.map((constant, index) => `${name}_${constant} = ${index};`)
    return `enum ${name} { ${lines.join(' ')} }\n`
  })
  const oneof =
    message.oneof.length === 0 ? '' : `oneof choice {\n${message.oneof.map(fieldText).join('')}}\n`
  return `message ${message.name} {\n${message.reserved}\n${message.fields.map(fieldText).join('')}${oneof}${message.nested.map(messageText).join('')}${enums.join('')}}\n`
}

function fieldText({ name, tag, label, type, options }: RandomField): string {
  return `${label} ${type} ${name} = ${tag}${options};\n`
}
