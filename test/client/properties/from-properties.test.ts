import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { AvroSerializer, fromProperties, RegistryClient } from '../../../src/client/index.ts'
import type { PropertyValue } from '../../../src/client/index.ts'

const url = 'http://registry'
const tls = new URL('../../vectors/client/tls/', import.meta.url)

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

  it.each([
    [{ 'use.latest.version': true }, 'latest'],
    [{ 'use.latest.with.metadata': 'app=two' }, { metadata: { app: 'two' } }],
    [{ 'use.schema.id': 7 }, undefined],
  ])('%j reads with %j', (properties, readerSchema) => {
    const options = read(properties as Record<string, PropertyValue>).deserializer('value')
    expect(options.readerSchema).toEqual(readerSchema)
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
    [
      { 'latest.cache.ttl.sec': 1, 'cache.latest.ttl.sec': 2 },
      /latest\.cache\.ttl\.sec and cache\.latest\.ttl\.sec contradict/,
    ],
    [
      { 'proxy.host': 'a', 'proxy.port': 1, 'schema.registry.proxy.host': 'b' },
      /proxy\.host and schema\.registry\.proxy\.host contradict/,
    ],
    [{ 'proxy.host': 'a' }, /needs proxy\.port/],
    [{ 'proxy.host': 'a', 'proxy.port': 1, proxy: 'http://b:2' }, /proxy and proxy\.host/],
    [{ timeout: 1, 'http.read.timeout.ms': 1 }, /timeout and http\.read/],
    [
      { 'subject.name.strategy.type': 'TOPIC', 'key.subject.name.strategy': 'RecordNameStrategy' },
      /set the same/,
    ],
    [
      { 'subject.name.strategy.fallback.type': 'NONE' },
      /is for AssociatedNameStrategy: set key\.subject/,
    ],
    [
      { 'ssl.ca.location': 'a', 'ssl.truststore.location': 'b' },
      /truststore\.location and ssl\.ca\.location contradict/,
    ],
    [{ 'ssl.key.location': new URL('client.key', tls).pathname }, /needs its certificate/],
    [
      { 'bearer.auth.credentials.source': 'OAUTHBEARER', 'bearer.auth.token': 't' },
      /bearer\.auth\.token is for STATIC_TOKEN, but .* is OAUTHBEARER/,
    ],
    [
      { 'bearer.auth.token': 't', 'bearer.auth.scope': 's' },
      /bearer\.auth\.scope is for OAUTHBEARER, but .* is STATIC_TOKEN/,
    ],
    [{ 'use.latest.with.metadata': '' }, /use\.latest\.with\.metadata is empty/],
    [{ 'use.schema.guid': 'latest' }, /use\.schema\.guid must be a GUID/],
    [{ 'use.schema.id': 0 }, /use\.schema\.id must be an integer of at least 1/],
  ])('refuses %j with a sentence', (properties, sentence) => {
    expect(() => read(properties as unknown as Record<string, PropertyValue>)).toThrow(sentence)
  })

  it('reads stores and adds timeouts up', () => {
    const options = read({
      'schema.registry.ssl.truststore.location': new URL('ca.pem', tls).pathname,
      'schema.registry.ssl.keystore.location': new URL('client.p12', tls).pathname,
      'schema.registry.ssl.keystore.password': 'secret',
      'ssl.endpoint.identification.algorithm': '',
      'ssl.enabled.protocols': 'TLSv1.3,TLSv1.2',
      'proxy.host': '::1',
      'proxy.port': 3128,
      'http.connect.timeout.ms': 1000,
      'http.read.timeout.ms': 2000,
    })
    expect(options.client).toMatchObject({
      tls: {
        ca: readFileSync(new URL('ca.pem', tls), 'utf8'),
        pfx: readFileSync(new URL('client.p12', tls)),
        passphrase: 'secret',
        checkHostName: false,
        minVersion: 'TLSv1.2',
        maxVersion: 'TLSv1.3',
      },
      proxy: 'http://[::1]:3128',
      timeoutMs: 3000,
    })
    expect(new RegistryClient(options.client)).toBeInstanceOf(RegistryClient)
  })

  it('names subjects of references, contexts aside', () => {
    const strategy = 'io.confluent.kafka.serializers.subject.QualifiedReferenceSubjectNameStrategy'
    const properties = {
      'reference.subject.name.strategy': strategy,
      'reference.lookup.only': true,
      'context.name.strategy': 'NullContextNameStrategy',
    }
    expect(read(properties).serializer('value')).toEqual({
      role: 'value',
      schema: 'lookup',
      referenceSubjectNameStrategy: 'QUALIFIED',
      lookUpImports: true,
    })
  })

  it('needs a URL', () => {
    expect(() => fromProperties({})).toThrow(/schema\.registry\.url is missing/)
  })
})
