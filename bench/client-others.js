import { existsSync } from 'node:fs'
import { createServer } from 'node:http'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'

/** Other people's clients, installed by `npm ci` in test/interop; without it there are no rows. */
const folder = fileURLToPath(new URL('../test/interop/', import.meta.url))

const ROUNDS = 15
const CALLS = 200

/** Time per call of an asynchronous `b` over that of `a`. */
async function ratio(a, b) {
  let [quickestA, quickestB] = [Infinity, Infinity]
  for (let round = 0; round < ROUNDS; round++) {
    const start = performance.now()
    for (let left = CALLS; left > 0; left--) a()
    const between = performance.now()
    for (let left = CALLS; left > 0; left--) await b()
    quickestA = Math.min(quickestA, between - start)
    quickestB = Math.min(quickestB, performance.now() - between)
  }
  return quickestB / quickestA
}

/** These clients bring their own HTTP, so the one schema has to come from a socket. */
async function withServer(schemaType, schema, use) {
  const body = JSON.stringify({ id: 1, version: 1, subject: 't-value', schemaType, schema })
  const server = createServer((request, response) => {
    response.setHeader('content-type', 'application/json')
    response.end(request.url.startsWith('/associations') ? '[]' : body)
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  try {
    return await use(`http://127.0.0.1:${server.address().port}`)
  } finally {
    server.closeAllConnections()
    server.close()
  }
}

const clients = {
  '@confluentinc/schemaregistry'(require, url, schemaType) {
    const official = require('@confluentinc/schemaregistry')
    const client = new official.SchemaRegistryClient({ baseURLs: [url] })
    const name = schemaType === 'AVRO' ? 'Avro' : 'Json'
    const options = { useLatestVersion: true, validate: true }
    const serializer = new official[`${name}Serializer`](client, 'VALUE', options)
    const deserializer = new official[`${name}Deserializer`](client, 'VALUE', { validate: true })
    return {
      encode: (value) => serializer.serialize('t', value),
      decode: (bytes) => deserializer.deserialize('t', bytes),
    }
  },
  '@kafkajs/confluent-schema-registry'(require, url) {
    const { SchemaRegistry } = require('@kafkajs/confluent-schema-registry')
    const registry = new SchemaRegistry({ host: url })
    return {
      encode: (value) => registry.encode(1, value),
      decode: (bytes) => registry.decode(bytes),
    }
  },
}

/** Rows for the formats that both clients write as everybody does; printed, never bounded. */
export function otherRows(cases, raw) {
  if (!existsSync(`${folder}node_modules/kafkajs`)) return []
  const require = createRequire(`${folder}package.json`)
  return Object.entries(clients).flatMap(([client, open]) =>
    ['AVRO', 'JSON'].flatMap((schemaType) =>
      cases.flatMap((one) =>
        ['serialize', 'deserialize'].map((direction) => ({
          name: `${client} ${schemaType} ${one.size} ${direction}`,
          unit: '× raw codec',
          run: () =>
            withServer(schemaType, one[schemaType], async (url) => {
              const codec = raw[schemaType](one[schemaType])
              const theirs = open(require, url, schemaType)
              const bytes = await theirs.encode(one.value)
              await theirs.decode(bytes)
              return direction === 'serialize'
                ? ratio(
                    () => codec.encode(one.value),
                    () => theirs.encode(one.value),
                  )
                : ratio(
                    () => codec.decode(bytes),
                    () => theirs.decode(bytes),
                  )
            }),
        })),
      ),
    ),
  )
}
