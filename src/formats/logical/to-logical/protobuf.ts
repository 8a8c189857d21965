import { SchemaFault } from '../../schema-fault.ts'
import { messagesOf } from '../../protobuf/ast.ts'
import type { EnumNode, FieldNode, GroupNode, MessageBody, OneofNode } from '../../protobuf/ast.ts'
import { cardinalityOf, optionsOf, resolvedTypeOf } from '../../protobuf/field-facts.ts'
import type { FieldFacts, ResolvedType } from '../../protobuf/field-facts.ts'
import { placeIn } from '../../protobuf/place-in.ts'
import type { ProtobufSchema } from '../../protobuf/protobuf-schema.ts'
import { packageScopeOf } from '../../protobuf/scope.ts'
import type { ScopedType } from '../../protobuf/scope.ts'
import { NO_ANNOTATIONS, required } from '../ast.ts'
import type { Annotated, Field, LogicalType, TypeUse } from '../ast.ts'
import { Bounds } from '../bounds.ts'
import { metaWords } from '../meta-words.ts'
import { ROW_SUFFIX, TAG_OPTION, typeParams } from '../protobuf-words.ts'
import { protobufDefault } from './protobuf-default.ts'
import { metaOf } from './protobuf-meta.ts'
import type { Meta } from './protobuf-meta.ts'
import { scalarType, wellKnownType } from './protobuf-types.ts'
import { Declarations } from './translated.ts'
import type { Translated } from './translated.ts'

/**
 * The first message of a Protobuf file, and what it uses, in logical types: what has presence may
 * be null, a oneof is a column of a union type. Columns stand in the order of their numbers.
 *
 * Extensions, services and messages that the first does not reach are left out.
 *
 * @throws SchemaFault when there is no message, or a type is found nowhere
 */
export function toLogical(parsed: ProtobufSchema): Translated {
  const [first] = messagesOf(parsed.file.declarations)
  const root = first && packageScopeOf(parsed).children.get(first.name)?.type
  if (root === undefined) throw new SchemaFault('the file has no message')
  const translation = new ProtobufTranslation(parsed.file.packageName)
  const use = required({ kind: 'ref', name: translation.message(root) })
  const { declarations, origins } = translation
  return {
    schema: {
      namespace: parsed.file.packageName,
      aliases: [],
      declarations: declarations.list,
      root: use,
    },
    placesOf: (fields) =>
      new Map(
        fields.flatMap((field) => {
          const origin = origins.get(field)
          if (origin === undefined || origin.owner.file !== parsed.file) return []
          const pointer = `${origin.owner.localName}.${field.name}`
          return [[field, placeIn(parsed, origin.start, pointer)]]
        }),
      ),
  }
}

/** Where a column was declared. */
interface Origin {
  readonly owner: ScopedType
  readonly start: number
}

class ProtobufTranslation {
  readonly declarations = new Declarations()
  readonly origins = new Map<Field, Origin>()
  readonly #package: string | undefined
  readonly #bounds = new Bounds()

  constructor(packageName: string | undefined) {
    this.#package = packageName
  }

