import { isDefaultOf, Trials } from './avro-defaults.ts'
import type { Definitions } from './avro-defaults.ts'

type Node = Readonly<Record<string, unknown>>

/** Names that are no references. */
const builtIn: ReadonlySet<string> = new Set(
  'null boolean int long float double bytes string record error enum fixed array map'.split(' '),
)

/** An integer of so many digits may be more than a number holds; texts are skipped as a whole. */
const longInteger = /"(?:[^"\\]|\\.)*"|(?<![\d.])-?\d{16,}(?![\d.eE])/g

const manyDigits = /\d{16}/

const nonFinite: ReadonlySet<unknown> = new Set(['NaN', 'Infinity', '-Infinity'])

/** Marks what stands for such an integer until its field is known; no text of sense begins so. */
const MARK = '\uDFFFlong:'

const marked = /^\uDFFFlong:(-?\d+)$/

/**
 * Rewrites a schema into the part of the language that avsc knows, with the same meaning: names
 * are full, a name of the null namespace is found from within another one, `{"type": "Name"}` is
 * `"Name"`, what a reference has defined already is not defined again, defaults of longs are exact,
 * and those of another type than their field's are none.
 *
 * @param defined full names that references have defined; those of this text are added at the end
 * @param keepsLongs whether integers beyond 2^53 become bigint
 * @throws SyntaxError when the text is no JSON
 * @throws SerdeError UNUSABLE_SCHEMA when its defaults cannot be read in time
 * @see Avro 1.12, Names
 */
export function readAvroDocument(
  schemaText: string,
  defined: Map<string, Node>,
  keepsLongs: boolean,
): unknown {
  let document = JSON.parse(schemaText) as unknown
  // Few schemas have one, and the expression has its limits on texts of megabytes.
  if (keepsLongs && manyDigits.test(schemaText)) {
    const text = schemaText.replaceAll(longInteger, (part) =>
      part.startsWith('"') ? part : marking(part),
    )
    document = JSON.parse(text) as unknown
  }
  const rewriting = new Rewriting(defined)
  const rewritten = rewriting.typeOf(document, '')
  for (const [name, definition] of rewriting.own) defined.set(name, definition)
  return rewritten
}

function marking(digits: string): string {
  return Number.isSafeInteger(Number(digits)) ? digits : JSON.stringify(`${MARK}${digits}`)
}

class Rewriting implements Definitions {
  /** Empty until a definition is complete. */
  readonly own = new Map<string, Node>()
  readonly #referenced: ReadonlyMap<string, Node>
  readonly #trials = new Trials()

  constructor(referenced: ReadonlyMap<string, Node>) {
    this.#referenced = referenced
  }

  typeOf(schema: unknown, namespace: string): unknown {
    if (typeof schema === 'string') return this.#named(schema, namespace)
    if (Array.isArray(schema)) return schema.map((branch) => this.typeOf(branch, namespace))
    if (!isNode(schema)) return schema
    const { type } = schema
    switch (type) {
      case 'array':
        return { ...schema, items: this.typeOf(schema['items'], namespace) }
      case 'map':
        return { ...schema, values: this.typeOf(schema['values'], namespace) }
      case 'record':
      case 'error':
      case 'enum':
      case 'fixed':
        return this.#definition(schema, namespace)
      default:
        return typeof type === 'string' && !builtIn.has(type)
          ? this.#named(type, namespace)
          : schema
    }
  }

  #named(name: string, namespace: string): string {
    if (builtIn.has(name)) return name
    const full = fullName(name, namespace)
    return this.get(full) === undefined && this.get(name) !== undefined ? name : full
  }

  get(name: string): Node | undefined {
    return this.own.get(name) ?? this.#referenced.get(name)
  }

  #definition(schema: Node, outer: string): unknown {
    if (typeof schema['name'] !== 'string') return schema
    const given = typeof schema['namespace'] === 'string' ? schema['namespace'] : outer
    const name = fullName(schema['name'], given)
    if (this.#referenced.has(name)) return name
    // Known to its own fields by name alone.
    this.own.set(name, {})
    const namespace = name.slice(0, Math.max(0, name.lastIndexOf('.')))
    const aliases = Array.isArray(schema['aliases'])
      ? schema['aliases'].map((alias) => fullName(String(alias), namespace))
      : []
    const { fields } = schema as { readonly fields?: unknown }
    const definition = {
      ...schema,
      name,
      namespace: '',
      aliases,
      ...(Array.isArray(fields) && { fields: fields.map((one) => this.#field(one, namespace)) }),
    }
    this.own.set(name, definition)
    return definition
  }

  #field(field: unknown, namespace: string): unknown {
    if (!isNode(field)) return field
    // How records are sorted is nothing to us, and its letter case is nothing to other readers.
    const { order: _order, default: given, ...rest } = field
    const type = this.typeOf(field['type'], namespace)
    if (given === undefined) return { ...rest, type }
    const isFloat = type === 'double' || type === 'float'
    const value = isFloat ? asFloat(exact(given)) : exact(given)
    const known = { ...rest, type, default: value }
    const trials = this.#trials
    const isOne = trials.measure(known, () => isDefaultOf(type, value, this, trials))
    return isOne ? known : { ...rest, type }
  }
}

/** Java writes what JSON has no number for as text. */
function asFloat(value: unknown): unknown {
  return nonFinite.has(value) ? Number(value) : value
}

/** Bigints for what is marked. */
function exact(value: unknown): unknown {
  if (typeof value === 'string') {
    const digits = marked.exec(value)?.[1]
    return digits === undefined ? value : BigInt(digits)
  }
  if (Array.isArray(value)) return value.map(exact)
  if (!isNode(value)) return value
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, exact(member)]))
}

function fullName(name: string, namespace: string): string {
  return name.includes('.') || namespace === '' ? name.replace(/^\./, '') : `${namespace}.${name}`
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
