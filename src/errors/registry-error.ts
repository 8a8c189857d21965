import { catalog } from './catalog.ts'
import type { ErrorDetails, ErrorKind } from './catalog.ts'

/** Additive members of an error body, beside `error_code` and `message`. */
export type ErrorExtras = Readonly<Record<string, unknown>>

/** Why a request cannot go on: one class, a closed set of kinds. */
export class RegistryError extends Error {
  override readonly name = 'RegistryError'
  readonly kind: ErrorKind
  /** The wire's `error_code`. */
  readonly code: number
  /** Members to add to the error body, such as `incompatibilities`. */
  readonly extras: ErrorExtras | undefined

  constructor(
    kind: ErrorKind,
    message: string,
    options?: { cause?: unknown; extras?: ErrorExtras },
  ) {
    super(message, options?.cause === undefined ? undefined : { cause: options.cause })
    this.kind = kind
    this.code = catalog[kind].code
    this.extras = options?.extras
  }
}

/** Makes the error of a kind, worded by the catalog. */
export function registryError<K extends ErrorKind>(
  kind: K,
  ...rest: ErrorDetails<K> extends undefined
    ? [details?: undefined, options?: { cause?: unknown; extras?: ErrorExtras }]
    : [details: ErrorDetails<K>, options?: { cause?: unknown; extras?: ErrorExtras }]
): RegistryError {
  const [details, options] = rest
  const text = catalog[kind].text as (details: unknown) => string
  return new RegistryError(kind, text(details), options)
}

/** Tells whether something thrown is a {@link RegistryError}, of that kind if one is given. */
export function isRegistryError(thrown: unknown, kind?: ErrorKind): thrown is RegistryError {
  return thrown instanceof RegistryError && (kind === undefined || thrown.kind === kind)
}
