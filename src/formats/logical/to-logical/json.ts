import type { JsonNode } from '../../json-reader.ts'
import { SchemaFault } from '../../schema-fault.ts'
import type {
  ArrayNode,
  CombinedNode,
  EnumNode,
  NumberNode,
  ObjectNode,
  RefNode,
  SchemaNode,
} from '../../json/ast.ts'
import { loadSchema } from '../../json/load/load.ts'
import type { JsonSchema } from '../../json/parse.ts'
import { createPlaceFinder } from '../../json/places.ts'
import { required, STRING } from '../ast.ts'
import type { Annotated, Field, LogicalType, TypeUse } from '../ast.ts'
import { Bounds } from '../bounds.ts'
import { lengthType } from '../lengths.ts'
import { metaWords } from '../meta-words.ts'
import { integerOf, mapOf, textOf, textsOf } from './json-values.ts'
import { jsonDefault } from './json-default.ts'
import { integerType, numberType } from './json-numbers.ts'
import { Declarations } from './translated.ts'
import type { Translated } from './translated.ts'

/**
 * A JSON Schema, its references included, in logical types: objects are structs unless they say
 * `connect.type: map`, what is not required may be null.
 *
 * Patterns, limits of numbers and other conditions are left out.
 *
 * @throws SchemaFault when it does not load, or when a part has no counterpart
 */
export function toLogical(parsed: JsonSchema): Translated {
  const translation = new JsonTranslation(loadSchema(parsed))
  const root = translation.root()
  const { declarations, origins } = translation
  const finder = createPlaceFinder(parsed.main)
  return {
    schema: { namespace: undefined, aliases: [], declarations: declarations.list, root },
    placesOf: (fields) =>
      new Map(
        fields.flatMap((field) => {
          const origin = origins.get(field)
          if (origin === undefined || origin.about.document !== parsed.main) return []
          return [[field, finder.find(origin.about.json, [])]]
        }),
      ),
  }
}

/** What a part stands for when it has to be named. */
type Hint = string

class JsonTranslation {
  readonly declarations = new Declarations()
  readonly origins = new Map<Field, SchemaNode>()
  readonly #root: SchemaNode
  readonly #bounds = new Bounds()
  /** Targets of references that are no structs: those must not contain themselves. */
  readonly #open = new Set<SchemaNode>()

  constructor(root: SchemaNode) {
    this.#root = root
  }

  root(): TypeUse {
    const root = this.#root
    const preferred = root.about.title ?? 'Root'
    if (root.kind === 'object' && isStruct(root)) {
      return required({ kind: 'ref', name: this.#struct(root, preferred) })
    }
    const { type, nullable } = this.#use(root, preferred)
    if (type.kind !== 'struct') return { type, nullable }
    const name = this.declarations.nameOf(root, preferred, (own) => ({
      kind: 'struct',
      name: own,
      fields: type.fields,
      ...annotationsOf(root),
    }))
    return { type: { kind: 'ref', name }, nullable }
  }

  #use(node: SchemaNode, hint: Hint): TypeUse {
    return this.#bounds.nest(() => {
      if (node.kind === 'combined') return this.#combined(node, hint)
      if (node.kind === 'ref') return this.#ref(node)
      return required(this.#type(node, hint))
    })
  }

