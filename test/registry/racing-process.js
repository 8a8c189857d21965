// A registry in a process of its own, over the database of argv[2]. It says `ready`, reads one
// line of jobs, runs them all at once and answers one line of outcomes, in the order of the jobs.
import { createInterface } from 'node:readline'
import { createRegistry } from '../../dist/registry/create-registry.js'
import { cacheStore } from '../../dist/store/cached-store.js'
import { openStore } from '../../dist/store/postgres/postgres-store.js'

const [, , url = '', settings = '{}'] = process.argv
const store = cacheStore(await openStore({ url }), { maxBytes: 16 * 1024 * 1024 })
const registry = createRegistry(store, JSON.parse(settings))
const options = { principal: 'racer', normalize: false, force: false, format: '' }
const blank = { references: [], version: 0, tagsToAdd: [], tagsToRemove: [], propagateTags: false }

async function run({ name, schemaText }) {
  try {
    const offer = { ...blank, schemaText }
    const { schemaId, version } = await registry.registerSchema(name, offer, options)
    return { schemaId, version }
  } catch (thrown) {
    return { code: thrown.code ?? String(thrown) }
  }
}

process.stdout.write('ready\n')
for await (const line of createInterface({ input: process.stdin })) {
  const outcomes = await Promise.all(JSON.parse(line).map(run))
  process.stdout.write(`${JSON.stringify(outcomes)}\n`)
  break
}
await store.close()
