import { SchemaFault } from '../../schema-fault.ts'
import { MAX_LENGTH } from '../ast.ts'
import type {
  Declaration,
  EnumDeclaration,
  Field,
  ListType,
  LogicalSchema,
  LogicalType,
  MapType,
  TypeUse,
  UnionType,
} from '../ast.ts'
import { Bounds, MAX_TRANSLATED_DEPTH } from '../bounds.ts'
import { metaWords } from '../meta-words.ts'
import { ROW_SUFFIX, TAG_OPTION } from '../protobuf-words.ts'
import { isDeclaration, namesOf } from './native.ts'
import type { Names } from './native.ts'
import { metaText, optionStatement } from './protobuf-meta.ts'
import { nativeScalar } from './protobuf-types.ts'
import type { Params } from './protobuf-types.ts'

/**
 * The Protobuf text of a logical schema, in proto3: a scalar that may be null is `optional`, what
 * only Flink tells apart stands in `(confluent.field_meta)`.
 *
 * @param recordName the name of a struct at the root that has none
 * @throws SchemaFault when Protobuf has no counterpart
 * @see Confluent Cloud for Apache Flink, Data Type Mappings, Protobuf
 */
export function toNative(schema: LogicalSchema, recordName: string): string {
  return new ProtobufWriter(schema).write(schema.root, recordName)
}

/** A type at a place that takes one value. */
interface Singular {
  readonly text: string
  /** A message has presence without being `optional`. */
  readonly isMessage: boolean
  readonly params: Params
}

/** Lines that are being written, and the message they belong to. */
type Lines = string[]

class ProtobufWriter {
  readonly #names: Names
  readonly #schema: LogicalSchema
  readonly #imports = new Set<string>()
  readonly #bounds = new Bounds()
  /** By the name of the message around them. */
  readonly #members: ReadonlyMap<string, readonly (Declaration | string)[]>
  /** Names that mean something nearer in some places than at the top of the package. */
  readonly #inner: ReadonlySet<string>

