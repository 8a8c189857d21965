import type { ErrorObject, ValidateFunction } from 'ajv'
import { SerdeError } from '../serde-error.ts'
import { noMessageIndexes } from './codec.ts'
import type { Codec, Decoder, Encoder } from './codec.ts'
import { describeValue } from './describe-value.ts'
import { compileValidator, idOf } from './json-validators.ts'
import { PatternUndecided } from './pattern/bounded-pattern.ts'
import { patternBudget } from './pattern/pattern-budget.ts'

/** How JSON data is checked. */
export interface JsonOptions {
  /** Checks values against the schema when writing and reading. Default true. */
  readonly validate?: boolean
}

/** JSON Schema over ajv. Serde 1.6. */
export function jsonCodec(options: JsonOptions = {}): Codec {
  const validates = options.validate ?? true
  return {
    recordName: titleOf,
    referredNames: (schemaText, names) => refsIn(schemaText).filter((uri) => names.includes(uri)),
    encoder: (schema) => createEncoder(validates ? compileValidator(schema) : undefined),
    decoder: (writer, reader) =>
      createDecoder(validates ? compileValidator(reader ?? writer) : undefined),
  }
}

function createEncoder(validate: ValidateFunction | undefined): Encoder {
  return {
    messageIndexes: noMessageIndexes,
    encode(value, prefix) {
      if (validate !== undefined) check(validate, value, 'INVALID_VALUE')
      const text = stringify(value)
      // Looked for only where there can be one: the search costs next to nothing.
      if (text.includes('null')) refuseNonFinite(value)
      const start = prefix.length
      const length = Buffer.byteLength(text)
      const framed = Buffer.allocUnsafe(start + length)
      // A few bytes: quicker than the call into native code.
      for (let at = 0; at < start; at++) framed[at] = prefix[at] ?? 0
      // A byte for each character: all of them are ASCII, and copied as they are.
      framed.write(text, start, length === text.length ? 'latin1' : 'utf8')
      return framed
    },
  }
}

function createDecoder(validate: ValidateFunction | undefined): Decoder {
  return {
    decode(payload, start) {
      const value = parse(payload.toString('utf8', start))
      if (validate !== undefined) check(validate, value, 'INVALID_BODY')
      return value
    },
  }
}

function stringify(value: unknown): string {
  const text: unknown = attempt(() => JSON.stringify(value))
  if (typeof text === 'string') return text
  throw new SerdeError('INVALID_VALUE', `the value has no JSON form: ${describeValue(value)}`)
}

/** Getters, proxies and circles throw whatever they like. */
function attempt<R>(read: () => R): R {
  try {
    return read()
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new SerdeError('INVALID_VALUE', `the value has no JSON form: ${reason}`, { cause })
  }
}

/** JSON has no form for these: written as null, a reader would take them for nothing at all. */
function refuseNonFinite(value: unknown): void {
  const path = attempt(() => pathOfNonFinite(value))
  if (path === undefined) return
  const where = path.length === 0 ? 'the value' : `'${path.join('.')}'`
  const found = describeMember(value, path)
  throw new SerdeError('INVALID_VALUE', `${where} has no JSON form: got ${found}`, {
    path: path.join('.'),
  })
}

/** Walks as JSON.stringify has just walked: no deeper, and through no circle. */
function pathOfNonFinite(value: unknown): readonly string[] | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? undefined : []
  if (typeof value !== 'object' || value === null) return undefined
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? [] : undefined
  // What it is written as is its own affair.
  if (typeof (value as { readonly toJSON?: unknown }).toJSON === 'function') return undefined
  for (const name of Object.keys(value)) {
    const path = pathOfNonFinite((value as Readonly<Record<string, unknown>>)[name])
    if (path !== undefined) return [name, ...path]
  }
  return undefined
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new SerdeError('INVALID_BODY', `the body is not JSON: ${reason}`, { cause })
  }
}

function check(
  validate: ValidateFunction,
  value: unknown,
  kind: 'INVALID_VALUE' | 'INVALID_BODY',
): void {
  let fits: unknown
  patternBudget.begin()
  try {
    fits = validate(value)
  } catch (cause) {
    throw new SerdeError(kind, `${whyUnchecked(cause)}, so it cannot be checked`, { cause })
  }
  if (fits === true) return
  throw misfit(kind, value, validate.errors?.[0])
}

function whyUnchecked(cause: unknown): string {
  if (cause instanceof PatternUndecided) return cause.message
  // Generated code recurses with the value: hostile nesting uses up the stack.
  if (cause instanceof RangeError) return 'the value is nested too deeply'
  return `the value throws when it is read (${cause instanceof Error ? cause.message : describeValue(cause)})`
}

function misfit(
  kind: 'INVALID_VALUE' | 'INVALID_BODY',
  value: unknown,
  error: ErrorObject | undefined,
): SerdeError {
  const segments = (error?.instancePath ?? '')
    .split('/')
    .slice(1)
    .map((segment) => segment.replaceAll('~1', '/').replaceAll('~0', '~'))
  const path = segments.join('.')
  const where = path === '' ? 'the value' : `'${path}'`
  const found = describeMember(value, segments)
  const reason = `${where} does not fit the schema: ${error?.message ?? 'refused'}, got ${found}`
  return new SerdeError(kind, reason, { path })
}

/** A getter may give another value now than when it was checked, or throw. */
function describeMember(value: unknown, path: readonly string[]): string {
  try {
    return describeValue(memberAt(value, path))
  } catch {
    return 'what cannot be read'
  }
}

function memberAt(value: unknown, path: readonly string[]): unknown {
  let found = value
  for (const name of path) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, name)) return undefined
    found = (found as Readonly<Record<string, unknown>>)[name]
  }
  return found
}

function parseSchema(schemaText: string): unknown {
  try {
    return JSON.parse(schemaText) as unknown
  } catch (cause) {
    throw new SerdeError('UNUSABLE_SCHEMA', 'the JSON schema is no JSON', { cause })
  }
}

/** Every `$ref` outside of the document, without fragment, once. */
function refsIn(schemaText: string): readonly string[] {
  const found = new Set<string>()
  const root = parseSchema(schemaText)
  const waiting = [root]
  for (let next = 0; next < waiting.length; next++) {
    const node = waiting[next]
    if (typeof node !== 'object' || node === null) continue
    for (const [name, member] of Object.entries(node)) {
      if (name === '$ref' && typeof member === 'string') found.add(member.replace(/#.*$/s, ''))
      else waiting.push(member)
    }
  }
  const own = idOf(root)?.replace(/#.*$/s, '')
  return [...found].filter((uri) => uri !== own)
}

/** Top-level `title`. Serde 3.1. */
function titleOf(schemaText: string): string | undefined {
  const schema = parseSchema(schemaText)
  if (typeof schema !== 'object' || schema === null || !('title' in schema)) return undefined
  return typeof schema.title === 'string' ? schema.title : undefined
}
