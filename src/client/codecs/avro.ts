import avsc from 'avsc'
import type { Type } from 'avsc'
import type { ResolvedReference } from '../../formats/format.ts'
import { SerdeError } from '../serde-error.ts'
import type { StoredSchema } from '../stored-schema.ts'
import { readAvroDocument } from './avro-document.ts'
import { isLogicalType, logicalTypes } from './avro-logical-types.ts'
import type {
  LogicalTypeClass,
  LogicalTypeOptions,
  LongRepresentation,
} from './avro-logical-types.ts'
import { AnyBytes, AnyFixed, StrictEnum, StrictInt } from './avro-strict.ts'
import { resolveTypes } from './avro-resolution.ts'
import type { Resolver } from './avro-resolution.ts'
import {
  AnyDouble,
  AnyFloat,
  beginMessage,
  BigLong,
  BoundedArray,
  BoundedMap,
} from './avro-types.ts'
import { beginSchema, createUnion } from './avro-unions.ts'
import type { UnionForm } from './avro-unions.ts'
import { noMessageIndexes } from './codec.ts'
import type { Codec, Decoder, Encoder } from './codec.ts'
import { avroRecordName, avroReferredNames } from './avro-names.ts'
import { copyOut } from './copy-out.ts'
import { describeValue } from './describe-value.ts'

/** How Avro data appears in JavaScript. */
export interface AvroOptions {
  /** Default `bigint`: all 64 bits. With `number`, values beyond 2^53 are errors. */
  readonly longs?: LongRepresentation
  /**
   * Default `auto`: the plain value where the branches can be told apart, `{'branch.Name': value}`
   * where they cannot.
   */
  readonly wrapUnions?: UnionForm
  readonly logicalTypes?: LogicalTypeOptions
  /** Default false: bytes behind the datum are an error. */
  readonly ignoreTrailingBytes?: boolean
}

/** Where values are encoded before they are copied out; larger ones get a buffer of their own. */
const scratch = Buffer.allocUnsafeSlow(64 * 1024)

/** Avro over avsc. Serde 1.5. */
export function avroCodec(options: AvroOptions = {}): Codec {
  return {
    recordName: avroRecordName,
    referredNames: avroReferredNames,
    encoder: (schema) => createEncoder(buildType(schema, options)),
    decoder: (writer, reader) =>
      createDecoder(
        buildType(writer, options),
        reader === undefined ? undefined : buildType(reader, options),
        options.ignoreTrailingBytes ?? false,
      ),
  }
}

function createEncoder(type: Type): Encoder {
  // Only when the whole schema is bytes: the payload is the value, without Avro's length.
  if (type.typeName === 'bytes') {
    return { messageIndexes: noMessageIndexes, encode: encodeBareBytes }
  }
  const logical = logicalBytes(type)
  if (logical !== undefined) {
    return {
      messageIndexes: noMessageIndexes,
      encode(value, prefix) {
        const bytes = logical._toValue(value)
        if (bytes === undefined) throw misfit(type, value, undefined)
        return encodeBareBytes(bytes, prefix)
      },
    }
  }
  return {
    messageIndexes: noMessageIndexes,
    encode(value, prefix) {
      const start = prefix.length
      for (let at = 0; at < start; at++) scratch[at] = prefix[at] ?? 0
      try {
        const end = type.encode(value, scratch, start)
        if (end < 0) return encodeLarge(type, value, prefix, scratch.length - end)
        return copyOut(scratch, end)
      } catch (cause) {
        throw misfit(type, value, cause)
      }
    },
  }
}

function encodeLarge(type: Type, value: unknown, prefix: Uint8Array, length: number): Buffer {
  const framed = Buffer.allocUnsafe(length)
  framed.set(prefix)
  type.encode(value, framed, prefix.length)
  return framed
}

function encodeBareBytes(value: unknown, prefix: Uint8Array): Buffer {
  if (value instanceof Uint8Array) return Buffer.concat([prefix, value])
  throw new SerdeError('INVALID_VALUE', `expected bytes, got ${describeValue(value)}`, { path: '' })
}