  constructor(schema: LogicalSchema) {
    this.#schema = schema
    this.#members = membersOf(schema)
    this.#inner = new Set([
      ...schema.declarations.flatMap(({ name }) => name.split('.').slice(1)),
      ...(schema.namespace?.split('.') ?? []),
    ])
    this.#names = namesOf(schema)
  }

  write(root: TypeUse, recordName: string): string {
    const { namespace } = this.#schema
    const messages = this.#messages(root, recordName)
    const imports = [...this.#imports].sort()
    return [
      'syntax = "proto3";',
      ...(namespace === undefined ? [] : [`package ${dotted(namespace)};`]),
      ...imports.map((path) => `import ${JSON.stringify(path)};`),
      ...messages,
      '',
    ].join('\n')
  }

  /** The root first: the first message of a file is what its data is. */
  #messages({ type, nullable }: TypeUse, recordName: string): Lines {
    if (nullable) throw new SchemaFault('the root of a Protobuf schema cannot be null')
    const { declarations } = this.#schema
    if (type.kind === 'struct') {
      return [
        ...this.#message(recordName, type.fields, []),
        ...declarations.filter(isTop).flatMap((declaration) => this.#declared(declaration)),
      ]
    }
    const root = type.kind === 'ref' ? this.#names.find(type) : undefined
    if (root === undefined || !isDeclaration(root) || root.kind !== 'struct') {
      throw new SchemaFault('the root of a Protobuf schema is a STRUCT')
    }
    const top = declarations.find(({ name }) => name === root.name.split('.')[0]) ?? root
    if (top !== root) throw new SchemaFault('the root of a Protobuf schema stands in no other type')
    const others = declarations.filter((one) => isTop(one) && one !== root)
    return [root, ...others].flatMap((declaration) => this.#declared(declaration))
  }

  #declared(declaration: Declaration): Lines {
    const name = simpleName(declaration.name)
    if (declaration.kind === 'enum') return this.#enum(name, declaration)
    return this.#message(name, declaration.fields, [
      ...this.#metaStatement('message_meta', declaration),
      ...this.#inside(declaration.name),
    ])
  }

  /** What is declared inside a message; where that is no declaration itself, it is its name. */
  #inside(outer: string): Lines {
    return (this.#members.get(outer) ?? []).flatMap((member) =>
      typeof member === 'string'
        ? this.#message(simpleName(member), [], this.#inside(member))
        : this.#declared(member),
    )
  }

  #metaStatement(name: string, { comment, options, tags }: Declaration): Lines {
    const meta = metaText({ doc: comment, params: options, tags })
    if (meta === undefined) return []
    this.#imports.add('confluent/meta.proto')
    return [optionStatement(name, meta)]
  }

  #message(name: string, fields: readonly Field[], inner: Lines): Lines {
    return this.#bounds.nest(() => {
      let tag = 0
      const lines: Lines = []
      const wrappers: Lines = []
      for (const field of fields) {
        tag = tagOf(field) ?? tag + 1
        const { type } = field.type
        if (type.kind === 'union') {
          lines.push(...this.#oneof(field, type, tag, wrappers))
          tag += type.branches.length - 1
        } else lines.push(this.#field(field, tag, wrappers))
      }
      return [`message ${plain(name)} {`, ...[...inner, ...lines, ...wrappers].map(indent), '}']
    })
  }

  #enum(name: string, declaration: EnumDeclaration): Lines {
    if (declaration.symbols.length === 0) throw new SchemaFault(`enum '${name}' has no symbols`)
    const symbols = declaration.symbols.map((symbol, i) => `${plain(symbol)} = ${i};`)
    const meta = this.#metaStatement('enum_meta', declaration)
    return [`enum ${plain(name)} {`, ...[...meta, ...symbols].map(indent), '}']
  }

  #field(field: Field, tag: number, wrappers: Lines): string {
    const { name, type, check, comment, tags } = field
    if (field.default !== undefined && !(field.default.kind === 'null' && type.nullable)) {
      throw new SchemaFault(`proto3 has no default for '${name}'`)
    }
    const { text, params } = this.#use(type, name, wrappers)
    const own = [...field.options].filter(([key]) => key !== TAG_OPTION)
    const condition = check === undefined ? [] : [[metaWords.check, check] as const]
    const meta = metaText({
      doc: comment,
      params: new Map([...params, ...condition, ...own]),
      tags,
    })
    return this.#fieldLine(text, name, tag, meta)
  }

  #fieldLine(type: string, name: string, tag: number, meta: string | undefined): string {
    if (meta === undefined) return `${type} ${plain(name)} = ${tag};`
    this.#imports.add('confluent/meta.proto')
    return `${type} ${plain(name)} = ${tag} [(confluent.field_meta) = ${meta}];`
  }

  #oneof(field: Field, union: UnionType, first: number, wrappers: Lines): Lines {
    const { name, type, comment, check, tags, options } = field
    if (!type.nullable) throw new SchemaFault(`the oneof '${name}' cannot be NOT NULL`)
    const others = [...options.keys()].filter((key) => key !== TAG_OPTION)
    if (comment !== undefined || check !== undefined || tags.length + others.length > 0) {
      throw new SchemaFault(`the oneof '${name}' cannot carry a comment, tags or options`)
    }
    const branches = union.branches.map((branch, i) => {
      const own = branch.name ?? `${name}_${i}`
      const { text, params } = this.#singular(branch.type, own, wrappers, 'RepeatedWrapper')
      const meta = metaText({ doc: undefined, params, tags: [] })
      return this.#fieldLine(text, own, first + i, meta)
    })
    return [`oneof ${plain(name)} {`, ...branches.map(indent), '}']
  }

  /** A field's type with its label. */
  #use({ type, nullable }: TypeUse, name: string, wrappers: Lines): Omit<Singular, 'isMessage'> {
    if (isMany(type) && !nullable) return this.#many(type, name, wrappers)
    const { text, isMessage, params } = this.#singular(
      { type, nullable: false },
      name,
      wrappers,
      'RepeatedWrapper',
    )
    if (nullable) return { text: isMessage ? text : `optional ${text}`, params }
    if (!isMessage) return { text, params }
    return { text, params: new Map([...params, [metaWords.flinkNotNull, 'true']]) }
  }

  #many(type: ListType | MapType, name: string, wrappers: Lines): Omit<Singular, 'isMessage'> {
    if (type.kind === 'multiset') {
      const params = new Map([[metaWords.flinkType, 'multiset']])
      return { text: `map<${this.#key(type.element)}, int32>`, params }
    }
    const element = type.kind === 'map' ? type.value : type.element
    const { text, params } = this.#singular(element, name, wrappers, 'ElementWrapper')
    if (type.kind !== 'map') return { text: `repeated ${text}`, params }
    return { text: `map<${this.#key(type.key)}, ${text}>`, params }
  }

  #key({ type }: TypeUse): string {
    if (type.kind === 'varchar' && type.length === MAX_LENGTH) return 'string'
    if (type.kind === 'boolean') return 'bool'
    if (type.kind === 'int') return 'int32'
    if (type.kind === 'bigint') return 'int64'
    throw new SchemaFault(`Protobuf has no maps with keys of type ${type.kind.toUpperCase()}`)
  }

  /** A type where one value is wanted: what is more, or may be null there, gets a message around. */
  #singular(
    { type, nullable }: TypeUse,
    name: string,
    wrappers: Lines,
    suffix: 'RepeatedWrapper' | 'ElementWrapper',
  ): Singular {
    if (nullable || isMany(type) || type.kind === 'union') {
      const wrapper = `${name}${suffix}`
      const inner = bareField('value', { type, nullable: nullable || type.kind === 'union' })
      wrappers.push(...this.#message(wrapper, [inner], []))
      return {
        text: wrapper,
        isMessage: true,
        params: new Map([[metaWords.flinkWrapped, 'true']]),
      }
    }
    if (type.kind === 'struct') {
      const text = `${name}${ROW_SUFFIX}`
      wrappers.push(...this.#message(text, type.fields, []))
      return { text, isMessage: true, params: new Map() }
    }
    if (type.kind === 'ref') return this.#ref(this.#names.find(type))
    const { path, ...scalar } = nativeScalar(type)
    if (path !== undefined) this.#imports.add(path)
    return { ...scalar, isMessage: path !== undefined }
  }

  /** An alias names a file, and the type in it behind a `#`. */
  #ref(found: ReturnType<Names['find']>): Singular {
    if (isDeclaration(found)) {
      const isMessage = found.kind === 'struct'
      return { text: this.#path(found.name), isMessage, params: new Map() }
    }
    const [path = '', type = ''] = found.uri.split('#', 2)
    if (type === '') throw new SchemaFault(`'${found.uri}' is not of the form file.proto#type`)
    this.#imports.add(path)
    return { text: `.${dotted(type)}`, isMessage: true, params: new Map() }
  }

  /** From the root where a shorter name would be misunderstood. */
  #path(name: string): string {
    const { namespace } = this.#schema
    if (!this.#inner.has(name.split('.')[0] ?? '')) return dotted(name)
    return namespace === undefined ? `.${dotted(name)}` : `.${dotted(namespace)}.${dotted(name)}`
  }
}

function isMany(type: LogicalType): type is ListType | MapType {
  return type.kind === 'array' || type.kind === 'map' || type.kind === 'multiset'
}

function bareField(name: string, type: TypeUse): Field {
  return {
    name,
    type,
    default: undefined,
    check: undefined,
    comment: undefined,
    tags: [],
    options: new Map(),
  }
}

function tagOf({ name, options }: Field): number | undefined {
  const text = options.get(TAG_OPTION)
  if (text === undefined) return undefined
  if (/^[1-9]\d{0,8}$/.test(text) && Number(text) <= 536_870_911) return Number(text)
  throw new SchemaFault(`'${text}' is no field number for '${name}'`)
}

function isTop({ name }: Declaration): boolean {
  return !name.includes('.')
}

function outerName(name: string): string | undefined {
  const dot = name.lastIndexOf('.')
  return dot < 0 ? undefined : name.slice(0, dot)
}

function simpleName(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1)
}