  /** @returns the name under which the message is declared */
  message(type: ScopedType): string {
    const { node } = type
    if (node.kind === 'enum') throw new Error('An enum is no message')
    return this.declarations.nameOf(node, this.#nameOf(type), (name) => ({
      kind: 'struct',
      name,
      fields: this.#bounds.nest(() => this.#fields(node, type)),
      ...annotationsOf(metaOf(node.options, 'message_meta')),
    }))
  }

  #enum(type: ScopedType, node: EnumNode): string {
    return this.declarations.nameOf(node, this.#nameOf(type), (name) => ({
      kind: 'enum',
      name,
      symbols: [...new Set(node.constants.map((constant) => constant.name))],
      ...annotationsOf(metaOf(node.options, 'enum_meta')),
    }))
  }

  /** Short inside the schema's package. */
  #nameOf({ fullName, localName, file }: ScopedType): string {
    return file.packageName === this.#package ? localName : fullName
  }

  #fields(body: MessageBody, owner: ScopedType): readonly Field[] {
    let next = 1
    const names = new Set<string>()
    return membersOf(body).map(({ member, tag, count }) => {
      const numbered: Numbered = tag === next ? [] : [[TAG_OPTION, String(tag)]]
      next = tag + count
      const field =
        member.kind === 'oneof'
          ? this.#oneof(member, owner, numbered)
          : this.#field(
              { node: member, oneof: undefined, scope: owner.scope, file: owner.file },
              numbered,
            )
      if (names.has(field.name)) throw new SchemaFault(`'${field.name}' is there twice`)
      names.add(field.name)
      this.origins.set(field, { owner, start: member.start })
      return field
    })
  }

  #oneof(oneof: OneofNode, owner: ScopedType, numbered: Numbered): Field {
    const branches = [...oneof.fields, ...oneof.groups].map((node) => {
      const facts = { node, oneof: oneof.name, scope: owner.scope, file: owner.file }
      return { name: columnName(facts), type: required(this.#use(facts).type) }
    })
    const type = { type: { kind: 'union', branches }, nullable: true } as const
    const words = { ...NO_ANNOTATIONS, options: new Map(numbered) }
    return { name: oneof.name, type, default: undefined, check: undefined, ...words }
  }

  #field(facts: FieldFacts, numbered: Numbered): Field {
    const meta = fieldMeta(facts)
    const { options, ...words } = annotationsOf(meta)
    return {
      name: columnName(facts),
      type: this.#use(facts),
      default: protobufDefault(facts),
      check: meta.params.get(metaWords.check),
      ...words,
      options: new Map([...options, ...numbered]),
    }
  }

  #use(facts: FieldFacts): TypeUse {
    return this.#bounds.nest(() => {
      const { params } = fieldMeta(facts)
      const type = resolvedTypeOf(facts)
      const isWrapped = params.get(metaWords.flinkWrapped) === 'true'
      const words: Words = { params, rowName: rowNameOf(facts) }
      switch (cardinalityOf(facts)) {
        case 'repeated':
          return required({ kind: 'array', element: this.#element(type, words, isWrapped) })
        case 'map':
          return required(this.#map(type, words, isWrapped))
        case 'required':
        case 'implicit':
          return required(this.#type(type, words))
        case 'explicit': {
          const isNullable = params.get(metaWords.flinkNotNull) !== 'true'
          if (!isWrapped) return { type: this.#type(type, words), nullable: isNullable }
          return { type: this.#element(type, words, true).type, nullable: isNullable }
        }
      }
    })
  }

  /** What an element or a map's value is, taken out of the message that lets it be null. */
  #element(type: ResolvedType, words: Words, isWrapped: boolean): TypeUse {
    const node = isWrapped && type.kind === 'message' ? type.type.node : undefined
    const inner = node?.kind === 'message' ? onlyMember(node) : undefined
    if (type.kind !== 'message' || inner === undefined) return required(this.#type(type, words))
    const { scope, file } = type.type
    if (inner.kind === 'oneof') return this.#oneof(inner, type.type, []).type
    return this.#use({ node: inner, oneof: undefined, scope, file })
  }

  #map(type: ResolvedType, words: Words, isWrapped: boolean): LogicalType {
    if (type.kind !== 'map') throw new Error('A map field without a map type')
    const key = required(this.#type(type.key, { params: new Map(), rowName: undefined }))
    if (words.params.get(metaWords.flinkType) === 'multiset') {
      return { kind: 'multiset', element: key }
    }
    return { kind: 'map', key, value: this.#element(type.value, words, isWrapped) }
  }

  #type(type: ResolvedType, words: Words): LogicalType {
    const { params, rowName } = words
    switch (type.kind) {
      case 'scalar':
        return scalarType(type.name, params)
      case 'enum':
        if (type.type.node.kind !== 'enum') throw new Error('A message is no enum')
        return { kind: 'ref', name: this.#enum(type.type, type.type.node) }
      case 'message':
      case 'group': {
        const known = wellKnownType(type.type.fullName, params)
        if (known !== undefined) return known
        const { node, fullName } = type.type
        if (node.kind === 'message' && fullName === rowName) {
          return { kind: 'struct', fields: this.#fields(node, type.type) }
        }
        return { kind: 'ref', name: this.message(type.type) }
      }
      case 'map':
        return this.#map(type, words, false)
      case 'unresolved':
        throw new SchemaFault(`type '${type.name}' is not found`)
    }
  }
}

/** What a field says beside its type, and the full name of a message that is its struct's own. */
interface Words {
  readonly params: Meta['params']
  readonly rowName: string | undefined
}

/** The option that tells a number; none where it follows from the one before. */
type Numbered = readonly (readonly [string, string])[]

/** A struct without a name becomes a message of this name inside its column's own. */
function rowNameOf(facts: FieldFacts): string | undefined {
  const owner = facts.scope.type?.fullName
  return owner === undefined ? undefined : `${owner}.${columnName(facts)}${ROW_SUFFIX}`
}

/** A column, the first of its numbers, and how many it takes. */
interface Member {
  readonly member: FieldNode | GroupNode | OneofNode
  readonly tag: number
  readonly count: number
}

/** By number: how a file is laid out means nothing, and canonical texts lay it out otherwise. */
function membersOf(body: MessageBody): readonly Member[] {
  const plain = [...body.fields, ...body.groups].map((member) => ({
    member,
    tag: member.tag,
    count: 1,
  }))
  const oneofs = body.oneofs.flatMap((member) => {
    const tags = [...member.fields, ...member.groups].map((node) => node.tag)
    if (tags.length === 0) return []
    return [{ member, tag: tags.reduce((a, b) => Math.min(a, b)), count: tags.length }]
  })
  return [...plain, ...oneofs].toSorted((a, b) => a.tag - b.tag)
}

function onlyMember(body: MessageBody): MessageBody['fields'][number] | OneofNode | undefined {
  const members = [...body.fields, ...body.oneofs]
  return members.length === 1 && body.groups.length === 0 ? members[0] : undefined
}

/** A group is called by its field's name, which is its own in lower case. */
function columnName({ node }: FieldFacts): string {
  return node.kind === 'group' ? node.name.toLowerCase() : node.name
}

function fieldMeta({ node }: FieldFacts): Meta {
  return metaOf(optionsOf(node), 'field_meta')
}

function annotationsOf({ doc, tags, params }: Meta): Annotated {
  const options = new Map([...params].filter(([key]) => !typeParams.has(key)))
  return { comment: doc, tags, options }
}
