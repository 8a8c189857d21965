import { CONTAINER_CELLS, jsonKinds } from '../json-tape.ts'
import { nodeOf } from '../json-reader.ts'
import { ABSENT, optionalText, readName, readNameAliases, readProperties } from './attributes.ts'
import { isIntegerBetween } from './json-text.ts'
import type { NamedType } from './ast.ts'
import type { Attributes } from './attributes.ts'
import type { Reading } from './reading.ts'

/** Largest size of a fixed: what a Java array can hold. */
const MAX_FIXED_SIZE = 2 ** 31 - 9

/**
 * Reads an enum into the scope.
 *
 * @returns the definition of its name that counts
 * @throws SchemaFault with the texts of Avro 1.3
 */
export function readEnum(reading: Reading, attributes: Attributes, enclosing: string): NamedType {
  const { tape } = reading
  const name = readName(reading, attributes, enclosing)
  const symbols = readSymbols(reading, attributes)
  const fallback = optionalText(tape, attributes.default)
  if (fallback !== undefined && !symbols.has(fallback)) {
    const set = `[${[...symbols].join(', ')}]`
    reading.fail(
      `The Enum Default: ${fallback} is not in the enum symbol set: ${set}`,
      attributes.default,
    )
  }
  return reading.scope.define({
    kind: 'enum',
    name,
    doc: optionalText(tape, attributes.doc),
    aliases: readNameAliases(reading, attributes, name),
    symbols: [...symbols],
    default: fallback,
    properties: readProperties(tape, attributes, 'enum'),
    at: reading.at(attributes.object),
  })
}

function readSymbols(reading: Reading, { object, symbols: list }: Attributes): ReadonlySet<string> {
  const { tape } = reading
  if (list === ABSENT || tape.kind(list) !== jsonKinds.array)
    reading.failShowing('Enum has no symbols', object)
  const symbols = new Set<string>()
  const end = tape.next(list)
  for (let item = list + CONTAINER_CELLS; item < end; item = tape.next(item)) {
    const symbol = optionalText(tape, item)
    reading.scope.checkName(symbol, reading.at(item))
    if (symbols.has(symbol)) reading.fail(`Duplicate enum symbol: ${symbol}`, item)
    symbols.add(symbol)
  }
  return symbols
}

/**
 * Reads a fixed into the scope.
 *
 * @returns the definition of its name that counts
 * @throws SchemaFault with the texts of Avro 1.3
 */
export function readFixed(reading: Reading, attributes: Attributes, enclosing: string): NamedType {
  const { tape } = reading
  const name = readName(reading, attributes, enclosing)
  const size = readSize(reading, attributes)
  return reading.scope.define({
    kind: 'fixed',
    name,
    doc: optionalText(tape, attributes.doc),
    aliases: readNameAliases(reading, attributes, name),
    size,
    properties: readProperties(tape, attributes, 'schema'),
    at: reading.at(attributes.object),
  })
}

function readSize(reading: Reading, { object, size }: Attributes): number {
  const written = size === ABSENT ? undefined : nodeOf(reading.tape, size)
  if (written?.kind !== 'number' || !isIntegerBetween(written, -(2n ** 31n), 2n ** 31n - 1n)) {
    reading.failShowing('Invalid or no size', object)
  }
  const bytes = Number(written.literal)
  if (bytes < 0) reading.fail(`Malformed data. Length is negative: ${bytes}`, size)
  if (bytes > MAX_FIXED_SIZE) {
    reading.fail(`Cannot read arrays longer than ${MAX_FIXED_SIZE} bytes in Java`, size)
  }
  return bytes
}