/**
 * What stands inside other messages; a message that is there only because of that is its name.
 *
 * @throws SchemaFault when a name starts with no declared one: it is one of another package
 */
function membersOf({
  declarations,
}: LogicalSchema): ReadonlyMap<string, readonly (Declaration | string)[]> {
  const structs = new Set(
    declarations.filter(({ kind }) => kind === 'struct').map(({ name }) => name),
  )
  const members = new Map<string, (Declaration | string)[]>()
  const add = (outer: string, member: Declaration | string): void => {
    const known = members.get(outer)
    if (known !== undefined) known.push(member)
    else {
      members.set(outer, [member])
      const around = outerName(outer)
      if (around !== undefined && !structs.has(outer)) add(around, outer)
    }
  }
  for (const declaration of declarations) {
    const { name } = declaration
    const outer = outerName(name)
    if (outer === undefined) continue
    if (!structs.has(name.split('.')[0] ?? '')) {
      throw new SchemaFault(`'${name}' is declared in no message of this package`)
    }
    if (name.split('.').length > MAX_TRANSLATED_DEPTH) {
      throw new SchemaFault(`its types nest more than ${MAX_TRANSLATED_DEPTH} deep`)
    }
    add(outer, declaration)
  }
  return members
}

function indent(line: string): string {
  return `  ${line}`
}

function dotted(path: string): string {
  return path.split('.').map(plain).join('.')
}

function plain(name: string): string {
  if (/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) return name
  throw new SchemaFault(`'${name}' is no name in Protobuf`)
}
