import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import { registryError } from '../../errors/registry-error.ts'

/** A value that only the holder of the secret can read. */
export interface SealedValue {
  /** Base64 of nonce, tag and cipher text, one behind the other. */
  readonly sealed: string
}

/** Tells sealed values from plain ones. */
export function isSealedValue(value: string | SealedValue): value is SealedValue {
  return typeof value === 'object'
}

/** Seals the values of sensitive metadata properties at rest. Rest-api 3.13. */
export interface Sealer {
  /** Without a secret the value stays as it is. */
  seal(name: string, value: string): string | SealedValue
  /** @throws RegistryError METADATA_NOT_READ when no secret fits, or there is none */
  open(name: string, value: SealedValue): string
}

const CIPHER = 'aes-256-gcm'
const NONCE_BYTES = 12
const TAG_BYTES = 16

/**
 * Makes the sealer of a store: AES-256-GCM, bound to the property's name.
 *
 * @param secret any text; the key is derived from it
 * @param oldSecret opens what the one before sealed; nothing is sealed with it
 */
export function createSealer(secret: string | undefined, oldSecret?: string): Sealer {
  const keys = [secret, oldSecret].flatMap((one) => (one === undefined ? [] : [keyOf(one)]))
  const key = secret === undefined ? undefined : keys[0]
  return {
    seal: (name, value) => (key === undefined ? value : sealWith(key, name, value)),
    open(name, value) {
      let cause: unknown = new Error('Metadata is sealed, and no secret is configured')
      for (const one of keys) {
        try {
          return openWith(one, name, value)
        } catch (thrown) {
          cause = thrown
        }
      }
      throw registryError('METADATA_NOT_READ', undefined, { cause })
    },
  }
}

function keyOf(secret: string): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', secret, '', 'concordat metadata', 32))
}

function sealWith(key: Uint8Array, name: string, value: string): SealedValue {
  const nonce = randomBytes(NONCE_BYTES)
  const cipher = createCipheriv(CIPHER, key, nonce)
  cipher.setAAD(Buffer.from(name))
  // UTF-16 keeps every string as it is, lone surrogates included.
  const text = Buffer.concat([cipher.update(Buffer.from(value, 'utf16le')), cipher.final()])
  return { sealed: Buffer.concat([nonce, cipher.getAuthTag(), text]).toString('base64') }
}

/** Throws when the key does not fit. */
function openWith(key: Uint8Array, name: string, { sealed }: SealedValue): string {
  const bytes = Buffer.from(sealed, 'base64')
  const decipher = createDecipheriv(CIPHER, key, bytes.subarray(0, NONCE_BYTES))
  decipher.setAAD(Buffer.from(name))
  decipher.setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES))
  const text = decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES))
  return Buffer.concat([text, decipher.final()]).toString('utf16le')
}
