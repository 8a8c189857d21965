import { expect, it } from 'vitest'
import { buildApp } from '../../src/http/app.ts'
import { createRegistry } from '../../src/registry/create-registry.ts'
import { openStore } from '../../src/store/postgres/postgres-store.ts'
import { freshDatabase } from '../database.ts'
import { settings } from '../registry/test-registry.ts'

it('reads by id go on when the database is away, everything else may be tried again', async () => {
  const database = await freshDatabase()
  const store = await openStore({ url: database.url })
  const app = await buildApp(createRegistry(store, settings))
  const ask = (method: 'GET' | 'POST', url: string, schema?: string) =>
    app.inject({ method, url, ...(schema === undefined ? {} : { payload: { schema } }) })
  try {
    await ask('POST', '/subjects/known/versions', '"string"')
    const before = await ask('GET', '/schemas/ids/1')
    expect((await ask('GET', '/health/ready')).statusCode).toBe(200)

    await store.close()

    expect((await ask('GET', '/schemas/ids/1')).payload).toBe(before.payload)
    expect((await ask('GET', '/health/live')).statusCode).toBe(200)
    for (const answer of [
      await ask('GET', '/health/ready'),
      await ask('POST', '/subjects/known/versions', '"int"'),
      await ask('GET', '/schemas'),
    ]) {
      expect(answer.statusCode).toBe(503)
      expect(answer.headers['retry-after']).toBe('1')
      expect(answer.json()).toMatchObject({ error_code: 503 })
    }
  } finally {
    await app.close()
    await database.drop()
  }
})
