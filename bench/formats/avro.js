import { avroFormat } from '../../dist/formats/avro/avro-format.js'

const primitives = ['int', 'long', 'string', 'boolean', 'double', 'bytes']
const byReference = { policy: 'STRICT', strictness: 'reference' }

/** A record as topics carry them: every fourth field is nullable, every field is documented. */
function recordText(fields, extra = 0) {
  const usual = Array.from({ length: fields }, (_, i) => {
    const plain = primitives[i % primitives.length]
    const doc = `what field number ${i} is for, in a sentence`
    return i % 4 === 3
      ? { name: `field_${i}`, type: ['null', plain], doc, default: null }
      : { name: `field_${i}`, type: plain, doc }
  })
  const more = Array.from({ length: extra }, (_, i) => ({
    name: `extra_${i}`,
    type: 'int',
    default: 0,
  }))
  return JSON.stringify({
    type: 'record',
    name: 'Order',
    namespace: 'shop',
    fields: [...usual, ...more],
  })
}

function unionText(order) {
  return JSON.stringify(
    order.map((i) => ({
      type: 'record',
      name: `Event${i}`,
      fields: [
        { name: 'id', type: 'long' },
        { name: `detail_${i}`, type: 'string' },
      ],
    })),
  )
}

function parse(schemaText, mode = 'new') {
  return avroFormat.parse({ schemaText, references: [] }, { mode })
}

function print(schemaText) {
  return avroFormat.canonicalText(parse(schemaText))
}

function compare(reader, writer) {
  return avroFormat.compare(reader, writer, byReference)
}

/** The best of several rounds, in microseconds a call. */
function measure(calls, call, rounds = 5) {
  let best = Infinity
  for (let round = 0; round < rounds; round++) {
    const start = process.hrtime.bigint()
    for (let i = 0; i < calls; i++) call()
    best = Math.min(best, Number(process.hrtime.bigint() - start) / 1000 / calls)
  }
  return best
}

/** The mean of many rounds, collections included, when the heap has the size that they need. */
function mean(schemaText) {
  measure(5, () => print(schemaText), 1)
  return measure(24, () => print(schemaText), 1)
}

const small = recordText(30)
const large = recordText(20_000)

/** Lower is better; a row above its bound fails the bench. */
export const rows = [
  {
    name: 'avro: parse and print a record of 30 fields',
    bound: 60,
    unit: 'us',
    run: async () => measure(3000, () => print(small)),
  },
  {
    name: `avro: parse and print 20,000 fields (${(large.length / 1e6).toFixed(1)} MB)`,
    bound: 400,
    unit: 'ms',
    run: async () => measure(1, () => print(large)) / 1000,
  },
  // A text that fits the young generation spares its collections: single doublings say where that
  // ends, several in a row how time grows.
  {
    name: 'avro: twice the fields take how many times as long, from 20,000 to 160,000',
    bound: 2.2,
    unit: 'times',
    run: async () => Math.cbrt(mean(recordText(160_000)) / mean(large)),
  },
  {
    name: 'avro: compare two versions of 30 fields',
    bound: 50,
    unit: 'us',
    run: async () => {
      const [reader, writer] = [parse(recordText(30, 1)), parse(small)]
      return measure(3000, () => compare(reader, writer))
    },
  },
  {
    name: 'avro: compare with 1,000 parsed versions of 30 fields',
    bound: 60,
    unit: 'ms',
    run: async () => {
      const versions = Array.from({ length: 1000 }, (_, i) => parse(recordText(30, i % 9)))
      const reader = parse(recordText(30, 9))
      return measure(1, () => versions.forEach((writer) => compare(reader, writer))) / 1000
    },
  },
  {
    name: 'avro: compare a union of 1,000 records with itself in another order',
    bound: 150,
    unit: 'ms',
    run: async () => {
      const order = Array.from({ length: 1000 }, (_, i) => i)
      const [reader, writer] = [parse(unionText(order)), parse(unionText(order.toReversed()))]
      return measure(1, () => compare(reader, writer)) / 1000
    },
  },
]
