import type { IncompatibilityBody } from '../rest/bodies.ts'

/** What was asked of the registry, for messages. */
export interface RequestSubject {
  /** Such as `register`, `read by id`. */
  readonly operation: string
  /** The subject, id or guid it was about. */
  readonly target?: string
}

/** What is known about a request that failed. */
export interface RequestFailure extends RequestSubject {
  readonly url: string
  /** Absent when no answer came. */
  readonly status?: number
  /** The wire's `error_code`; absent when the body had none. */
  readonly errorCode?: number
  /** The body as it came, for what this client did not understand. */
  readonly body?: string
  readonly incompatibilities?: readonly IncompatibilityBody[]
  readonly retriable: boolean
  readonly cause?: unknown
}

/** Why the registry did not give what was asked for. Serde 4.3. */
export class RequestError extends Error {
  override readonly name = 'RequestError'
  readonly operation: string
  readonly target: string | undefined
  /** Without credentials. */
  readonly url: string
  readonly status: number | undefined
  readonly errorCode: number | undefined
  readonly body: string | undefined
  /** What breaks, when a registration was refused by a registry that says so. */
  readonly incompatibilities: readonly IncompatibilityBody[] | undefined
  /** Whether asking again later may help. */
  readonly retriable: boolean

  constructor(reason: string, failure: RequestFailure) {
    const about = failure.target === undefined ? '' : ` ${failure.target}`
    super(
      `${failure.operation}${about}: ${reason}`,
      failure.cause === undefined ? undefined : { cause: failure.cause },
    )
    this.operation = failure.operation
    this.target = failure.target
    this.url = failure.url
    this.status = failure.status
    this.errorCode = failure.errorCode
    this.body = failure.body
    this.incompatibilities = failure.incompatibilities
    this.retriable = failure.retriable
  }
}

/** What a registry without the operation, a wrong path, and a proxy answer. */
const NO_SUCH_PATH = 404

/**
 * Tells whether the registry answered that the thing does not exist. A 404 without a code of the
 * protocol, such as a proxy's page, says nothing of the thing.
 */
export function isNotFound(thrown: unknown): thrown is RequestError {
  return isUnsupported(thrown) && (thrown.errorCode ?? NO_SUCH_PATH) !== NO_SUCH_PATH
}

/** Tells whether the thing does not exist, or the operation is not known there. */
export function isUnsupported(thrown: unknown): thrown is RequestError {
  return thrown instanceof RequestError && thrown.status === NO_SUCH_PATH
}
