import { readFileSync } from 'node:fs'
import { nodeTlsOptions } from '../transport/tls-options.ts'
import type { TlsOptions } from '../transport/tls-options.ts'
import { readWord, refuse } from './property-value.ts'

type Given = Readonly<Record<string, string>>

/** Every file or text that holds keys or certificates says what it is with its first bytes. */
type StoreForm = 'PEM' | 'PKCS12' | 'JKS'

const versions = ['TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3'] as const

/**
 * Turns key and trust store properties into what TLS needs: PEM and PKCS12 are read, for JKS there
 * is a sentence that says how to convert it. The names of Python's client work as well.
 *
 * @param given without `ssl.` in front
 * @returns `undefined` when there are none
 * @throws SerdeError INVALID_OPTIONS
 * @see Serde 4.4
 */
export function readTls(given: Given): TlsOptions | undefined {
  if (Object.keys(given).length === 0) return undefined
  const tls = { ...readTrust(given), ...readIdentity(given), ...readVersions(given) }
  const algorithm = given['endpoint.identification.algorithm']
  if (algorithm !== undefined && !['', 'none', 'https'].includes(algorithm.toLowerCase())) {
    refuse('ssl.endpoint.identification.algorithm must be https, or empty to check no host name')
  }
  const checks = algorithm === undefined || algorithm.toLowerCase() === 'https'
  const options: TlsOptions = checks ? tls : { ...tls, checkHostName: false }
  try {
    nodeTlsOptions(options)
  } catch (cause) {
    refuse(`the ssl properties do not fit together: ${reasonOf(cause)}`)
  }
  return options
}

function readTrust(given: Given): Pick<TlsOptions, 'ca'> {
  oneOf(given, ['truststore.location', 'truststore.certificates', 'ca.location'])
  const text = given['truststore.certificates']
  if (text !== undefined) return { ca: pemOf(text, 'ssl.truststore.certificates') }
  const name = given['ca.location'] === undefined ? 'truststore.location' : 'ca.location'
  const location = given[name]
  if (location === undefined) return {}
  const store = readStore(location, `ssl.${name}`)
  if (store.form === 'PEM') return { ca: store.bytes.toString('utf8') }
  const source = store.form === 'JKS' ? 'store.p12' : location
  const pem = `openssl pkcs12 -nokeys -in ${source} -out trust.pem`
  return refuse(
    store.form === 'JKS'
      ? `ssl.${name} is a Java key store, which only Java reads: convert it with ` +
          `\`${keytool(location)}\` and \`${pem}\`, and name trust.pem`
      : `ssl.${name} is PKCS12, which Node reads for own keys only: convert it with \`${pem}\``,
  )
}

function readIdentity(given: Given): TlsOptions {
  oneOf(given, ['keystore.location', 'keystore.key', 'key.location'])
  oneOf(given, ['keystore.location', 'keystore.certificate.chain', 'certificate.location'])
  const location = given['keystore.location']
  if (location !== undefined) return readKeyStore(given, location)
  const key = textOf(given, 'keystore.key', 'key.location')
  const cert = textOf(given, 'keystore.certificate.chain', 'certificate.location')
  if ((key === undefined) !== (cert === undefined)) {
    return refuse('an ssl key needs its certificate, and a certificate its key: give both')
  }
  const passphrase = given['key.password']
  return {
    ...(key === undefined || cert === undefined ? {} : { key, cert }),
    ...(passphrase === undefined ? {} : { passphrase }),
  }
}

function readKeyStore(given: Given, location: string): TlsOptions {
  const { form, bytes } = readStore(location, 'ssl.keystore.location')
  switch (form) {
    case 'PEM': {
      const text = bytes.toString('utf8')
      const passphrase = given['key.password']
      return { key: text, cert: text, ...(passphrase === undefined ? {} : { passphrase }) }
    }
    case 'PKCS12': {
      const passphrase = given['keystore.password'] ?? given['key.password']
      return { pfx: bytes, ...(passphrase === undefined ? {} : { passphrase }) }
    }
    case 'JKS':
      return refuse(
        'ssl.keystore.location is a Java key store, which only Java reads: convert it with ' +
          `\`${keytool(location)}\`, and name store.p12`,
      )
  }
}

function keytool(location: string): string {
  return `keytool -importkeystore -srckeystore ${location} -destkeystore store.p12 -deststoretype PKCS12`
}

function readVersions(given: Given): Pick<TlsOptions, 'minVersion' | 'maxVersion'> {
  const enabled = given['enabled.protocols']
  const protocol = given['protocol']
  if (protocol !== undefined) readWord('ssl.protocol', protocol, ['TLS', ...versions])
  if (enabled === undefined) return {}
  const named = enabled
    .split(',')
    .map((one) => readWord('ssl.enabled.protocols', one, versions))
    .toSorted()
  const [minVersion, maxVersion] = [named.at(0), named.at(-1)]
  return minVersion === undefined || maxVersion === undefined ? {} : { minVersion, maxVersion }
}

function readStore(
  location: string,
  name: string,
): { readonly form: StoreForm; readonly bytes: Buffer } {
  const bytes = readFile(location, name)
  const magic = bytes.toString('hex', 0, 4)
  if (magic === 'feedfeed' || magic === 'cececece') return { form: 'JKS', bytes }
  if (bytes.includes('-----BEGIN ')) return { form: 'PEM', bytes }
  if (bytes[0] === 0x30) return { form: 'PKCS12', bytes }
  return refuse(`${name}: ${location} is neither PEM nor PKCS12`)
}

function textOf(given: Given, text: string, location: string): string | undefined {
  const inline = given[text]
  if (inline !== undefined) return pemOf(inline, `ssl.${text}`)
  const path = given[location]
  if (path === undefined) return undefined
  return pemOf(readFile(path, `ssl.${location}`).toString('utf8'), `ssl.${location}`)
}

/** Properties hold line breaks as spaces, or escaped. */
function pemOf(text: string, name: string): string {
  if (!text.includes('-----BEGIN ')) refuse(`${name} is no PEM`)
  if (text.trim().includes('\n')) return text
  return text
    .replaceAll(String.raw`\n`, '\n')
    .replaceAll(/(-----BEGIN [A-Z0-9 ]+-----)\s*/g, '$1\n')
    .replaceAll(/\s*(-----END [A-Z0-9 ]+-----)\s*/g, '\n$1\n')
}

function readFile(location: string, name: string): Buffer {
  try {
    return readFileSync(location)
  } catch (cause) {
    return refuse(`${name} cannot be read: ${reasonOf(cause)}`)
  }
}

function oneOf(given: Given, names: readonly string[]): void {
  const [first, second] = names.filter((name) => given[name] !== undefined)
  if (first !== undefined && second !== undefined) {
    refuse(`ssl.${first} and ssl.${second} contradict each other: choose one`)
  }
}

function reasonOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause)
}