  #type(node: Exclude<SchemaNode, CombinedNode | RefNode>, hint: Hint): LogicalType {
    switch (node.kind) {
      case 'boolean':
        return { kind: 'boolean' }
      case 'number':
        return this.#number(node)
      case 'string': {
        if (word(node, metaWords.connectType) === 'bytes') {
          return lengthType('bytes', {
            min: integerOf(json(node, metaWords.flinkMinLength)),
            max: integerOf(json(node, metaWords.flinkMaxLength)),
          })
        }
        return lengthType('text', { min: limit(node.minLength), max: limit(node.maxLength) })
      }
      case 'object':
        return this.#object(node, hint)
      case 'array':
        return this.#array(node, hint)
      case 'enum':
        return this.#enum(node, hint)
      case 'const':
        return constantType(node.value)
      case 'empty':
      case 'true':
      case 'not':
      case 'conditional':
        return { kind: 'variant' }
      case 'null':
        throw new SchemaFault('the type null has no logical type')
      case 'false':
        throw new SchemaFault('the schema false has no logical type')
    }
  }

  #number(node: NumberNode): LogicalType {
    const parameters = mapOf(json(node, metaWords.connectParameters))
    const words = {
      connectType: word(node, metaWords.connectType),
      title: node.about.title,
      isLocal: word(node, metaWords.flinkType) === 'timestamp',
      digits: integerOf(json(node, metaWords.flinkPrecision)),
      scale: parameters.get('scale'),
      precision: parameters.get(metaWords.decimalPrecision),
    }
    return node.integer ? integerType(words) : numberType(words)
  }

  #object(node: ObjectNode, hint: Hint): LogicalType {
    if (isStruct(node)) return { kind: 'struct', fields: this.#fields(node, hint) }
    if (word(node, metaWords.flinkType) === 'multiset') {
      return { kind: 'multiset', element: required(STRING) }
    }
    const value =
      node.rest === undefined ? required({ kind: 'variant' }) : this.#use(node.rest, hint)
    return { kind: 'map', key: required(STRING), value }
  }

  #array(node: ArrayNode, hint: Hint): LogicalType {
    if (node.tuple.length > 0) throw new SchemaFault('a tuple has no logical type')
    const { element } = node
    if (element === undefined) {
      return { kind: 'array', element: required({ kind: 'variant' }) }
    }
    if (word(node, metaWords.connectType) === 'map' && element.kind === 'object') {
      const [key, value] = [element.properties.get('key'), element.properties.get('value')]
      if (key !== undefined && value !== undefined) {
        const keyUse = this.#use(key, hint)
        return word(node, metaWords.flinkType) === 'multiset'
          ? { kind: 'multiset', element: keyUse }
          : { kind: 'map', key: keyUse, value: this.#use(value, hint) }
      }
    }
    return { kind: 'array', element: this.#use(element, hint) }
  }

  #enum(node: EnumNode, hint: Hint): LogicalType {
    if (!node.values.every((text) => text.startsWith('"'))) return { kind: 'variant' }
    const symbols = node.values.map((text) => JSON.parse(text) as string)
    const name = this.declarations.nameOf(node, node.about.title ?? hint, (own) => ({
      kind: 'enum',
      name: own,
      symbols,
      ...annotationsOf(node),
    }))
    return { kind: 'ref', name }
  }

  #combined(node: CombinedNode, hint: Hint): TypeUse {
    const others = node.members.filter(({ kind }) => kind !== 'null')
    if (node.criterion === 'allOf') return this.#all(node, hint)
    const nullable = others.length < node.members.length
    const [first, ...more] = others
    if (first === undefined) throw new SchemaFault('the type null has no logical type')
    if (more.length === 0) {
      const only = this.#use(first, hint)
      return { ...only, nullable: only.nullable || nullable }
    }
    const branches = others.map((other, i) => this.#use(other, `${hint}_${i}`))
    return {
      type: {
        kind: 'union',
        branches: branches.map(({ type }) => ({ name: undefined, type: required(type) })),
      },
      nullable: nullable || branches.some((branch) => branch.nullable),
    }
  }

  /** All members hold: conditions say nothing about the type, structs are laid together. */
  #all(node: CombinedNode, hint: Hint): TypeUse {
    const members = node.members.filter(({ kind }) => !vague.has(kind))
    const symbols = members.find(({ kind }) => kind === 'enum')
    if (symbols?.kind === 'enum' && members.some(({ kind }) => kind === 'string')) {
      return required(this.#enum(symbols, hint))
    }
    const typed = members.filter(({ kind }) => kind !== 'enum' && kind !== 'const')
    const [first, ...more] = typed.length === 0 ? members : typed
    if (first === undefined) return required({ kind: 'variant' })
    if (more.length === 0) return this.#use(first, hint)
    const uses = [first, ...more].map((member) => this.#use(member, hint))
    const fields = new Map<string, Field>()
    for (const { type } of uses) {
      for (const field of this.#fieldsOf(type)) fields.set(field.name, field)
    }
    return {
      type: { kind: 'struct', fields: [...fields.values()] },
      nullable: uses.every(({ nullable }) => nullable),
    }
  }

  #fieldsOf(type: LogicalType): readonly Field[] {
    if (type.kind === 'struct') return type.fields
    const found =
      type.kind === 'ref'
        ? this.declarations.list.find(({ name }) => name === type.name)
        : undefined
    if (found?.kind === 'struct') return found.fields
    throw new SchemaFault('an allOf of anything but objects has no logical type')
  }

  #ref(node: RefNode): TypeUse {
    const target = node.target()
    if (target.kind === 'object' && isStruct(target)) {
      const name = target.about.title ?? nameIn(node.uri)
      return required({ kind: 'ref', name: this.#struct(target, name) })
    }
    if (this.#open.has(target)) throw new SchemaFault(`'${node.uri}' leads back to itself`)
    this.#open.add(target)
    const use = this.#use(target, nameIn(node.uri))
    this.#open.delete(target)
    return use
  }

  #struct(node: ObjectNode, preferred: string): string {
    return this.declarations.nameOf(node, preferred, (name) => ({
      kind: 'struct',
      name,
      fields: this.#fields(node, name),
      ...annotationsOf(node),
    }))
  }

  #fields(node: ObjectNode, hint: Hint): readonly Field[] {
    const needed = new Set(node.required)
    const fields = [...node.properties].map(([name, property]) => {
      const { type, nullable } = this.#use(property, `${hint}_${name}`)
      const use = { type, nullable: nullable || !needed.has(name) }
      const field: Field = {
        name,
        type: use,
        default: jsonDefault(property.about.defaultText),
        check: word(property, metaWords.check),
        ...annotationsOf(property),
      }
      this.origins.set(field, property)
      return { field, index: integerOf(json(property, metaWords.connectIndex)) }
    })
    // Stable: columns without an index stay where they are written, behind those with one.
    const last = Number.MAX_SAFE_INTEGER
    return fields
      .toSorted((a, b) => (a.index ?? last) - (b.index ?? last))
      .map(({ field }) => field)
  }
}

