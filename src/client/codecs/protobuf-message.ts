import protobuf from 'protobufjs'
import type { LongRepresentation } from './protobuf-long.ts'

const longTypes: ReadonlySet<string> = new Set(['int64', 'uint64', 'sint64', 'fixed64', 'sfixed64'])

const prepared = new WeakSet<protobuf.Type>()

/**
 * Gives a message type, and all it leads to, objects of our own: every field without presence is a
 * member with its default, a field with presence is `undefined` until set, 64-bit defaults have the
 * chosen representation.
 *
 * protobufjs leaves defaults on the prototype, where spreading and JSON lose them. A constructor
 * that sets all members also gives every object the same hidden class.
 */
export function prepareMessages(type: protobuf.Type, longs: LongRepresentation): void {
  // A list, not recursion: messages may refer to each other in long chains and in circles.
  const queue = [type]
  for (const next of queue) {
    if (prepared.has(next)) continue
    prepared.add(next)
    const fields = next.fieldsArray.map((field) => field.resolve())
    next.ctor = createConstructor(fields, longs)
    const prototype = next.ctor.prototype as Record<string, unknown>
    for (const field of fields) {
      prototype[field.name] = absentValue(field, longs)
      if (field.resolvedType instanceof protobuf.Type) queue.push(field.resolvedType)
    }
    // JSON knows no bigint; protobufjs' own conversion knows no bigint either.
    Object.defineProperty(prototype, 'toJSON', { value: toJson })
    next.setup()
  }
}

function createConstructor(
  fields: readonly protobuf.Field[],
  longs: LongRepresentation,
): protobuf.Constructor<object> {
  const generate = protobuf.util.codegen(['properties'], 'ProtobufMessage')
  for (const field of fields) {
    // An assignment to this name would set the prototype.
    if (hasPresence(field) || field.name === '__proto__') continue
    if (field.map) generate('this[%j]={}', field.name)
    else if (field.repeated) generate('this[%j]=[]', field.name)
    else if (field.type === 'bytes') generate('this[%j]=noBytes', field.name)
    else generate('this[%j]=%s', field.name, literalDefault(field, longs))
  }
  generate('if(properties)Object.assign(this,properties)')
  const create: unknown = generate({ noBytes: Buffer.alloc(0), Object })
  return create as protobuf.Constructor<object>
}

/** Whether a field can be unset; protobufjs does not count messages among those. */
function hasPresence(field: protobuf.Field): boolean {
  if (field.repeated || field.map) return false
  return field.hasPresence || field.resolvedType instanceof protobuf.Type
}

function literalDefault(field: protobuf.Field, longs: LongRepresentation): string {
  if (longTypes.has(field.type)) return longs === 'bigint' ? '0n' : '0'
  return JSON.stringify(field.typeDefault)
}

/** What an unset field reads as: proto2's explicit default, else `undefined`. */
function absentValue(field: protobuf.Field, longs: LongRepresentation): unknown {
  const explicit: unknown = field.options?.['default']
  if (explicit === undefined || field.repeated || field.map) return undefined
  if (!longTypes.has(field.type)) return field.defaultValue as unknown
  const big = BigInt(explicit as number | string)
  return longs === 'bigint' ? big : Number(big)
}

function toJson(this: object): Record<string, unknown> {
  return membersWithoutBigint(this)
}

function membersWithoutBigint(value: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, withoutBigint(member)]),
  )
}

/** Lists and maps are plain; messages convert themselves. */
function withoutBigint(value: unknown): unknown {
  if (typeof value === 'bigint') return String(value)
  if (Array.isArray(value)) return value.map(withoutBigint)
  const isPlain =
    typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype
  return isPlain ? membersWithoutBigint(value) : value
}
