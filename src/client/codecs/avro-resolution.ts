import avsc from 'avsc'
import type { Type } from 'avsc'
import type { Tap } from './avro-types.ts'

/** What avsc reads with in place of a type: its own class is not exported. */
export interface Resolver {
  readonly _readerType: Type
  _read: ((tap: Tap) => unknown) | null
  itemsType: unknown
  size: number
  symbols: unknown
  valuesType: unknown
  _peek(tap: Tap): unknown
}

/** The parts of a type that resolution goes by; not in avsc's declarations. */
interface Resolvable {
  readonly types?: readonly Type[]
  readonly underlyingType?: Type
  readonly fields?: readonly { readonly type: Type }[]
  readonly itemsType?: Type
  readonly valuesType?: Type
  readonly _branchConstructor: (new (value: unknown) => object) | null
  _read(tap: Tap): unknown
  _update(resolver: Resolver, writer: Type, options: object): void
  _fromValue(value: unknown): unknown
}

/**
 * Resolvers of records by reader and writer, or why there is none: so recursive schemas end, and what
 * many branches share is tried once.
 */
type Known = Map<Type, Map<Type, Resolver | Error>>

/** Branches of a union that an error names. */
const MAX_NAMED = 20

/** A short name is enough, but a full one goes first. Avro 1.12, Schema Resolution. */
const options = { ignoreNamespaces: true }

/**
 * Makes what reads the data of one schema in the shape of another.
 *
 * avsc's own resolution takes the first branch of a union that it can make fit: it reads a string
 * as bytes, an int as a double and `b.X` as `a.X` though the very branch is there, forgets that a
 * record did not fit, and refuses a schema for a branch that no datum need have.
 *
 * @throws Error when nothing that the writer can have written can be read
 * @see Avro 1.12, Schema Resolution
 */
export function resolveTypes(reader: Type, writer: Type, known: Known = new Map()): Resolver {
  const written = partsOf(writer)
  if (written.types !== undefined) return readBranches(reader, written.types, known)
  if (partsOf(reader).types !== undefined) return readAsBranch(reader, writer, known)
  if (isLogical(reader)) return readLogical(reader, writer, known)
  const bare = underlying(writer)
  if (!isRecord(reader)) return update(reader, bare, known)
  if (!isRecord(bare)) throw cannotRead(bare, reader)
  return readRecord(reader, bare, known)
}

/** Each branch for itself: one that cannot be read is an error of the data that has it. */
function readBranches(reader: Type, branches: readonly Type[], known: Known): Resolver {
  const faults: unknown[] = []
  const resolvers = branches.map((branch) => {
    try {
      return resolveTypes(reader, branch, known)
    } catch (fault) {
      faults.push(fault)
      return fault as Error
    }
  })
  if (faults.length === branches.length) throw faults[0]
  return createResolver(reader, (tap) => {
    const resolver = resolvers[tap.readLong()]
    if (resolver === undefined) throw new Error('invalid union index')
    if (resolver instanceof Error) throw resolver
    return resolver._read?.(tap)
  })
}

/** The branch that is the writer's own, else one of its kind, else one that it is promoted to. */
function readAsBranch(union: Type, writer: Type, known: Known): Resolver {
  // Errors are dear: of hundreds of records, all others are told apart by name alone.
  const branches = (partsOf(union).types ?? [])
    .filter((branch) => !isRecord(branch) || fitsName(branch, underlying(writer)))
    .map((branch) => ({ branch, far: distance(branch, writer) }))
    .toSorted((one, other) => one.far - other.far)
  const isWrapped = union.typeName === 'union:wrapped'
  for (const { branch } of branches) {
    const resolver = attempt(() => resolveTypes(branch, writer, known))
    if (resolver === undefined) continue
    const Branch = isWrapped ? partsOf(branch)._branchConstructor : null
    return createResolver(
      union,
      Branch === null ? (tap) => resolver._read?.(tap) : (tap) => new Branch(resolver._read?.(tap)),
    )
  }
  throw cannotRead(writer, union)
}

/** Whether a record can be this record, as far as names say. */
function fitsName(reader: Type, writer: Type): boolean {
  if (!isRecord(writer)) return false
  const name = shortName(writer.name)
  return (
    name === undefined || [reader.name, ...(reader.aliases ?? [])].map(shortName).includes(name)
  )
}

function shortName(name: string | undefined): string | undefined {
  return name?.slice(name.lastIndexOf('.') + 1)
}

