import type { Auth } from '../transport/credentials.ts'
import { readInteger, refuse } from './property-value.ts'

const BUFFER = 'bearer.auth.cache.expiry.buffer.seconds'

type Given = Readonly<Record<string, string>>

/** What only one of the sources of a token has a use for. */
const namesOfSource = {
  STATIC_TOKEN: ['bearer.auth.token'],
  OAUTHBEARER: [
    'bearer.auth.issuer.endpoint.url',
    'bearer.auth.client.id',
    'bearer.auth.client.secret',
    'bearer.auth.scope',
    BUFFER,
  ],
} as const

/**
 * Turns the authentication properties into one way to authenticate.
 *
 * @throws SerdeError INVALID_OPTIONS, saying which properties contradict each other or are missing
 * @see Serde 4.4
 */
export function readAuth(given: Given): Auth | undefined {
  const basic = Object.keys(given).find((name) => name.startsWith('basic.'))
  const bearer = Object.keys(given).find((name) => name.startsWith('bearer.'))
  if (basic !== undefined && bearer !== undefined) {
    return refuse(`${basic} and ${bearer} contradict each other: basic or bearer, not both`)
  }
  if (basic !== undefined) return readBasic(given)
  return bearer === undefined ? undefined : readBearer(given)
}

function readBasic(given: Given): Auth | undefined {
  const source = given['basic.auth.credentials.source'] ?? 'USER_INFO'
  const info = given['basic.auth.user.info']
  switch (source) {
    case 'URL':
      if (info !== undefined) {
        return refuse('basic.auth.user.info is given, but basic.auth.credentials.source is URL')
      }
      // The transport reads them from there.
      return undefined
    case 'USER_INFO': {
      const [username, ...password] = (info ?? '').split(':')
      if (username === undefined || password.length === 0) {
        return refuse('basic.auth.user.info must be user:password')
      }
      return { basic: { username, password: password.join(':') } }
    }
    default:
      return refuse(
        `basic.auth.credentials.source must be URL or USER_INFO, not '${source}'${source.startsWith('SASL') ? noKafka : ''}`,
      )
  }
}

function readBearer(given: Given): Auth {
  const source = given['bearer.auth.credentials.source'] ?? 'STATIC_TOKEN'
  const logicalCluster = given['bearer.auth.logical.cluster']
  const identityPoolId = given['bearer.auth.identity.pool.id']
  const target = {
    ...(logicalCluster === undefined ? {} : { logicalCluster }),
    ...(identityPoolId === undefined ? {} : { identityPoolId }),
  }
  switch (source) {
    case 'STATIC_TOKEN':
      refuseOthers(given, source, 'OAUTHBEARER')
      return { bearer: need(given, 'bearer.auth.token'), ...target }
    case 'OAUTHBEARER': {
      refuseOthers(given, source, 'STATIC_TOKEN')
      const scope = given['bearer.auth.scope']
      const buffer = given['bearer.auth.cache.expiry.buffer.seconds']
      const oauth = {
        issuerUrl: need(given, 'bearer.auth.issuer.endpoint.url'),
        clientId: need(given, 'bearer.auth.client.id'),
        clientSecret: need(given, 'bearer.auth.client.secret'),
        ...(scope === undefined ? {} : { scope }),
        ...(buffer === undefined ? {} : { renewBeforeMs: readInteger(BUFFER, buffer, 0) * 1000 }),
      }
      return { oauth, ...target }
    }
    default:
      return refuse(
        `bearer.auth.credentials.source must be STATIC_TOKEN or OAUTHBEARER, not '${source}'${inherited(source)}`,
      )
  }
}

function refuseOthers(
  given: Given,
  source: keyof typeof namesOfSource,
  other: keyof typeof namesOfSource,
): void {
  const name = namesOfSource[other].find((one) => given[one] !== undefined)
  if (name === undefined) return
  refuse(`${name} is for ${other}, but bearer.auth.credentials.source is ${source}`)
}

const noKafka = ': the Kafka client is not known here, so give the registry its own credentials'

/** What to do instead of the sources that only Java, or a cloud's own client, has. */
function inherited(source: string): string {
  if (source.startsWith('SASL')) return noKafka
  return ': give the client auth: { bearer: () => token } and get the token there'
}

function need(given: Given, name: string): string {
  return given[name] ?? refuse(`${name} is missing`)
}
