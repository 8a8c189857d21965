import { performance } from 'node:perf_hooks'
import { jsonFormat } from '../../dist/formats/json/json-format.js'

const strict = { policy: 'STRICT', strictness: 'reference' }
const parse = (value) =>
  jsonFormat.parse({ schemaText: JSON.stringify(value), references: [] }, { mode: 'new' })

/** Two versions of an object with 30 properties. */
function thirtyProperties(version) {
  const types = ['string', 'integer', 'number', 'boolean']
  const properties = {}
  for (let i = 0; i < 30; i++) {
    properties[`field_${i}`] = { type: types[i % 4], description: `Field ${i}` }
  }
  if (version > 1) properties.extra = { type: 'string' }
  return {
    type: 'object',
    properties,
    required: version > 1 ? ['field_0'] : ['field_0', 'field_4'],
    additionalProperties: false,
  }
}

/** 5,000 definitions that lead to one another, 4 MB of text: a FHIR or Kubernetes of our own. */
function manyDefinitions() {
  const definitions = {}
  for (let i = 0; i < 5000; i++) {
    const properties = {}
    for (let j = 0; j < 12; j++) {
      const link = { $ref: `#/definitions/D${(i * 7 + j * 13 + 1) % 5000}` }
      const kinds = [link, { type: 'string', maxLength: 40, description: 'some text about it' }]
      properties[`p${j}`] = kinds[j % 3] ?? { type: 'array', items: link }
    }
    definitions[`D${i}`] = {
      type: 'object',
      title: `D${i}`,
      properties,
      required: ['p0', 'p1'],
      additionalProperties: false,
    }
  }
  return { $ref: '#/definitions/D0', definitions }
}

/** A union of 200 objects told apart by a constant. */
function union(version) {
  const oneOf = Array.from({ length: 200 }, (_, i) => ({
    type: 'object',
    properties: {
      kind: { const: `k${i}` },
      [`v${i}`]: { type: 'string', maxLength: 10 + version },
    },
    required: ['kind'],
  }))
  return { oneOf }
}

/** Median duration of several runs, in milliseconds. */
function median(runs, work) {
  const durations = []
  for (let i = 0; i < runs; i++) {
    const start = performance.now()
    work()
    durations.push(performance.now() - start)
  }
  return durations.sort((a, b) => a - b)[Math.floor(runs / 2)]
}

/** Measured promises of the JSON Schema room; lower is better. */
export const rows = [
  {
    name: 'json: compare two versions of 30 properties',
    bound: 80,
    unit: 'us',
    run: async () => {
      const writer = parse(thirtyProperties(1))
      const reader = parse(thirtyProperties(2))
      const batch = () => {
        for (let i = 0; i < 200; i++) jsonFormat.compare(reader, writer, strict)
      }
      median(5, batch)
      return (median(11, batch) / 200) * 1000
    },
  },
  {
    name: 'json: parse 5,000 definitions',
    bound: 300,
    unit: 'ms',
    run: async () => {
      const text = JSON.stringify(manyDefinitions())
      const source = { schemaText: text, references: [] }
      return median(3, () => jsonFormat.parse(source, { mode: 'new' }))
    },
  },
  {
    name: 'json: load 5,000 definitions and compare them with themselves',
    bound: 1500,
    unit: 'ms',
    run: async () => {
      const value = manyDefinitions()
      // A parsed schema loads once: each run gets a fresh one.
      const fresh = [parse(value), parse(value), parse(value)]
      return median(3, () => {
        const parsed = fresh.pop()
        jsonFormat.compare(parsed, parsed, strict)
      })
    },
  },
  {
    name: 'json: compare oneOf of 200 with oneOf of 200',
    bound: 1000,
    unit: 'ms',
    run: async () => {
      const writer = parse(union(1))
      const reader = parse(union(2))
      return median(3, () => jsonFormat.compare(reader, writer, strict))
    },
  },
]