function distance(reader: Type, writer: Type): number {
  const [to, from] = [underlying(reader), underlying(writer)]
  if (kindOf(to) !== kindOf(from)) return 3
  if (to.name !== from.name) return 2
  return nameOfLogical(reader) === nameOfLogical(writer) ? 0 : 1
}

function readLogical(reader: Type, writer: Type, known: Known): Resolver {
  // A decimal of another scale is the same number; its own type knows the scale.
  if (nameOfLogical(reader) === nameOfLogical(writer)) {
    resolveTypes(underlying(reader), underlying(writer), known)
    return createResolver(reader, (tap) => partsOf(writer)._read(tap))
  }
  const resolver = resolveTypes(underlying(reader), underlying(writer), known)
  const parts = partsOf(reader)
  return createResolver(reader, (tap) => parts._fromValue(resolver._read?.(tap)))
}

function readRecord(reader: Type, writer: Type, known: Known): Resolver {
  const byWriter = known.get(reader) ?? new Map<Type, Resolver | Error>()
  known.set(reader, byWriter)
  const before = byWriter.get(writer)
  if (before instanceof Error) throw before
  if (before !== undefined) return before
  const resolver = createResolver(reader, null)
  byWriter.set(writer, resolver)
  try {
    return update(reader, writer, known, resolver)
  } catch (fault) {
    // What failed though all that it waits for was taken to be fine will fail again.
    byWriter.set(writer, fault as Error)
    // Whoever it was promised to meanwhile cannot read with it either.
    resolver._read = () => {
      throw fault
    }
    throw fault
  }
}

function update(
  reader: Type,
  writer: Type,
  known: Known,
  resolver = createResolver(reader, null),
): Resolver {
  const parts = partsOf(reader)
  parts._update.call(withOwnResolution(reader, known), resolver, writer, options)
  if (resolver._read === null) throw cannotRead(writer, reader)
  return resolver
}

/** avsc asks the types inside for resolvers: these answer with ours. Types are frozen. */
function withOwnResolution(reader: Type, known: Known): Resolvable {
  const facade = (type: Type): unknown =>
    Object.create(type, {
      createResolver: { value: (writer: Type) => resolveTypes(type, writer, known) },
    })
  const { fields, itemsType, valuesType } = partsOf(reader)
  const inside: PropertyDescriptorMap = {}
  if (fields !== undefined) {
    const wrap = (): readonly unknown[] =>
      fields.map((field): unknown => Object.create(field, { type: { value: facade(field.type) } }))
    // Asked for only where the names fit, which of many branches they seldom do.
    inside['fields'] = { get: wrap }
  }
  if (itemsType !== undefined) inside['itemsType'] = { value: facade(itemsType) }
  if (valuesType !== undefined) inside['valuesType'] = { value: facade(valuesType) }
  return Object.create(reader, inside) as Resolvable
}

/** All members from the start, so that all resolvers have one hidden class. */
function createResolver(reader: Type, read: Resolver['_read']): Resolver {
  return {
    _readerType: reader,
    _read: read,
    itemsType: null,
    size: 0,
    symbols: null,
    valuesType: null,
    // For a field that two fields of the reader are read from.
    _peek(tap) {
      const start = tap.pos
      const value = this._read?.(tap)
      tap.pos = start
      return value
    },
  }
}

function attempt<T>(make: () => T): T | undefined {
  try {
    return make()
  } catch {
    return undefined
  }
}

/** Made for every pair of branches that does not fit: types are named, not printed. */
function cannotRead(writer: Type, reader: Type): Error {
  return new Error(`cannot read ${describe(writer)} as ${describe(reader)}`)
}

function describe(type: Type): string {
  const { types } = partsOf(type)
  if (types === undefined) return type.name ?? kindOf(underlying(type))
  const some = types.slice(0, MAX_NAMED).map(describe)
  return `one of ${[...some, ...(types.length > MAX_NAMED ? ['...'] : [])].join(', ')}`
}

function partsOf(type: Type): Resolvable {
  return type as unknown as Resolvable
}

function isLogical(type: Type): type is avsc.types.LogicalType {
  return type instanceof avsc.types.LogicalType
}

function underlying(type: Type): Type {
  return isLogical(type) ? type.underlyingType : type
}

function nameOfLogical(type: Type): string | undefined {
  return isLogical(type) ? type.typeName : undefined
}

/** Errors are records; our longs have a type name of their own. */
function kindOf(type: Type): string {
  if (isRecord(type)) return 'record'
  return type.typeName === 'abstract:long' ? 'long' : type.typeName
}

function isRecord(type: Type): boolean {
  return type.typeName === 'record' || type.typeName === 'error'
}