/** The type of the one value that is allowed, by its JSON text. */
function constantType(text: string): LogicalType {
  if (text.startsWith('"')) return STRING
  if (text === 'true' || text === 'false') return { kind: 'boolean' }
  if (/^-?\d+$/.test(text)) return { kind: 'bigint' }
  return /^-?\d/.test(text) ? { kind: 'double' } : { kind: 'variant' }
}

/** Kinds that tell nothing about the type. */
const vague: ReadonlySet<SchemaNode['kind']> = new Set(['empty', 'true', 'not', 'conditional'])

/** Objects with named properties, or nothing else to be told about them. */
function isStruct(node: ObjectNode): boolean {
  if (word(node, metaWords.connectType) === 'map') return false
  return node.properties.size > 0 || node.rest === undefined
}

/** A keyword of the subschema as written, beside a `$ref` too. */
function json(node: SchemaNode, keyword: string): JsonNode | undefined {
  const written = node.about.json
  return written.kind === 'object' ? written.members.get(keyword) : undefined
}

function word(node: SchemaNode, keyword: string): string | undefined {
  return textOf(json(node, keyword))
}

function limit(literal: string | undefined): number | undefined {
  return literal !== undefined && /^\d{1,10}$/.test(literal) ? Number(literal) : undefined
}

/** The last part of a reference that could be a name: `#/definitions/Line`, `line.json`. */
function nameIn(uri: string): string {
  const [path = '', fragment = ''] = uri.split('#', 2)
  const source = fragment === '' ? path.replace(/\.json$/, '') : fragment
  const name = source.slice(source.lastIndexOf('/') + 1)
  return name === '' ? 'Root' : name
}

function annotationsOf(node: SchemaNode): Annotated {
  return {
    comment: textOf(json(node, 'description')),
    tags: textsOf(json(node, metaWords.tags)),
    options: mapOf(json(node, metaWords.options)),
  }
}
