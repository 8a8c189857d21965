import { describe, expect, it } from 'vitest'
import { AvroSerializer, fromProperties, RegistryClient } from '../../../src/client/index.ts'
import type { PropertyValue } from '../../../src/client/index.ts'

const url = 'http://registry'

function read(properties: Record<string, PropertyValue>) {
  return fromProperties({ 'schema.registry.url': url, ...properties })
}

describe('fromProperties', () => {
  it('gives the options of client and serializers', () => {
    const options = read({
      'auto.register.schemas': 'true',
      'normalize.schemas': true,
      'value.subject.name.strategy': 'io.confluent.kafka.serializers.subject.RecordNameStrategy',
      'key.schema.id.serializer':
        'io.confluent.kafka.serializers.schema.id.HeaderSchemaIdSerializer',
      'basic.auth.credentials.source': 'USER_INFO',
      'basic.auth.user.info': 'ann:pass:word',
      'request.header.X-Team': 'blue',
      'max.retries': '5',
      'latest.cache.ttl.sec': -1,
    })
    expect(options.client).toEqual({
      url,
      headers: { 'X-Team': 'blue' },
      auth: { basic: { username: 'ann', password: 'pass:word' } },
      maxRetries: 5,
      latestTtlMs: Number.POSITIVE_INFINITY,
    })
    expect(options.serializer('value')).toEqual({
      role: 'value',
      schema: 'register',
      normalize: true,
      subjectNameStrategy: 'RECORD',
    })
    expect(options.serializer('key')).toMatchObject({ role: 'key', location: 'header' })
    const client = new RegistryClient(options.client)
    const schemaText = '"string"'
    expect(
      new AvroSerializer({ client, schemaText, ...options.serializer('value') }),
    ).toBeInstanceOf(AvroSerializer)
  })

  it.each([
    [{}, 'lookup'],
    [{ 'auto.register.schemas': false, 'use.latest.version': true }, 'latest'],
    [{ 'use.schema.id': '42' }, { id: 42 }],
    [{ 'use.schema.id': -1 }, 'lookup'],
    [
      { 'use.schema.guid': '7f0c2f1e-2a55-4f7e-9b1c-0a4d5f6e7a8b' },
      { guid: '7f0c2f1e-2a55-4f7e-9b1c-0a4d5f6e7a8b' },
    ],
    [{ 'use.latest.with.metadata': "a=b, c='d,e'" }, { metadata: { a: 'b', c: 'd,e' } }],
  ])('%j chooses %j', (properties, schema) => {
    expect(read(properties as Record<string, PropertyValue>).serializer('value').schema).toEqual(
      schema,
    )
  })

  it('asks for associations with their settings', () => {
    const options = read({
      'value.subject.name.strategy': 'AssociatedNameStrategy',
      'subject.name.strategy.kafka.cluster.id': 'lkc-1',
      'subject.name.strategy.fallback.type': 'NONE',
    })
    expect(options.deserializer('value').subjectNameStrategy).toEqual({
      kind: 'ASSOCIATED',
      namespace: 'lkc-1',
      fallback: 'NONE',
    })
  })

  it.each([
    [
      { 'auto.register.schemas': true, 'use.latest.version': true },
      /auto\.register\.schemas and use\.latest\.version contradict/,
    ],
    [{ 'use.schema.id': 1, 'use.latest.version': true }, /contradict/],
    [{ 'basic.auth.user.info': 'a:b', 'bearer.auth.token': 't' }, /basic or bearer, not both/],
    [{ 'bearer.auth.credentials.source': 'OAUTHBEARER' }, /issuer\.endpoint\.url is missing/],
    [{ 'auto.regster.schemas': true }, /auto\.regster\.schemas is no property/],
    [{ 'max.retries': 'many' }, /max\.retries must be an integer/],
    [{ 'normalize.schemas': 'yes' }, /must be true or false/],
    [{ 'value.subject.name.strategy': 'com.x.MyStrategy' }, /must be one of TopicNameStrategy/],
    [{ 'latest.compatibility.strict': true }, /not supported/],
    [{ 'use.latest.with.metadata': 'nonsense' }, /key=value/],
    [{ constructor: 'x' }, /no property/],
  ])('refuses %j with a sentence', (properties, sentence) => {
    expect(() => read(properties as unknown as Record<string, PropertyValue>)).toThrow(sentence)
  })

  it('needs a URL', () => {
    expect(() => fromProperties({})).toThrow(/schema\.registry\.url is missing/)
  })
})
