import { SerdeError } from '../serde-error.ts'

type Node = Readonly<Record<string, unknown>>

/** Definitions by full name. */
export type Definitions = Pick<ReadonlyMap<string, Node>, 'get'>

const MAX_LONG = 2n ** 63n - 1n

/**
 * Records that refer to each other can be tried on a default in more ways than there is time, and
 * the defaults of fields that a default leaves out can be larger than there is memory.
 */
const MAX_TRIALS = 200_000

/** Counts the trials of one schema's defaults. */
export class Trials {
  #made = 0
  readonly #sizes = new WeakMap<Node, number>()
  readonly #symbols = new WeakMap<Node, ReadonlySet<unknown>>()

  /** @throws SerdeError UNUSABLE_SCHEMA when there were too many */
  count(many = 1): void {
    this.#made += many
    if (this.#made <= MAX_TRIALS) return
    throw new SerdeError('UNUSABLE_SCHEMA', 'the defaults take too long to tell apart')
  }

  /** Notes how many trials the default of a field took: wherever it is filled in, it takes them again. */
  measure<R>(field: Node, tryDefault: () => R): R {
    const before = this.#made
    const result = tryDefault()
    this.#sizes.set(field, this.#made - before)
    return result
  }

  countFilledIn(field: Node): void {
    this.count(this.#sizes.get(field))
  }

  symbolsOf(schema: Node): ReadonlySet<unknown> {
    const known = this.#symbols.get(schema)
    if (known !== undefined) return known
    const symbols: unknown = schema['symbols']
    const made = new Set<unknown>(Array.isArray(symbols) ? symbols : [])
    this.#symbols.set(schema, made)
    return made
  }
}

const primitives: ReadonlyMap<unknown, (value: unknown) => boolean> = new Map([
  ['null', (value) => value === null],
  ['boolean', (value) => typeof value === 'boolean'],
  ['int', (value) => typeof value === 'number' && (value | 0) === value],
  ['long', isLong],
  ['float', isNumber],
  ['double', isNumber],
  ['string', (value) => typeof value === 'string'],
  ['bytes', isBytes],
])

/**
 * Whether a default is one of its field's type, which registries do not always check: readers that
 * never need it must not stumble over it. A type that is not defined yet is given the benefit.
 *
 * @param type as rewritten: names are full
 * @throws SerdeError UNUSABLE_SCHEMA when there are too many ways to read it
 * @see Avro 1.12, Complex Types, Records: of a union, the default is of any branch
 */
export function isDefaultOf(
  type: unknown,
  value: unknown,
  definitions: Definitions,
  trials: Trials,
): boolean {
  trials.count()
  const fits = (part: unknown, held: unknown): boolean =>
    isDefaultOf(part, held, definitions, trials)
  if (Array.isArray(type)) return type.some((branch) => fits(branch, value))
  const schema = typeof type === 'string' ? definitions.get(type) : type
  const name = isNode(schema) ? schema['type'] : type
  const primitive = primitives.get(name)
  if (primitive !== undefined) return primitive(value)
  if (!isNode(schema)) return true
  switch (name) {
    case 'array':
      return Array.isArray(value) && value.every((item) => fits(schema['items'], item))
    case 'map':
      return isNode(value) && Object.values(value).every((held) => fits(schema['values'], held))
    case 'enum':
      return trials.symbolsOf(schema).has(value)
    case 'fixed':
      return isBytes(value) && value.length === schema['size']
    default:
      return (
        isNode(value) && fieldsOf(schema).every((field) => fitsField(field, value, fits, trials))
      )
  }
}

function fitsField(
  field: Node,
  record: Node,
  fits: (type: unknown, value: unknown) => boolean,
  trials: Trials,
): boolean {
  const name = String(field['name'])
  if (Object.hasOwn(record, name)) return fits(field['type'], record[name])
  trials.countFilledIn(field)
  return 'default' in field
}

function fieldsOf(schema: Node): readonly Node[] {
  return Array.isArray(schema['fields']) ? schema['fields'].filter(isNode) : []
}

function isLong(value: unknown): boolean {
  if (typeof value !== 'bigint' && !Number.isInteger(value)) return false
  const long = BigInt(value as number)
  return long >= -MAX_LONG - 1n && long <= MAX_LONG
}

/** A bigint is what is read out of an integer of many digits, whatever it is for. */
function isNumber(value: unknown): boolean {
  return typeof value === 'number' || typeof value === 'bigint'
}

/** A character for each byte. */
function isBytes(value: unknown): value is string {
  return typeof value === 'string' && /^[\0-\xff]*$/.test(value)
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