function createDecoder(
  writer: Type,
  reader: Type | undefined,
  ignoreTrailingBytes: boolean,
): Decoder {
  const type = reader ?? writer
  const resolver = reader === undefined ? undefined : createResolver(reader, writer)
  if (isBytes(writer)) return createBytesDecoder(type, resolver)
  return {
    decode(payload, start) {
      beginMessage()
      const { value, offset } = decodeAt(type, payload, start, resolver)
      if (offset < 0) throw new SerdeError('INVALID_BODY', 'the bytes end inside the Avro datum')
      if (offset < payload.length && !ignoreTrailingBytes) {
        const more = payload.length - offset
        throw new SerdeError('INVALID_BODY', `${more} bytes follow the Avro datum`)
      }
      return value
    },
  }
}

/** The payload is the value. Another type than bytes reads it with the length that it lacks. */
function createBytesDecoder(type: Type, resolver: Resolver | undefined): Decoder {
  if (isBytes(type)) {
    const logical = logicalBytes(type)
    return {
      decode(payload, start) {
        const bytes = payload.subarray(start)
        return logical === undefined ? bytes : logical._fromValue(bytes)
      },
    }
  }
  const plain = avsc.Type.forSchema('bytes')
  return {
    decode: (payload, start) =>
      decodeAt(type, plain.toBuffer(payload.subarray(start)), 0, resolver).value,
  }
}

/** The part of avsc's logical types that converts. */
interface LogicalBytes {
  _toValue(value: unknown): unknown
  _fromValue(bytes: Buffer): unknown
}

/** A logical type whose underlying type is bytes: on the wire it is bytes like any other. */
function logicalBytes(type: Type): LogicalBytes | undefined {
  if (!(type instanceof avsc.types.LogicalType)) return undefined
  return type.underlyingType.typeName === 'bytes' ? (type as unknown as LogicalBytes) : undefined
}

function isBytes(type: Type): boolean {
  return type.typeName === 'bytes' || logicalBytes(type) !== undefined
}

function createResolver(reader: Type, writer: Type): Resolver {
  try {
    return resolveTypes(reader, writer)
  } catch (cause) {
    const reason = `the reader schema cannot read the writer schema: ${messageOf(cause)}`
    throw new SerdeError('UNUSABLE_SCHEMA', reason, { cause })
  }
}

function decodeAt(
  type: Type,
  payload: Buffer,
  start: number,
  resolver: Resolver | undefined,
): { readonly value: unknown; readonly offset: number } {
  try {
    return type.decode(payload, start, resolver as never)
  } catch (cause) {
    // A RangeError is a stack that hostile nesting has used up.
    const reason = cause instanceof RangeError ? 'nested too deeply' : messageOf(cause)
    throw new SerdeError('INVALID_BODY', `not a datum of its schema: ${reason}`, { cause })
  }
}

/** Builds the avsc type of a schema, its references first. */
function buildType(schema: StoredSchema, options: AvroOptions): Type {
  const longs = options.longs ?? 'bigint'
  const logical = logicalTypes(options.logicalTypes ?? {}, longs)
  const buildOptions: BuildOptions = {
    // Without a prototype: type names such as `toString` are names.
    registry: Object.create(null) as { [name: string]: Type },
    omitRecordMethods: true,
    logicalTypes: logical as never,
    typeHook: createTypeHook(longs, logical, options.wrapUnions ?? 'auto'),
  }
  beginSchema()
  try {
    const defined: Parameters<typeof readAvroDocument>[1] = new Map()
    const build = ({ schemaText }: Pick<ResolvedReference, 'schemaText'>): Type =>
      buildOne(schemaText, readAvroDocument(schemaText, defined, longs === 'bigint'), buildOptions)
    for (const reference of schema.references) build(reference)
    return build(schema)
  } catch (cause) {
    throw new SerdeError('UNUSABLE_SCHEMA', `the Avro schema is refused: ${messageOf(cause)}`, {
      cause,
    })
  }
}

