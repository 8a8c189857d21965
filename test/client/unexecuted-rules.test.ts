import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { AvroDeserializer, AvroSerializer, RegistryClient } from '../../src/client/index.ts'
import type { AvroSerializerOptions, DeserializerOptions } from '../../src/client/index.ts'
import { startRegistry } from '../running-registry.ts'
import type { RunningRegistry } from '../running-registry.ts'

type RuleSet = NonNullable<AvroSerializerOptions['ruleSet']>
type Rule = NonNullable<RuleSet['domainRules']>[number]

const userText = JSON.stringify({
  type: 'record',
  name: 'User',
  fields: [{ name: 'name', type: 'string', 'confluent:tags': ['PII'] }],
})
const user = { name: 'Ada' }
const condition: Rule = { name: 'hasName', kind: 'CONDITION', type: 'CEL', expr: 'true' }
const encrypt: Rule = { name: 'hide', type: 'ENCRYPT', tags: ['PII'] }
const encryptAll: Rule = { name: 'seal', type: 'ENCRYPT_PAYLOAD' }

let registry: RunningRegistry
let client: RegistryClient
let count = 0
let topic: string

beforeAll(async () => {
  registry = await startRegistry()
})
afterAll(async () => {
  await registry.close()
})
beforeEach(() => {
  client = new RegistryClient({ url: registry.url })
  topic = `topic-${(count += 1)}`
})

async function write(ruleSet: RuleSet, options: Partial<AvroSerializerOptions> = {}) {
  const serializer = new AvroSerializer({
    client,
    schemaText: userText,
    schema: 'register',
    ruleSet,
    ...options,
  })
  return serializer.serializeAsync(topic, user)
}

/** Reads a payload that a client without scruples has written. */
async function read(ruleSet: RuleSet, options: Partial<DeserializerOptions> = {}) {
  const { id } = await client.register(`${topic}-value`, { schema: userText, ruleSet })
  const payload = Buffer.from('00000000000641646100', 'hex').subarray(0, 9)
  payload.writeInt32BE(id, 1)
  return new AvroDeserializer({ client, ...options }).deserializeAsync(topic, payload)
}

const refused = (text: string) =>
  expect.objectContaining({ kind: 'RULE_NOT_EXECUTED', message: expect.stringContaining(text) })

describe('writing with a schema that has rules', () => {
  it.each<[string, RuleSet, string]>([
    ['a condition', { domainRules: [condition] }, 'pass unchecked'],
    ['a transformation', { domainRules: [{ ...condition, kind: 'TRANSFORM' }] }, 'as it is'],
    ['field encryption', { domainRules: [encrypt] }, 'written unencrypted'],
    ['payload encryption', { encodingRules: [encryptAll] }, 'written unencrypted'],
    [
      'encryption that may fail',
      { domainRules: [{ ...encrypt, onFailure: 'NONE,NONE' }] },
      'written unencrypted',
    ],
  ])('is refused: %s', async (_what, ruleSet, consequence) => {
    await expect(write(ruleSet)).rejects.toEqual(refused(consequence))
  })

  it.each<[string, RuleSet]>([
    ['is disabled', { domainRules: [{ ...encrypt, disabled: true }] }],
    ['is for reading', { domainRules: [{ ...condition, mode: 'READ' }] }],
    ['may fail', { domainRules: [{ ...condition, onFailure: 'NONE,ERROR' }] }],
    ['runs elsewhere', { domainRules: [encrypt], enableAt: 'GATEWAY' }],
    ['runs nowhere', { domainRules: [encrypt], enableAt: 'NONE' }],
    ['migrates', { migrationRules: [{ ...condition, mode: 'UPGRADE' }] }],
  ])('goes on where the rule %s', async (_why, ruleSet) => {
    expect((await write(ruleSet)).length).toBe(9)
  })

  it('goes on where the application says so, for the types it names', async () => {
    const ruleSet = { domainRules: [condition, encrypt] }
    await expect(write(ruleSet, { ignoreRules: ['CEL'] })).rejects.toEqual(refused("'hide'"))
    expect((await write(ruleSet, { ignoreRules: ['CEL', 'ENCRYPT'] })).length).toBe(9)
  })

  it('is refused when the registry hands the rules of the version before on', async () => {
    await client.register(`${topic}-value`, {
      schema: userText,
      ruleSet: { domainRules: [encrypt] },
    })
    const schemaText = userText.replace('}]', '},{"name":"n","type":"int","default":0}]')
    const shared = { client, schemaText } as const
    const register = new AvroSerializer({ ...shared, schema: 'register' })
    await expect(register.prepare(topic)).rejects.toEqual(refused("'hide'"))
    const lookUp = new AvroSerializer({
      ...shared,
      client: new RegistryClient({ url: registry.url }),
    })
    await expect(lookUp.prepare(topic)).rejects.toEqual(refused("'hide'"))
  })

  it('is refused where a registration is answered with the id alone, too', async () => {
    // Registries before 8.0 say no more.
    const terse: typeof fetch = async (input, init) => {
      const answer = await fetch(input, init)
      if (init?.method !== 'POST' || !answer.ok) return answer
      const { id } = (await answer.json()) as { readonly id: number }
      return Response.json({ id })
    }
    client = new RegistryClient({ url: registry.url, fetch: terse })
    await client.register(`${topic}-value`, {
      schema: userText,
      ruleSet: { domainRules: [encrypt] },
    })
    const schemaText = userText.replace('}]', '},{"name":"n","type":"int","default":0}]')
    const serializer = new AvroSerializer({ client, schemaText, schema: 'register' })
    await expect(serializer.prepare(topic)).rejects.toEqual(refused("'hide'"))
  })

  it('stops when a newer latest version brings an encrypting rule', async () => {
    let now = 0
    client = new RegistryClient({ url: registry.url, now: () => now })
    await client.register(`${topic}-value`, { schema: userText })
    const serializer = new AvroSerializer({ client, schema: 'latest' })
    expect((await serializer.serializeAsync(topic, user)).length).toBe(9)

    const ruleSet = { domainRules: [encrypt] }
    await client.register(`${topic}-value`, { schema: userText, ruleSet })
    now = 60_001
    await expect
      .poll(() => {
        try {
          return serializer.serialize(topic, user)
        } catch (fault) {
          return fault
        }
      })
      .toEqual(refused("'hide'"))
  })
})

