import { parseFile } from '../../dist/formats/protobuf/parse.js'
import { printFile } from '../../dist/formats/protobuf/canonical.js'
import { protobufFormat } from '../../dist/formats/protobuf/protobuf-format.js'
import { bundledText } from '../../dist/formats/protobuf/well-known.js'

const byReference = { policy: 'STRICT', strictness: 'reference' }
const soundly = { policy: 'STRICT', strictness: 'sound' }
const scalars = ['int32', 'string', 'bool', 'double', 'bytes', 'int64']

/** A file of messages that refer to each other, ten lines each, commented as people do. */
function fileText(messages, extra = '') {
  const bodies = Array.from({ length: messages }, (_, i) => {
    const fields = Array.from({ length: 6 }, (_unused, f) => {
      return `  ${scalars[(i + f) % scalars.length]} field_${f} = ${f + 1}; // number ${f}`
    })
    const next = `  optional Message${(i + 1) % messages} next = 7 [deprecated = true];`
    return `message Message${i} {\n${fields.join('\n')}\n${next}\n${extra}}\n`
  })
  return `syntax = "proto3";\npackage shop.orders;\n\n${bodies.join('\n')}`
}

function parse(schemaText) {
  return protobufFormat.parse({ schemaText, references: [] }, { mode: 'new' })
}

/** Median milliseconds of one run, after warming up. */
function median(run, rounds = 41) {
  for (let i = 0; i < rounds; i++) run()
  const times = Array.from({ length: rounds }, () => {
    const start = performance.now()
    run()
    return performance.now() - start
  })
  return times.toSorted((a, b) => a - b)[rounds >> 1]
}

const lines300 = fileText(30)
const descriptorProto = bundledText('google/protobuf/descriptor.proto')
const writer = fileText(100)
const reader = fileText(100, '  string added = 8;\n')

/** Both sides parsed anew, so that nothing is remembered from the round before. */
function freshComparison(options) {
  const pairs = Array.from({ length: 82 }, () => [parse(reader), parse(writer)])
  let next = 0
  return median(() => protobufFormat.compare(...pairs[next++], options))
}

/** Row by row: `bound` is the highest figure that passes. */
export const rows = [
  {
    name: 'protobuf: parse and print a 300-line file',
    bound: 1.5,
    unit: 'ms',
    run: async () => median(() => parse(lines300), 201),
  },
  {
    name: 'protobuf: parse and print descriptor.proto',
    bound: 5,
    unit: 'ms',
    run: async () => median(() => printFile(parseFile(descriptorProto)), 101),
  },
  {
    name: 'protobuf: compare two versions of a 100-message file',
    bound: 2,
    unit: 'ms',
    run: async () => freshComparison(byReference),
  },
  {
    name: 'protobuf: compare them soundly',
    unit: 'ms',
    run: async () => freshComparison(soundly),
  },
  {
    name: 'protobuf: parse and print a file of 5,000 messages',
    bound: 400,
    unit: 'ms',
    run: async () => {
      const text = fileText(5_000)
      return median(() => parse(text), 5)
    },
  },
  {
    name: 'protobuf: 5,000 messages against 1,250, per message (1 is linear)',
    bound: 2,
    unit: 'times',
    run: async () => {
      const [many, few] = [5_000, 1_250].map((messages) => fileText(messages))
      return median(() => parse(many), 5) / median(() => parse(few), 5) / 4
    },
  },
  {
    name: 'protobuf: serialize a 100-message file',
    unit: 'ms',
    run: async () => {
      const parsed = parse(writer)
      return median(() => protobufFormat.formattedText(parsed, 'serialized'))
    },
  },
]
