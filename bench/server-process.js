// Starts `concordat serve` as users do, and tells when it listens.

import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const main = fileURLToPath(new URL('../dist/bin/concordat.js', import.meta.url))

/**
 * @param {string[]} flags of `concordat serve`; the port is any free one
 * @param {Record<string, string>} env added to the environment
 * @returns {Promise<{ url: string, port: number, pid: number, readyMs: number, stop: () => Promise<void> }>}
 */
export function startServer(flags, env = {}) {
  const started = performance.now()
  const child = spawn(process.execPath, [main, 'serve', '--port', '0', ...flags], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const exited = new Promise((resolve) => {
    child.on('exit', resolve)
  })
  return new Promise((resolve, reject) => {
    let printed = ''
    void exited.then((code) => reject(new Error(`serve ended with ${code}: ${printed}`)))
    child.stdout.on('data', (chunk) => {
      printed += chunk
      const match = /listening on (http:\/\/\S+:(\d+))$/m.exec(printed)
      if (match === null) return
      resolve({
        url: match[1],
        port: Number(match[2]),
        pid: child.pid,
        readyMs: performance.now() - started,
        stop: async () => {
          child.kill('SIGTERM')
          await exited
        },
      })
    })
  })
}

const MEDIA_TYPE = 'application/vnd.schemaregistry.v1+json'

/** Sends one request and gives the parsed answer; throws on an error answer. */
export async function ask(url, method = 'GET', body) {
  const answer = await fetch(url, {
    method,
    headers: { 'content-type': MEDIA_TYPE },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await answer.text()
  if (!answer.ok) throw new Error(`${method} ${url}: ${answer.status} ${text}`)
  return JSON.parse(text)
}

/** An Avro record with that many fields, as schema text. */
export function record(name, fieldCount, extra = []) {
  const fields = Array.from({ length: fieldCount }, (_, i) => ({
    name: `field_${i}`,
    type: ['long', 'string', 'double', 'boolean', 'bytes'][i % 5],
  }))
  return JSON.stringify({ type: 'record', name, namespace: 'bench', fields: [...fields, ...extra] })
}
