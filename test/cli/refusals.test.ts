import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startRegistry } from '../running-registry.ts'
import type { RunningRegistry } from '../running-registry.ts'
import { concordat, record, workspace } from './cli-process.ts'
import type { Ended, Workspace } from './cli-process.ts'

describe('what commands do not take for something else', () => {
  let registry: RunningRegistry
  let made: Workspace
  const run = (...args: readonly string[]): Promise<Ended> =>
    concordat(args, { url: registry.url, folder: made.folder })

  beforeAll(async () => {
    registry = await startRegistry()
    made = workspace({
      'point.avsc': record('Point', { x: 'long' }),
      'wider.avsc': record('Point', { x: 'double' }),
    })
    await run('register', 'point.avsc', '--subject', 'points')
    await run('compat', 'set', 'points', 'NONE')
    await run('register', 'wider.avsc', '--subject', 'points')
  })
  afterAll(async () => {
    await registry.close()
    made.remove()
  })

  it('takes an empty subject for none, and none for everything only where there is none', async () => {
    for (const words of [
      ['compat', 'set', '', 'FULL'],
      ['compat', 'unset', ''],
      ['mode', 'set', '', 'READONLY'],
    ]) {
      expect(await run(...words)).toMatchObject({
        status: 2,
        errors: 'concordat: the subject is empty; without any, the global setting is meant\n',
      })
    }
    expect((await run('compat', 'get')).out).toBe('BACKWARD\n')
    expect((await run('mode', 'get')).out).toBe('READWRITE\n')
  })

  it('compares a subject with another version of it, however it is named first', async () => {
    const differing = await run('diff', 'points', '@1')
    expect(differing.status).toBe(1)
    expect(differing.out).toContain('--- points version 2\n+++ points version 1\n')
    expect(await run('diff', 'point.avsc', '@1')).toMatchObject({
      status: 2,
      errors: 'concordat: @1 needs a subject: <old> is a file\n',
    })
  })

  it('says that what it compares is neither a file nor registered', async () => {
    expect(await run('diff', 'point.avcs', 'point.avsc')).toMatchObject({
      status: 2,
      errors:
        "concordat: there is no file 'point.avcs', and the registry has no subject 'point.avcs'\n",
    })
  })

  it('compares files whose names do not tell their type', async () => {
    made.write({ old: record('Point', { x: 'long' }) })
    expect((await run('diff', 'old', 'point.avsc')).errors).toContain('say it with --type')
    const told = await run('diff', 'old', 'point.avsc', '--type', 'avro')
    expect(told).toMatchObject({ status: 0, errors: '' })
  })

  it('takes a deleted version for the latest when deleted ones count', async () => {
    await run('register', 'point.avsc', '--subject', 'gone')
    await run('delete', 'gone')
    expect((await run('get', 'gone')).status).toBe(2)
    expect(JSON.parse((await run('get', 'gone', '--deleted', '--json')).out)).toMatchObject({
      version: 1,
      deleted: true,
    })
  })

  it('encodes neither a tombstone nor what an option would not change', async () => {
    const encode = (...words: readonly string[]): Promise<Ended> =>
      run('encode', '--subject', 'points', ...words)
    expect(await encode('null')).toMatchObject({
      status: 2,
      errors: 'concordat: null is a tombstone: it has no bytes, whatever the schema\n',
    })
    const message = await encode('{"x":1}', '--message', 'acme.Point')
    expect(message.errors).toContain('--message is for Protobuf')
    const out = await encode('{"x":1}', '--out', 'value.bin', '--base64')
    expect(out.errors).toContain('leave --base64 out')
    expect([message.status, out.status]).toEqual([2, 2])
  })

  it('names the levels and modes there are', async () => {
    const ended = await run('compat', 'set', 'points')
    expect(ended.errors).toContain("not 'points'; LEVEL is one of NONE, BACKWARD,")
    expect((await run('mode', 'set')).errors).toContain(
      'set takes [subject] <MODE>; MODE is one of',
    )
  })

  it('sends no header that is none', async () => {
    const ended = await run('subjects', '--header', 'x y: secret')
    expect(ended).toMatchObject({
      status: 2,
      errors: "concordat: --header: 'x y' and its value cannot be sent\n",
    })
  })

  it('hands no control characters and no lines of others to the terminal', async () => {
    const ended = await run('versions', 'a\u001b[31m\n::warning::b')
    expect(ended.errors).toBe(
      "concordat: list versions a�[31m ::warning::b: Subject 'a�[31m ::warning::b' not found.\n",
    )
  })
})
