import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { fromProperties, SerdeError } from '../../../src/client/index.ts'
import type { PropertyValue } from '../../../src/client/index.ts'

interface Row {
  /** Values that are accepted. */
  readonly accepts?: readonly PropertyValue[]
  /** Values that are refused, with a part of the sentence that says what to do. */
  readonly refuses?: readonly (readonly [PropertyValue, string])[]
  /** Properties without which this one means nothing. */
  readonly beside?: Readonly<Record<string, PropertyValue>>
  /** Whether `schema.registry.` may stand in front. */
  readonly client?: boolean
}

/** Every property that serde names, Java's and Python's. */
const table = JSON.parse(
  readFileSync(new URL('../../vectors/client/properties.json', import.meta.url), 'utf8'),
) as Readonly<Record<string, Row>>

const rows = Object.entries(table)
const folder = new URL('../../vectors/client/tls/', import.meta.url).pathname

function inPlace(value: PropertyValue): PropertyValue {
  return typeof value === 'string' ? value.replace('TLS/', folder) : value
}

function read(name: string, value: PropertyValue, beside: Row['beside'] = {}) {
  const others = Object.entries(beside).map(([other, text]) => [other, inPlace(text)])
  return fromProperties({
    'schema.registry.url': 'http://registry',
    ...Object.fromEntries(others),
    [name]: inPlace(value),
  })
}

const accepted = rows.flatMap(([name, { accepts = [], beside, client }]) => [
  ...accepts.map((value) => [name, value, beside] as const),
  ...(client === true ? [`schema.registry.${name}`] : []).flatMap((prefixed) =>
    accepts.map((value) => [prefixed, value, beside] as const),
  ),
])
const refused = rows.flatMap(([name, { refuses = [], beside }]) =>
  refuses.map(([value, sentence]) => [name, value, sentence, beside] as const),
)

describe('a property', () => {
  it.each(accepted)('%s = %j is accepted', (name, value, beside) => {
    expect(() => {
      const options = read(name, value, beside)
      options.serializer('value')
      options.deserializer('key')
    }).not.toThrow()
  })

  it.each(refused)('%s = %j is refused with a sentence: %s', (name, value, sentence, beside) => {
    expect(() => read(name, value, beside)).toThrow(
      expect.objectContaining({
        kind: 'INVALID_OPTIONS',
        message: expect.stringContaining(sentence),
      }),
    )
  })

  it('is known by every name, or says why not', () => {
    const unknown = rows.filter(([name, { beside }]) => {
      try {
        read(name, 'x', beside)
        return false
      } catch (thrown) {
        return !(thrown instanceof SerdeError) || /no property/.test(thrown.message)
      }
    })
    expect(unknown).toEqual([])
  })
})
