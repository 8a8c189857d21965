import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { catalog } from '../src/errors/catalog.ts'
import { allRoutes } from '../src/http/all-routes.ts'
import { ReadyCache } from '../src/http/ready-cache.ts'
import { contract } from './http/contract.ts'
import { openTestApp } from './http/test-app.ts'
import type { TestApp } from './http/test-app.ts'

let test: TestApp
beforeAll(async () => {
  test = await openTestApp()
})
afterAll(() => test.close())

/** `GET /subjects/{}` of a route's pattern or a document's path: parameters may be named apart. */
function written(method: string, path: string): string {
  const plain = path.replace(/\/(?::\w+|\{\w+\})/g, '/{}').replace('::', ':')
  return `${method.toUpperCase()} ${plain}`
}

describe('openapi/registry.yaml', () => {
  const documented = Object.entries(contract.paths).flatMap(([path, operations]) =>
    Object.keys(operations).map((method) => written(method, path)),
  )

  it('names every route, and no other', () => {
    const cache = new ReadyCache(test.registry, 1)
    const routes = allRoutes(test.registry, cache, {
      build: '',
      isStopping: () => false,
      associations: true,
    })
    cache.close()
    const served = routes.map(({ method, url }) => written(method, url))
    expect(documented.toSorted()).toEqual(served.toSorted())
  })

  const operations = Object.values(contract.paths).flatMap((path) => Object.values(path))

  it('gives every operation a name of its own', () => {
    const names = operations.map((operation) => operation.operationId)
    expect(new Set(names).size).toBe(names.length)
  })

  it('declares only codes that exist, and every one that does', () => {
    const declared = new Set(operations.flatMap((operation) => operation['x-error-codes'] ?? []))
    const existing = Object.values(catalog)
      .map((row): number => row.code)
      .filter((code) => code > 999)
    expect(declared).toEqual(new Set(existing))
  })

  it('gives a status to every code it declares', () => {
    for (const operation of operations) {
      for (const code of operation['x-error-codes'] ?? []) {
        expect(Object.keys(operation.responses)).toContain(String(code).slice(0, 3))
      }
    }
  })

  it('is served, and has a page', async () => {
    const document = await test.ask('GET', '/openapi.yaml')
    expect(document.status).toBe(200)
    expect(document.headers['content-type']).toBe('application/yaml')
    expect(document.text.startsWith('openapi: 3.1.0')).toBe(true)

    const page = await test.ask('GET', '/docs')
    expect(page.status).toBe(200)
    expect(page.headers['content-type']).toBe('text/html; charset=utf-8')
    const links = [...page.text.matchAll(/(?:src|href)="([^"]+)"/g)].map((match) => match[1] ?? '')
    expect(links).toHaveLength(3)
    for (const link of links) {
      expect((await test.ask('GET', link)).status).toBe(200)
    }
  })
})
