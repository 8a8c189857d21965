import protobuf from 'protobufjs'
import { describeValue } from './describe-value.ts'
import { isWellFormed, keyCheck } from './protobuf-keys.ts'

/** Where a value does not fit; the path grows while the call stack unwinds. */
export class Misfit extends Error {
  readonly path: string[] = []
  readonly reason: string

  constructor(expected: string, found: unknown) {
    super(expected)
    this.reason = `expected ${expected}, got ${describeValue(found)}`
  }
}

/** Gives a value as protobufjs can write it; the same one when nothing had to change. */
type Fit = (value: unknown) => unknown

/** One field of a message, and what its values must look like. */
interface FieldFit {
  readonly name: string
  readonly required: boolean
  readonly fit: Fit
}

/**
 * Makes the check of a message type. What protobufjs would write wrongly or not at all is refused
 * or converted: enum names become numbers, an implicit 64-bit zero disappears.
 *
 * @returns gives the value to write, or throws Misfit
 */
export function createMessageFit(type: protobuf.Type): (value: unknown) => object {
  return messageFit(type, new Map()) as (value: unknown) => object
}

function messageFit(type: protobuf.Type, made: Map<protobuf.Type, Fit>): Fit {
  const known = made.get(type)
  if (known !== undefined) return known
  // Worked out with the first value: messages may contain themselves, or form long chains.
  let fields: readonly FieldFit[] | undefined
  const fit = (value: unknown): object =>
    fitFields(type.name, (fields ??= fieldFits(type, made)), value)
  made.set(type, fit)
  return fit
}

function fieldFits(type: protobuf.Type, made: Map<protobuf.Type, Fit>): readonly FieldFit[] {
  return type.fieldsArray.map((field) => {
    const { name, required } = field.resolve()
    return { name, required, fit: fieldFit(field, made) }
  })
}

function fitFields(typeName: string, fields: readonly FieldFit[], value: unknown): object {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || isNoMessage(value)) {
    throw new Misfit(`message ${typeName}`, value)
  }
  const given = value as Readonly<Record<string, unknown>>
  if (given['$typeName'] !== undefined) checkMembers(typeName, fields, given)
  let fitted: Record<string, unknown> | undefined
  let name = ''
  try {
    for (const field of fields) {
      name = field.name
      const held = given[name]
      if (held === undefined || held === null) {
        if (field.required) throw new Misfit('a value, the field is required', held)
        continue
      }
      const fit = field.fit(held)
      if (fit !== held) (fitted ??= { ...given })[name] = fit
    }
  } catch (thrown) {
    throw below(name, asMisfit(thrown))
  }
  return fitted ?? given
}

/**
 * Messages of protobuf-es know their type, but have names in camel case and oneofs as members:
 * what the schema does not name would be left out in silence.
 */
function checkMembers(
  typeName: string,
  fields: readonly FieldFit[],
  given: Readonly<Record<string, unknown>>,
): void {
  for (const [name, held] of Object.entries(given)) {
    if (name.startsWith('$') || isUnset(held) || fields.some((field) => field.name === name))
      continue
    throw below(name, new Misfit(`a field of message ${typeName}, named as in the schema`, held))
  }
}

function isUnset(held: unknown): boolean {
  if (held === undefined || held === null) return true
  return typeof held === 'object' && 'case' in held && held.case === undefined
}

function fieldFit(field: protobuf.Field, made: Map<protobuf.Type, Fit>): Fit {
  const single = singleFit(field, made)
  if (field instanceof protobuf.MapField) {
    const fitsKey = keyCheck(field.keyType)
    return (value) => fitMap(field.keyType, fitsKey, single, value)
  }
  if (field.repeated) return (value) => fitList(single, value)
  const isImplicit = !field.hasPresence && longRanges.has(field.type)
  return isImplicit ? (value) => (value === 0n ? 0 : single(value)) : single
}

function singleFit(field: protobuf.Field, made: Map<protobuf.Type, Fit>): Fit {
  const { resolvedType } = field
  if (resolvedType instanceof protobuf.Enum) return fitEnum(resolvedType)
  if (resolvedType instanceof protobuf.Type) return messageFit(resolvedType, made)
  return scalarFits.get(field.type) ?? longFit(field.type)
}

