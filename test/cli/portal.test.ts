import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { concordat, workspace } from './cli-process.ts'
import type { Workspace } from './cli-process.ts'

describe('a portal that answers every request with JSON of its own', () => {
  const portal = createServer((_, answer) => {
    answer.writeHead(200, { 'content-type': 'application/json' }).end('{"signIn":true}')
  })
  let made: Workspace
  let url: string
  beforeAll(async () => {
    made = workspace({ 'schema.avsc': '"int"' })
    await new Promise<void>((resolve) => void portal.listen(0, '127.0.0.1', () => resolve()))
    url = `http://127.0.0.1:${(portal.address() as AddressInfo).port}`
  })
  afterAll(() => {
    portal.close()
    made.remove()
  })

  it.each([
    ['check', 'schema.avsc'],
    ['lint', 'schema.avsc'],
    ['plan', 'schema.avsc'],
    ['apply', 'schema.avsc'],
    ['diff', 's@1', 's@2'],
    ['register', 'schema.avsc', '--subject', 's'],
    ['get', 's'],
    ['subjects'],
    ['versions', 's'],
    ['compat', 'get'],
    ['compat', 'set', 's', 'FULL'],
    ['mode', 'set', 's', 'READONLY'],
    ['delete', 's'],
    ['restore', 's'],
    ['types', 's', '--out', 'types'],
    ['encode', '{}', '--subject', 's'],
    ['decode', '0000000001aa'],
    ['export'],
  ])('is no registry to %s', async (...args) => {
    const { status, errors } = await concordat(args, { folder: made.folder, url })
    expect(errors).toMatch(/^concordat: .*not an answer of a schema registry: .*\n$/)
    expect(status).toBe(3)
  })
})

it('a portal that sends its visitors elsewhere is told with where to', async () => {
  const portal = createServer((_, answer) => {
    answer.writeHead(302, { location: 'https://sign-in.example/' }).end()
  })
  await new Promise<void>((resolve) => void portal.listen(0, '127.0.0.1', () => resolve()))
  const url = `http://127.0.0.1:${(portal.address() as AddressInfo).port}`
  const made = workspace({})
  const { status, errors } = await concordat(['subjects'], { folder: made.folder, url })
  portal.close()
  made.remove()
  expect(errors).toBe(
    'concordat: list subjects: not an answer of a schema registry: status 302, it points to https://sign-in.example/\n',
  )
  expect(status).toBe(3)
})