describe('reading with a schema that has rules', () => {
  it.each<[string, RuleSet, string]>([
    ['a condition', { domainRules: [condition] }, 'pass unchecked'],
    ['field encryption', { domainRules: [encrypt] }, 'handed out as ciphertext'],
    ['payload encryption', { encodingRules: [encryptAll] }, 'is ciphertext'],
  ])('is refused: %s', async (_what, ruleSet, consequence) => {
    await expect(read(ruleSet)).rejects.toEqual(refused(consequence))
  })

  it.each<[string, RuleSet]>([
    ['is for writing', { domainRules: [{ ...encrypt, mode: 'WRITE' }] }],
    ['may fail', { domainRules: [{ ...condition, onFailure: 'ERROR,NONE' }] }],
    [
      'migrates, and no reader schema is wanted',
      { migrationRules: [{ ...condition, mode: 'UPDOWN' }] },
    ],
  ])('goes on where the rule %s', async (_why, ruleSet) => {
    expect(await read(ruleSet)).toEqual(user)
  })

  it('goes on where the application says so', async () => {
    expect(await read({ domainRules: [encrypt] }, { ignoreRules: ['ENCRYPT'] })).toEqual(user)
  })

  it('cannot leave payload encryption out', () => {
    expect(() => new AvroDeserializer({ client, ignoreRules: ['ENCRYPT_PAYLOAD'] })).toThrow(
      expect.objectContaining({ kind: 'INVALID_OPTIONS' }),
    )
  })

  it('as the latest version is refused when that would migrate', async () => {
    const serializer = new AvroSerializer({ client, schemaText: userText, schema: 'register' })
    const payload = await serializer.serializeAsync(topic, user)
    const migrationRules = [{ ...condition, kind: 'TRANSFORM', mode: 'UPGRADE' }]
    const schema = userText.replace('}]', '},{"name":"n","type":"int","default":0}]')
    await client.register(`${topic}-value`, { schema, ruleSet: { migrationRules } })
    const later = new RegistryClient({ url: registry.url })
    const latest = { client: later, readerSchema: 'latest' } as const
    await expect(async () =>
      new AvroDeserializer(latest).deserializeAsync(topic, payload),
    ).rejects.toEqual(refused('unmigrated'))
    const asWritten = new AvroDeserializer({ client: later })
    expect(await asWritten.deserializeAsync(topic, payload)).toEqual(user)
    const lenient = new AvroDeserializer({ ...latest, ignoreRules: ['CEL'] })
    expect(await lenient.deserializeAsync(topic, payload)).toEqual({ ...user, n: 0 })
  })
})
