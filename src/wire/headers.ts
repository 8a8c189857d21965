/** Which side of a record a schema belongs to. */
export type Role = 'key' | 'value'

/** Names of the record headers that hold a guid frame instead of a prefix. Serde 1.3. */
export const schemaHeaderNames = {
  key: '__key_schema_id',
  value: '__value_schema_id',
} as const satisfies Record<Role, string>

/** One header's value, as the Kafka clients of this ecosystem hand it over. */
export type HeaderValue = Uint8Array | string | null | undefined

/**
 * Record headers in any of the shapes in use: kafkajs' object of values or lists, node-rdkafka's
 * list of one-member objects, a list of `{key, value}`, platformatic's Map.
 */
export type RecordHeaders =
  | { [name: string]: HeaderValue | readonly HeaderValue[] }
  | Map<string | Uint8Array, HeaderValue>
  | { key: string | Uint8Array; value: HeaderValue }[]
  | { [name: string]: HeaderValue }[]

/**
 * Reads the schema header of one side; with several of the name the last one counts.
 *
 * @returns `undefined` when there is none or its value is null
 */
export function readSchemaHeader(headers: RecordHeaders, role: Role): Uint8Array | undefined {
  const name = schemaHeaderNames[role]
  let last: HeaderValue
  if (headers instanceof Map) {
    for (const [key, value] of headers) if (isNamed(key, name)) last = value
  } else if (Array.isArray(headers)) {
    for (const header of headers) if (namesOf(header, name)) last = valueOf(header, name)
  } else if (Object.hasOwn(headers, name)) {
    const held = headers[name]
    last = isList(held) ? held.at(-1) : held
  }
  if (last === null || last === undefined) return undefined
  // Binary header values that a client turned into text keep one byte per character.
  return typeof last === 'string' ? Buffer.from(last, 'latin1') : last
}

/** Puts the schema header of one side in place; there is never a second one of its name. */
export function writeSchemaHeader(headers: RecordHeaders, role: Role, frame: Buffer): void {
  const name = schemaHeaderNames[role]
  if (headers instanceof Map) {
    for (const key of headers.keys()) if (isNamed(key, name)) headers.delete(key)
    headers.set(name, frame)
  } else if (Array.isArray(headers)) {
    const list = headers as object[]
    const keyed = list.some((header) => Object.hasOwn(header, 'key'))
    for (let at = list.length - 1; at >= 0; at--) {
      if (namesOf(list[at] ?? {}, name)) list.splice(at, 1)
    }
    list.push(keyed ? { key: name, value: frame } : { [name]: frame })
  } else {
    headers[name] = frame
  }
}

function isNamed(key: unknown, name: string): boolean {
  if (typeof key === 'string') return key === name
  return key instanceof Uint8Array && Buffer.from(key).toString('latin1') === name
}

function namesOf(header: object, name: string): boolean {
  return Object.hasOwn(header, name) || ('key' in header && isNamed(header.key, name))
}

function valueOf(header: object, name: string): HeaderValue {
  const byName = header as Record<string, HeaderValue>
  return Object.hasOwn(header, name) ? byName[name] : byName['value']
}

function isList(held: HeaderValue | readonly HeaderValue[]): held is readonly HeaderValue[] {
  return Array.isArray(held)
}
