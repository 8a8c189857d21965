import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startRegistry } from '../running-registry.ts'
import type { RunningRegistry } from '../running-registry.ts'
import { concordat, record, workspace } from './cli-process.ts'
import type { Ended, Workspace } from './cli-process.ts'

const point = record('Point', { x: 'long', y: ['null', 'bytes'] })
const wider = {
  ...point,
  fields: [
    { name: 'x', type: 'long' },
    { name: 'y', type: ['null', 'bytes'] },
    { name: 'z', type: 'int', default: 0 },
  ],
}
const shapes = `syntax = "proto3";
package acme;
message Circle { int64 radius = 1; }
message Box { message Side { bytes mark = 1; } repeated Side sides = 2; }
`

describe('the commands over a registry', () => {
  let registry: RunningRegistry
  let made: Workspace
  const run = (...args: readonly string[]): Promise<Ended> =>
    concordat(args, { url: registry.url, folder: made.folder })
  const json = async (...args: readonly string[]): Promise<unknown> => {
    const ended = await run(...args, '--json')
    expect(ended).toMatchObject({ status: 0, errors: '' })
    return JSON.parse(ended.out)
  }

  beforeAll(async () => {
    registry = await startRegistry()
    made = workspace({ 'point.avsc': point, 'wider.avsc': wider, 'shapes.proto': shapes })
    await run('register', 'point.avsc', '--subject', 'points')
    await run('register', 'shapes.proto', '--subject', 'shapes')
  })
  afterAll(async () => {
    await registry.close()
    made.remove()
  })

  it('registers a file, the same one under the same id', async () => {
    const first = await run('register', 'point.avsc', '--subject', 'again')
    expect(first.out).toMatch(/^again version 1 has id \d+\n$/)
    expect((await run('register', 'point.avsc', '--subject', 'again')).out).toBe(first.out)
    expect(await json('register', 'point.avsc', '--subject', 'again')).toMatchObject({ version: 1 })
  })

  it('registers from the standard input, with references', async () => {
    const text = '{"type":"record","name":"Line","fields":[{"name":"a","type":"acme.Point"}]}'
    const args = ['register', '-', '--type', 'avro', '--subject', 'lines']
    const reference = ['--reference', 'acme.Point=points']
    const ended = await concordat([...args, ...reference], { url: registry.url, input: text })
    expect(ended).toMatchObject({ status: 0, errors: '' })
    expect(await json('get', 'lines')).toMatchObject({
      references: [{ name: 'acme.Point', subject: 'points', version: 1 }],
    })
  })

  it('ends with 1 when a registration is incompatible', async () => {
    made.write({ 'wrong.avsc': record('Point', { x: 'string' }) })
    const { status, errors } = await run('register', 'wrong.avsc', '--subject', 'points')
    expect(errors).toContain('incompatible')
    expect(status).toBe(1)
  })

  it('prints a schema by version, id and guid', async () => {
    const byVersion = (await json('get', 'points', '1')) as { id: number; guid: string }
    expect(byVersion).toMatchObject({ subject: 'points', version: 1, schemaType: 'AVRO' })
    const { out } = await run('get', 'points')
    expect(JSON.parse(out)).toMatchObject({ name: 'Point' })
    expect((await run('get', '--id', String(byVersion.id))).out).toBe(out)
    expect((await run('get', '--guid', byVersion.guid)).out).toBe(out)
    const { out: descriptor } = await run('get', 'shapes', '--form', 'serialized')
    expect(descriptor).toMatch(/^[A-Za-z\d+/=]+\n$/)
  })

  it('lists subjects and versions, deleted ones when asked', async () => {
    await run('register', 'point.avsc', '--subject', 'listed')
    await run('register', 'wider.avsc', '--subject', 'listed')
    expect(await json('subjects', 'listed')).toEqual(['listed'])
    expect((await run('versions', 'listed')).out).toBe('1\n2\n')
    const deleted = await run('delete', 'listed', '1')
    expect(deleted.out).toBe('soft-deleted listed version 1\n')
    expect(await json('versions', 'listed')).toEqual([2])
    expect(await json('versions', 'listed', '--deleted')).toEqual([1, 2])
    await run('delete', 'listed')
    expect(await json('subjects', 'listed')).toEqual([])
    expect(await json('subjects', 'listed', '--deleted')).toEqual(['listed'])
  })

  it('restores what was deleted, and removes for good what is told to', async () => {
    await run('register', 'point.avsc', '--subject', 'back')
    await run('delete', 'back')
    expect((await run('restore', 'back')).out).toBe('restored back version 1\n')
    expect((await run('restore', 'back')).out).toBe('nothing of back was deleted\n')
    await run('delete', 'back', '1')
    expect((await run('restore', 'back', '1')).out).toBe('restored back version 1\n')
    await run('delete', 'back')
    expect((await run('delete', 'back', '--permanent')).out).toBe('removed back version 1\n')
    expect((await run('restore', 'back')).status).toBe(2)
  })

  it('shows and changes levels and modes, telling inherited ones', async () => {
    expect((await run('compat', 'get', 'points')).out).toBe('BACKWARD (inherited)\n')
    expect((await run('compat', 'set', 'points', 'full')).out).toBe('FULL\n')
    expect(await json('compat', 'get', 'points')).toEqual({
      subject: 'points',
      value: 'FULL',
      source: 'subject',
    })
    expect((await run('compat', 'unset', 'points')).status).toBe(0)
    expect((await run('compat', 'get')).out).toBe('BACKWARD\n')
    expect((await run('mode', 'set', 'points', 'readonly')).out).toBe('READONLY\n')
    expect((await run('mode', 'unset', 'points')).out).toBe('READWRITE (inherited)\n')
    expect((await run('mode', 'set', 'IMPORT')).status).toBe(2)
    expect(await run('compat', 'unset', 'none')).toMatchObject({ status: 0 })
    expect(await run('mode', 'unset', 'none')).toMatchObject({ status: 0 })
    // A config without members is a config, too: what was not set must not be written.
    expect((await fetch(`${registry.url}/config/none`)).status).toBe(404)
  })

  it('compares two versions by meaning', async () => {
    await run('register', 'point.avsc', '--subject', 'diffed')
    await run('register', 'wider.avsc', '--subject', 'diffed')
    const differing = await run('diff', 'diffed@1', '@2')
    expect(differing.status).toBe(1)
    expect(differing.out).toMatch(/^\+ .*"z"/m)
    expect(differing.out).toContain('readers with the new schema, data of the old: all is read')
    const same = await run('diff', 'diffed@1', 'point.avsc')
    expect(same).toMatchObject({ status: 0, errors: '' })
    expect(same.out).toContain('they mean the same')
    made.write({ 'narrow.avsc': record('Point', { x: 'int', y: ['null', 'bytes'] }) })
    const narrow = await run('diff', 'point.avsc', 'narrow.avsc', '--json')
    expect(JSON.parse(narrow.out)).toMatchObject({
      equal: false,
      backward: false,
      forward: true,
      differences: [{ kind: 'TYPE_MISMATCH', direction: 'new-reads-old', breaks: true }],
    })
    const types = await run('diff', 'diffed', 'shapes')
    expect(types.out).toContain('AVRO and PROTOBUF cannot read each other')
    expect(types.status).toBe(1)
  })

  it('shows values whose rules it does not run, and says so', async () => {
    const rule = { name: 'hide', kind: 'TRANSFORM', mode: 'WRITEREAD', type: 'ENCRYPT' }
    const answer = await fetch(`${registry.url}/subjects/hidden/versions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ schema: '"string"', ruleSet: { domainRules: [rule] } }),
    })
    const { id } = (await answer.json()) as { readonly id: number }
    const payload = `00${id.toString(16).padStart(8, '0')}046869`
    const decoded = await run('decode', payload)
    expect(decoded).toMatchObject({ status: 0, out: '"hi"\n' })
    expect(decoded.errors).toContain('rules not run: hide')
    expect(await json('decode', payload)).toMatchObject({ value: 'hi', rulesNotRun: ['hide'] })
    const encoded = await run('encode', '"hi"', '--subject', 'hidden')
    expect(encoded.status).toBe(2)
    expect(encoded.errors).toContain("the rule 'hide' (ENCRYPT)")
  })

  it('encodes values and decodes them again, bytes and all', async () => {
    const value = { x: 5, y: { $bytes: 'AQL/' } }
    const hex = await run('encode', JSON.stringify(value), '--subject', 'points')
    expect(hex.out).toMatch(/^00[\da-f]{8}0a02060102ff\n$/)
    const decoded = await run('decode', hex.out.trim())
    expect(JSON.parse(decoded.out)).toEqual(value)
    expect(decoded.errors).toMatch(/^AVRO id \d+, points version 1\n$/)
    const base64 = await run('encode', JSON.stringify(value), '--subject', 'points', '--base64')
    expect(await json('decode', base64.out.trim())).toMatchObject({ schemaType: 'AVRO', value })
    await run('encode', JSON.stringify(value), '--subject', 'points', '--out', 'value.bin')
    expect(JSON.parse((await run('decode', '--file', 'value.bin')).out)).toEqual(value)
  })

  it('prints 64-bit numbers with all their digits', async () => {
    const { id } = (await json('get', 'points')) as { id: number }
    const frame = Buffer.alloc(5)
    frame.writeInt32BE(id, 1)
    const largest = Buffer.from('feffffffffffffffff0100', 'hex')
    const payload = Buffer.concat([frame, largest])
    const { out } = await concordat(['decode', '--file', '-'], {
      url: registry.url,
      input: payload,
    })
    expect(out).toContain('"x": 9223372036854775807')
  })

  it('encodes the message of a Protobuf file that it is told', async () => {
    const value = { sides: [{ mark: { $bytes: 'AQ==' } }] }
    const args = ['encode', JSON.stringify(value), '--subject', 'shapes']
    const several = await run(...args)
    expect(several.errors).toContain('say which one to write with --message')
    expect(several.status).toBe(2)
    const { out } = await run(...args, '--message', 'acme.Box')
    expect(JSON.parse((await run('decode', out.trim())).out)).toEqual(value)
  })

  it('writes types and a lock file, and tells when registry or files have moved', async () => {
    await run('register', 'point.avsc', '--subject', 'typed')
    await run('types', 'typed', 'shapes', '--out', 'gen')
    expect(readFileSync(made.path('gen/typed.ts'), 'utf8')).toContain('export interface Point')
    const check = (): Promise<Ended> => run('types', '--check', '--out', 'gen')
    expect(await check()).toMatchObject({ status: 0, errors: '' })
    made.write({ 'gen/typed.ts': 'export interface Point {}' })
    expect((await check()).out).toContain('typed.ts is not what would be generated')
    expect((await run('types', '--out', 'gen')).status).toBe(0)
    await run('register', 'wider.avsc', '--subject', 'typed')
    const moved = await check()
    expect(moved.out).toMatch(/^typed is at version 2 \(id \d+\), the types are of version 1/)
    expect(moved.status).toBe(1)
    await run('types', 'typed', '--out', 'numbers', '--longs', 'number')
    const numbers = readFileSync(made.path('numbers/typed.ts'), 'utf8')
    await run('types', '--out', 'numbers')
    expect(readFileSync(made.path('numbers/typed.ts'), 'utf8')).toBe(numbers)
    expect((await run('types', '--check', '--out', 'numbers')).status).toBe(0)
    expect((await run('types', '--check', '--out', 'numbers', '--longs', 'bigint')).status).toBe(1)
    await run('register', 'point.avsc', '--subject', 'ty-ped')
    await run('register', 'point.avsc', '--subject', 'ty/ped')
    const clash = await run('types', 'ty-ped', 'ty/ped', '--out', 'clash')
    expect(clash.errors).toContain('would both be ty-ped.ts')
    made.write({ 'gen/concordat.lock.json': '{"subjects":{"a":1}}' })
    expect((await check()).errors).toContain('not a lock file')
  })

  it.each([
    { args: ['get', 'nothing'], says: "Subject 'nothing' not found" },
    { args: ['get'], says: 'name a subject, --id or --guid' },
    {
      args: ['get', 'points', 'zero'],
      says: "a version is a number from 1 to 2147483647, not 'zero'",
    },
    { args: ['get', '--id', '1', '--guid', 'x'], says: 'give --id or --guid, not both' },
    { args: ['get', 's', '1', '--id', '1'], says: 'give a version or --id, not both' },
    { args: ['get', 's', '--guid', 'x'], says: 'give a subject or --guid, not both' },
    { args: ['export', '--out', '.'], says: '.: it is a directory; name a file in it' },
    { args: ['get', '--id', '0'], says: '--id is a number from 1' },
    { args: ['register', 'point.avsc'], says: 'name the subject with --subject' },
    { args: ['register', 'point.txt', '--subject', 's'], says: 'no type follows from the name' },
    { args: ['register', 'gone.avsc', '--subject', 's'], says: 'there is no such file' },
    {
      args: ['register', 'point.avsc', '--subject', 's', '--reference', 'x'],
      says: '--reference is written',
    },
    { args: ['compat', 'put'], says: "compat knows get, set and unset, not 'put'" },
    {
      args: ['compat', 'set', 'points', 'SOME'],
      says: "compat set takes [subject] <LEVEL>, not 'SOME'",
    },
    { args: ['compat', 'get', 'a', 'b'], says: "'b' is too much" },
    { args: ['decode', 'zz!'], says: 'neither hexadecimal nor base64' },
    { args: ['decode', '7b7d'], says: 'not a framed payload' },
    { args: ['decode', '000000ffff00'], says: 'not found' },
    { args: ['decode'], says: 'give the payload as an argument' },
    { args: ['encode', '{', '--subject', 'points'], says: 'the value is not JSON' },
    { args: ['encode', '{}', '--subject', 'points'], says: "'x' does not fit the schema" },
    { args: ['encode', '{}'], says: 'name the schema with --subject or --id' },
    { args: ['types', '--out', 'none'], says: 'name subjects: there is no concordat.lock.json' },
    { args: ['completion', 'tcsh'], says: "completion is for bash, zsh, fish, not 'tcsh'" },
    { args: ['subjects', '--url', 'nowhere'], says: "'nowhere' is no address of a registry" },
    { args: ['subjects', '--user', 'me'], says: '--user is written user:password' },
    { args: ['subjects', '--user', 'a:b', '--token', 'c'], says: 'not both' },
    { args: ['subjects', '--timeout', '5s'], says: '--timeout is a number of seconds' },
    { args: ['subjects', '--header', 'x'], says: '--header is written name:value' },
    { args: ['subjects', '--frob'], says: "unknown option '--frob'" },
    { args: ['frob'], says: "unknown command 'frob'" },
  ])('refuses $args with exit code 2', async ({ args, says }) => {
    const { status, errors } = await run(...args)
    expect(errors).toContain(says)
    expect(errors).not.toMatch(/^\s+at /m)
    expect(status).toBe(2)
  })

  it('answers --help for every command, with the exit codes', async () => {
    const { out } = await run('--help')
    const names = [...out.matchAll(/^ {2}([a-z]+) /gm)].map((match) => match[1] ?? '')
    expect(names.length).toBeGreaterThan(20)
    const helps = []
    for (const name of names.filter((one) => one !== 'help')) helps.push(await run(name, '--help'))
    for (const help of helps) {
      expect(help.status).toBe(0)
      expect(help.out).toContain('Exit codes: 0 fine, 1 the check found something, 2 wrong use, 3')
    }
  })
})

describe('a registry that does not answer as one', () => {
  it.each([
    { status: 401, exit: 3, says: 'say who you are with --user or --token' },
    { status: 403, exit: 3, says: 'may not do this' },
    { status: 422, exit: 2, says: 'told so' },
    { status: 404, exit: 2, says: 'told so' },
  ])('ends with $exit on $status', async ({ status, exit, says }) => {
    const server = createServer((_, answer) => {
      answer.writeHead(status, { 'content-type': 'application/json' })
      answer.end(JSON.stringify({ error_code: status, message: 'told so' }))
    })
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve)
    })
    const { port } = server.address() as AddressInfo
    const ended = await concordat(['subjects'], { url: `http://127.0.0.1:${port}` })
    server.close()
    expect(ended.errors).toContain(says)
    expect(ended.errors.trimEnd().split('\n')).toHaveLength(1)
    expect(ended.status).toBe(exit)
  })

  it.each([400, 404, 409, 422])('ends with 3 on a %i that is no registry’s', async (status) => {
    const server = createServer((_, answer) => {
      answer.writeHead(status, { 'content-type': 'text/html' })
      answer.end('<html>Nobody is here</html>')
    })
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve)
    })
    const { port } = server.address() as AddressInfo
    const url = `http://127.0.0.1:${port}`
    const made = workspace({ 'schema.avsc': '"int"' })
    const commands = [['subjects'], ['plan', 'schema.avsc'], ['check', 'schema.avsc'], ['get', 's']]
    for (const args of commands) {
      const ended = await concordat(args, { url, folder: made.folder })
      expect(ended.errors).toContain('not an answer of a schema registry')
      expect(ended.status).toBe(3)
    }
    server.close()
    made.remove()
  })

  it('sends the credentials and headers that it is told', async () => {
    const seen: (string | undefined)[] = []
    const server = createServer((request, answer) => {
      seen.push(request.headers.authorization, request.headers['x-tenant']?.toString())
      answer.writeHead(200, { 'content-type': 'application/json' })
      answer.end('[]')
    })
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve)
    })
    const { port } = server.address() as AddressInfo
    const url = `http://127.0.0.1:${port}`
    await concordat(['subjects', '--user', 'a:b:c', '--header', 'x-tenant: t'], { url })
    await concordat(['subjects'], { url, environment: { CONCORDAT_TOKEN: 'secret' } })
    server.close()
    const basic = `Basic ${Buffer.from('a:b:c').toString('base64')}`
    expect(seen).toEqual([basic, 't', 'Bearer secret', undefined])
  })

  it('is waited for as long as it is told', async () => {
    const server = createServer(() => undefined)
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve)
    })
    const { port } = server.address() as AddressInfo
    const url = `http://127.0.0.1:${port}`
    const ended = await concordat(['subjects', '--timeout', '0.1'], { url })
    server.closeAllConnections()
    server.close()
    expect(ended.errors).toContain(`the registry at ${url} cannot be reached: no answer in time`)
    expect(ended.status).toBe(3)
  })

  it('ends with 3 when nothing listens', async () => {
    const { status, errors } = await concordat(['subjects'])
    expect(errors).toContain('cannot be reached')
    expect(status).toBe(3)
  })
})
