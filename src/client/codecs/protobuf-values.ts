import protobuf from 'protobufjs'
import { describeValue } from './describe-value.ts'

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
 * What protobufjs would write wrongly or not at all is refused or converted before: enum names
 * become numbers, an implicit 64-bit zero disappears.
 */
export class MessageFits {
  readonly #fields = new WeakMap<protobuf.Type, readonly FieldFit[]>()

  /** @throws Misfit */
  fitMessage(type: protobuf.Type, value: unknown): object {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      throw new Misfit(`message ${type.name}`, value)
    }
    const given = value as Readonly<Record<string, unknown>>
    let fitted: Record<string, unknown> | undefined
    for (const field of this.#fieldsOf(type)) {
      const held = given[field.name]
      if (held === undefined || held === null) {
        if (field.required) throw missing(field.name)
        continue
      }
      const fit = at(field.name, field.fit, held)
      if (fit !== held) (fitted ??= { ...given })[field.name] = fit
    }
    return fitted ?? given
  }

  #fieldsOf(type: protobuf.Type): readonly FieldFit[] {
    const known = this.#fields.get(type)
    if (known !== undefined) return known
    const fields = type.fieldsArray.map((field) => {
      const resolved = field.resolve()
      return { name: field.name, required: field.required, fit: this.#fitOf(resolved) }
    })
    this.#fields.set(type, fields)
    return fields
  }

  #fitOf(field: protobuf.Field): Fit {
    const single = this.#singleFit(field)
    if (field.map) return (value) => fitMap(single, value)
    if (field.repeated) return (value) => fitList(single, value)
    const isImplicit = !field.hasPresence && longRanges.has(field.type)
    return isImplicit ? (value) => (value === 0n ? 0 : single(value)) : single
  }

  #singleFit(field: protobuf.Field): Fit {
    const { resolvedType } = field
    if (resolvedType instanceof protobuf.Enum) return fitEnum(resolvedType)
    if (resolvedType instanceof protobuf.Type) {
      return (value) => this.fitMessage(resolvedType, value)
    }
    return scalarFits.get(field.type) ?? longFit(field.type)
  }
}

function at(name: string, fit: Fit, value: unknown): unknown {
  try {
    return fit(value)
  } catch (thrown) {
    if (thrown instanceof Misfit) thrown.path.unshift(name)
    throw thrown
  }
}

function missing(name: string): Misfit {
  const misfit = new Misfit('a value, the field is required', undefined)
  misfit.path.unshift(name)
  return misfit
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

function fitMap(fit: Fit, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new Misfit('an object', value)
  }
  const held = value as Readonly<Record<string, unknown>>
  let fitted: Record<string, unknown> | undefined
  for (const key of Object.keys(held)) {
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

function fitWhen(expected: string, isFit: (value: unknown) => boolean): Fit {
  return (value) => {
    if (isFit(value)) return value
    throw new Misfit(expected, value)
  }
}

const isInt32 = (value: unknown): boolean => typeof value === 'number' && (value | 0) === value
const isUint32 = (value: unknown): boolean => typeof value === 'number' && value >>> 0 === value
const isNumber = (value: unknown): boolean => typeof value === 'number'

const scalarFits: ReadonlyMap<string, Fit> = new Map([
  ...['int32', 'sint32', 'sfixed32'].map((name) => [name, fitWhen(name, isInt32)] as const),
  ...['uint32', 'fixed32'].map((name) => [name, fitWhen(name, isUint32)] as const),
  ...['double', 'float'].map((name) => [name, fitWhen(name, isNumber)] as const),
  ['bool', fitWhen('bool', (value) => typeof value === 'boolean')],
  ['string', fitWhen('string', (value) => typeof value === 'string')],
  ['bytes', fitWhen('bytes', (value) => value instanceof Uint8Array)],
])