/** A Date given for a Timestamp, or a Map for a map, has no members: nothing of it would be written. */
function isNoMessage(value: object): boolean {
  return value instanceof Date || value instanceof Map || value instanceof Set
}

/** What a getter or proxy throws has a place as well; a stack that is used up has none. */
function asMisfit(thrown: unknown): unknown {
  if (thrown instanceof Misfit || thrown instanceof RangeError) return thrown
  const reason = thrown instanceof Error ? thrown.message : describeValue(thrown)
  return new Misfit(`a value that can be read (${reason})`, thrown)
}

/** The same misfit, seen from one level further up. */
function below(name: string, thrown: unknown): unknown {
  if (thrown instanceof Misfit) thrown.path.unshift(name)
  return thrown
}

function at(name: string, fit: Fit, value: unknown): unknown {
  try {
    return fit(value)
  } catch (thrown) {
    throw below(name, thrown)
  }
}

function fitList(fit: Fit, value: unknown): unknown {
  if (!Array.isArray(value)) throw new Misfit('an array', value)
  let fitted: unknown[] | undefined
  for (let index = 0; index < value.length; index++) {
    const item: unknown = value[index]
    const fit1 = at(String(index), fit, item)
    if (fit1 !== item) (fitted ??= [...value])[index] = fit1
  }
  return fitted ?? value
}

function fitMap(
  keyType: string,
  fitsKey: (key: string) => boolean,
  fit: Fit,
  value: unknown,
): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || isNoMessage(value)) {
    throw new Misfit('an object', value)
  }
  const held = value as Readonly<Record<string, unknown>>
  let fitted: Record<string, unknown> | undefined
  for (const key of Object.keys(held)) {
    if (!fitsKey(key)) throw below(key, new Misfit(`a key of type ${keyType}`, key))
    const fit1 = at(key, fit, held[key])
    if (fit1 !== held[key]) (fitted ??= { ...held })[key] = fit1
  }
  return fitted ?? value
}

function fitEnum(type: protobuf.Enum): Fit {
  return (value) => {
    if (typeof value === 'number' && (value | 0) === value) return value
    if (typeof value === 'string' && Object.hasOwn(type.values, value)) return type.values[value]
    throw new Misfit(`a constant of enum ${type.name}`, value)
  }
}

/** Bounds of the 64-bit types. */
const longRanges: ReadonlyMap<string, readonly [bigint, bigint]> = new Map([
  ...['int64', 'sint64', 'sfixed64'].map((name) => [name, [-(2n ** 63n), 2n ** 63n - 1n]] as const),
  ...['uint64', 'fixed64'].map((name) => [name, [0n, 2n ** 64n - 1n]] as const),
])

function longFit(type: string): Fit {
  const [least, greatest] = longRanges.get(type) ?? [0n, 0n]
  return (value) => {
    if (typeof value === 'bigint' && value >= least && value <= greatest) return value
    if (Number.isSafeInteger(value) && ((value as number) >= 0 || least < 0n)) return value
    throw new Misfit(`${type} (bigint)`, value)
  }
}

function refuse(expected: string, value: unknown): never {
  throw new Misfit(expected, value)
}

// One function a type, without a shared predicate: these run for every field of every message.
const fitInt32 =
  (name: string): Fit =>
  (value) =>
    typeof value === 'number' && (value | 0) === value ? value : refuse(name, value)
const fitUint32 =
  (name: string): Fit =>
  (value) =>
    typeof value === 'number' && value >>> 0 === value ? value : refuse(name, value)
const fitNumber =
  (name: string): Fit =>
  (value) =>
    typeof value === 'number' ? value : refuse(name, value)

function fitText(value: unknown): unknown {
  if (typeof value !== 'string') return refuse('string', value)
  return isWellFormed(value) ? value : refuse('string without half a surrogate pair', value)
}

const scalarFits: ReadonlyMap<string, Fit> = new Map<string, Fit>([
  ...['int32', 'sint32', 'sfixed32'].map((name) => [name, fitInt32(name)] as const),
  ...['uint32', 'fixed32'].map((name) => [name, fitUint32(name)] as const),
  ...['double', 'float'].map((name) => [name, fitNumber(name)] as const),
  ['bool', (value) => (typeof value === 'boolean' ? value : refuse('bool', value))],
  ['string', fitText],
  ['bytes', (value) => (value instanceof Uint8Array ? value : refuse('bytes', value))],
])
