// Read paths against a bare node:http server that sends the same bytes.

import { createServer } from 'node:http'
import { load, request } from './load.js'
import { ask, record, startServer } from './server-process.js'

const CONNECTIONS = 32
const SECONDS = 2
const ROUNDS = 5

const text = record('Order', 30)
let prepared

/** One registry for all rows, and per path the floor: a server that does nothing but answer. */
function prepare() {
  prepared ??= (async () => {
    const server = await startServer(['--memory'])
    await ask(`${server.url}/subjects/orders-value/versions`, 'POST', { schema: text })
    return server
  })()
  return prepared
}

async function bareServer(bytes) {
  const server = createServer((incoming, reply) => {
    incoming.resume()
    reply.writeHead(200, {
      'content-type': 'application/vnd.schemaregistry.v1+json',
      'content-length': bytes.length,
    })
    reply.end(bytes)
  })
  await new Promise((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  return server
}

/** Interleaved rounds, medians: what else the machine does hits both alike. */
async function ratio(method, path, body) {
  const server = await prepare()
  const answer = await fetch(server.url + path, {
    method,
    headers: { 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body }),
  })
  const bare = await bareServer(Buffer.from(await answer.arrayBuffer()))
  const plan = {
    connections: CONNECTIONS,
    seconds: SECONDS,
    requests: [request(method, path, body)],
  }
  const ratios = []
  for (let round = 0; round < ROUNDS; round++) {
    const floor = await load({ ...plan, port: bare.address().port })
    const ours = await load({ ...plan, port: server.port })
    ratios.push(ours / floor)
  }
  bare.close()
  return ratios.toSorted((a, b) => a - b)[Math.floor(ROUNDS / 2)]
}

export const rows = [
  {
    name: 'GET /schemas/ids/{id}, cached, against bare node:http',
    unit: 'x',
    atLeast: 0.8,
    run: () => ratio('GET', '/schemas/ids/1'),
  },
  {
    name: 'POST /subjects/{s}, lookup of a known schema, against bare node:http',
    unit: 'x',
    atLeast: 0.5,
    run: () => ratio('POST', '/subjects/orders-value', JSON.stringify({ schema: text })),
  },
  {
    name: 'GET /subjects/{s}/versions/latest, against bare node:http',
    unit: 'x',
    atLeast: 0.4,
    run: async () => {
      const figure = await ratio('GET', '/subjects/orders-value/versions/latest')
      await (await prepare()).stop()
      return figure
    },
  },
]