function buildOne(schemaText: string, document: unknown, options: BuildOptions): Type {
  if (schemaText.includes('"__proto__"')) {
    throw new Error('a member named __proto__ cannot be told from the prototype of an object')
  }
  return avsc.Type.forSchema(document as never, { ...options })
}

type BuildOptions = NonNullable<Parameters<typeof Type.forSchema>[1]>
type TypeHook = (schema: unknown, options: unknown) => Type | undefined

function createTypeHook(
  longs: LongRepresentation,
  logical: Readonly<Record<string, LogicalTypeClass>>,
  unions: UnionForm,
): TypeHook {
  // avsc shows a schema with a logical type twice: for the logical type and for what lies under it.
  const shown = new WeakSet<object>()
  return (schema, options) => {
    if (Array.isArray(schema)) {
      const branches = schema.map((one) => avsc.Type.forSchema(one as never, options as never))
      return createUnion(branches, unions, options)
    }
    if (!isNode(schema)) return typeNamed(schema, schema, options, longs)
    if (isLogicalType(schema, logical)) {
      if (shown.has(schema)) return typeNamed(schema['type'], schema, options, longs)
      shown.add(schema)
      return undefined
    }
    if ('logicalType' in schema) {
      const { logicalType: _meaningless, ...bare } = schema
      return avsc.Type.forSchema(bare as never, options as never)
    }
    return typeNamed(schema['type'], schema, options, longs)
  }
}

/** Our own class for a type; `undefined`: avsc's will do. */
function typeNamed(
  name: unknown,
  schema: unknown,
  options: unknown,
  longs: LongRepresentation,
): Type | undefined {
  switch (name) {
    case 'long':
      return longs === 'bigint' ? new BigLong() : undefined
    case 'int':
      return new StrictInt()
    case 'float':
      return new AnyFloat()
    case 'double':
      return new AnyDouble()
    case 'bytes':
      return new AnyBytes()
    case 'fixed':
      return new AnyFixed(schema as never, options as never)
    case 'enum':
      return new StrictEnum(schema as never, options as never)
    case 'array':
      return new BoundedArray(schema as never, options as never)
    case 'map':
      return new BoundedMap(schema as never, options as never)
    default:
      return undefined
  }
}

function isNode(schema: unknown): schema is Readonly<Record<string, unknown>> {
  return typeof schema === 'object' && schema !== null
}

/** Says where a value does not fit: avsc's own error names the type only. */
function misfit(type: Type, value: unknown, cause: unknown): SerdeError {
  if (cause instanceof SerdeError) return cause
  const { path, reason } = firstMisfit(type, value) ?? { path: '', reason: messageOf(cause) }
  const where = path === '' ? 'the value' : `'${path}'`
  return new SerdeError('INVALID_VALUE', `${where} does not fit the schema: ${reason}`, {
    path,
    cause,
  })
}

interface Misfit {
  readonly path: string
  readonly reason: string
}

/** What avsc's `isValid` calls; called here, the path is at hand when a value throws. */
interface Checked {
  _check(
    value: unknown,
    flags: number,
    hook: (part: unknown, expected: Type) => void,
    path: string[],
  ): boolean
}

function firstMisfit(type: Type, value: unknown): Misfit | undefined {
  const path: string[] = []
  let found: Misfit | undefined
  try {
    const checked = type as unknown as Checked
    checked._check(
      value,
      0,
      (part, expected) => {
        found ??= {
          path: path.join('.'),
          reason: `expected ${nameOfType(expected)}, got ${describeValue(part)}`,
        }
      },
      path,
    )
  } catch (thrown) {
    // The path would be as long as the stack.
    if (thrown instanceof RangeError) return found ?? { path: '', reason: 'nested too deeply' }
    return found ?? { path: path.join('.'), reason: messageOf(thrown) }
  }
  return found
}

function nameOfType(type: Type): string {
  if (type.typeName === 'abstract:long') return 'long (bigint)'
  const union = type as unknown as { readonly types?: readonly Type[] }
  if (union.types !== undefined) return `one of ${union.types.map(nameOfType).join(', ')}`
  return type.name ?? type.typeName.replace(/^logical:/, '')
}

function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown)
}
