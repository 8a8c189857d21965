import { gathers, refuses, sets } from './property-draft.ts'
import type { Apply } from './property-draft.ts'
import { readBoolean, readInteger, readNumber, readSeconds } from './property-value.ts'
import type { PropertyValue } from './property-value.ts'

const positive = (name: string, value: PropertyValue): number => readInteger(name, value, 1)
const natural = (name: string, value: PropertyValue): number => readInteger(name, value, 0)

/** Seconds, as Python counts them. */
const fractionalSeconds = (name: string, value: PropertyValue): number =>
  readNumber(name, value) * 1000

/** Sums up: here one timeout covers connecting and reading. */
function timeout(part: string): Apply {
  return (draft, value, name) => {
    draft.timeouts[part] = positive(name, value)
  }
}

const platformStores = 'keys and certificates come as PEM or PKCS12 files, and Node does the rest'

/** Of both `ssl.<key>` and `schema.registry.ssl.<key>`. */
const tlsKeys = [
  'truststore.type',
  'truststore.location',
  'truststore.password',
  'truststore.certificates',
  'keystore.type',
  'keystore.location',
  'keystore.password',
  'keystore.key',
  'keystore.certificate.chain',
  'key.password',
  'ca.location',
  'certificate.location',
  'key.location',
  'endpoint.identification.algorithm',
  'protocol',
  'enabled.protocols',
]

const refusedTlsKeys = [
  'provider',
  'cipher.suites',
  'keymanager.algorithm',
  'trustmanager.algorithm',
  'secure.random.implementation',
  'engine.factory.class',
]

const authNames = [
  'basic.auth.credentials.source',
  'basic.auth.user.info',
  'bearer.auth.credentials.source',
  'bearer.auth.token',
  'bearer.auth.issuer.endpoint.url',
  'bearer.auth.client.id',
  'bearer.auth.client.secret',
  'bearer.auth.scope',
  'bearer.auth.logical.cluster',
  'bearer.auth.identity.pool.id',
  'bearer.auth.cache.expiry.buffer.seconds',
]

/**
 * How the registry is reached and what is remembered of it. Java takes these names with
 * `schema.registry.` in front as well, and so does this client.
 *
 * @see Serde 4.2 to 4.4
 */
export const clientProperties: ReadonlyMap<string, Apply> = new Map<string, Apply>([
  ['max.retries', sets('client', 'maxRetries', natural)],
  ['retries.wait.ms', sets('client', 'retryBaseMs', natural)],
  ['retries.max.wait.ms', sets('client', 'retryMaxMs', natural)],
  ['url.randomize', sets('client', 'randomizeUrls', readBoolean)],
  ['http.connect.timeout.ms', timeout('connect')],
  ['http.read.timeout.ms', timeout('read')],
  ['timeout', sets('client', 'timeoutMs', fractionalSeconds)],
  ['latest.cache.ttl.sec', sets('client', 'latestTtlMs', readSeconds)],
  ['cache.latest.ttl.sec', sets('client', 'latestTtlMs', readSeconds)],
  ['latest.cache.size', sets('client', 'latestCacheSize', positive)],
  ['missing.id.cache.ttl.sec', sets('client', 'missingIdTtlMs', readSeconds)],
  ['missing.version.cache.ttl.sec', sets('client', 'missingSubjectTtlMs', readSeconds)],
  ['missing.schema.cache.ttl.sec', sets('client', 'missingSchemaTtlMs', readSeconds)],
  ['missing.cache.size', sets('client', 'missingCacheSize', positive)],
  ...authNames.map((name) => [name, gathers('auth', name)] as const),
  [
    'bearer.auth.custom.provider.class',
    refuses('a Java class cannot run here: give the client auth: { bearer: () => token }'),
  ],
  ...tlsKeys.map((key) => [`ssl.${key}`, gathers('tls', key)] as const),
  ...refusedTlsKeys.map((key) => [`ssl.${key}`, refuses(platformStores)] as const),
  ['proxy.host', gathers('proxy', 'host')],
  ['proxy.port', gathers('proxy', 'port')],
  ['proxy', gathers('proxy', 'url')],
])
