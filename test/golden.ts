import { readFileSync } from 'node:fs'
import { runAvroGolden } from './golden/avro.ts'
import { runJsonGolden } from './golden/json.ts'
import { runProtobufGolden } from './golden/protobuf.ts'
import { markAllowed } from './golden/report.ts'
import type { AllowedDisagreement, GoldenReport } from './golden/report.ts'

// npm starts scripts in the package's root, wherever this file was compiled to.
const ALLOWED = 'test/golden/allowed.json'
const SHOWN_CHARACTERS = 300

const runners = { avro: runAvroGolden, json: runJsonGolden, protobuf: runProtobufGolden } as const

function print(report: GoldenReport): number {
  console.log(`${report.format}: ${report.rows} rows`)
  for (const [field, { agree, total }] of Object.entries(report.fields)) {
    console.log(`  ${field.padEnd(18)} ${agree} of ${total}`)
  }
  const reasons = new Map<string, number>()
  let unexpected = 0
  for (const one of report.disagreements) {
    if (one.allowed !== undefined) {
      reasons.set(one.allowed, (reasons.get(one.allowed) ?? 0) + 1)
      continue
    }
    unexpected++
    console.log(`  ${one.row} ${one.field}`)
    console.log(`    expected ${shorten(one.expected)}`)
    console.log(`    actual   ${shorten(one.actual)}`)
  }
  for (const [reason, count] of reasons) console.log(`  on purpose, ${count}: ${reason}`)
  return unexpected
}

function shorten(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing'
  return text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS)}...` : text
}

const [dir, only] = process.argv.slice(2)
if (dir === undefined) {
  console.error('usage: npm run golden -- DIR [avro | json | protobuf]')
  process.exit(2)
}
const allowed = JSON.parse(readFileSync(ALLOWED, 'utf8')) as AllowedDisagreement[]
let unexpected = 0
for (const [format, run] of Object.entries(runners)) {
  if (only === undefined || only === format) unexpected += print(markAllowed(run(dir), allowed))
}
console.log(unexpected === 0 ? 'golden: agreed' : `golden: ${unexpected} disagreements`)
process.exit(unexpected === 0 ? 0 : 1)
