import { createSecureContext } from 'node:tls'
import type { SecureContextOptions, SecureVersion } from 'node:tls'

/** Whom to trust, and who to be, when speaking TLS. */
export interface TlsOptions {
  /** PEM: who is trusted **instead of** the authorities that come with Node. */
  readonly ca?: string | readonly string[]
  /** PEM: the own certificate and those up to its authority. */
  readonly cert?: string
  /** PEM, PKCS8 or traditional. */
  readonly key?: string
  /** PKCS12: own certificate and key in one file. */
  readonly pfx?: Uint8Array
  /** Opens `key` or `pfx`. */
  readonly passphrase?: string
  /** Whether the certificate must be for the host that was asked. Default true. Serde 4.4. */
  readonly checkHostName?: boolean
  /** The oldest version of the protocol to speak. Default: Node's. */
  readonly minVersion?: SecureVersion
  /** The newest. Default: Node's. */
  readonly maxVersion?: SecureVersion
}

/** What node's agents take. */
export type NodeTlsOptions = SecureContextOptions & {
  readonly checkServerIdentity?: () => undefined
}

/**
 * What node wants instead.
 *
 * @throws Error of node's when a key, certificate or passphrase does not fit
 */
export function nodeTlsOptions({ checkHostName = true, ...given }: TlsOptions): NodeTlsOptions {
  const { ca, pfx, ...others } = given
  const options: SecureContextOptions = {
    ...others,
    ...(ca === undefined ? {} : { ca: typeof ca === 'string' ? ca : [...ca] }),
    ...(pfx === undefined ? {} : { pfx: Buffer.from(pfx) }),
  }
  // Tells at once what would otherwise fail every connection.
  createSecureContext(options)
  return checkHostName ? options : { ...options, checkServerIdentity: () => undefined }
}
