import { RequestError } from '../request-error.ts'
import type { RequestSubject } from '../request-error.ts'

/** One request, without what every request has. */
export interface RegistryRequest extends RequestSubject {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** Segments, encoded here. */
  readonly path: readonly (string | number)[]
  readonly query?: Readonly<Record<string, QueryValue>>
  readonly body?: unknown
}

type QueryValue = string | number | boolean | readonly string[] | undefined

/** A request as it travels. */
export interface PreparedRequest extends Pick<RegistryRequest, 'method' | 'operation' | 'target'> {
  readonly pathAndQuery: string
  readonly body: string | undefined
}

/**
 * Writes down what travels.
 *
 * @throws RequestError when it cannot travel: no registry is asked, let alone again
 */
export function prepare(request: RegistryRequest): PreparedRequest {
  const { method, operation, target, body } = request
  try {
    return {
      method,
      operation,
      ...(target === undefined ? {} : { target }),
      pathAndQuery: targetOf(request),
      body: body === undefined ? undefined : JSON.stringify(body),
    }
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new RequestError(`the request cannot be written: ${reason}`, {
      operation,
      ...(target === undefined ? {} : { target }),
      url: '',
      retriable: false,
      cause,
    })
  }
}

/** Path and query. A segment of dots would be swallowed by URL normalisation, so it is qualified. */
function targetOf(request: RegistryRequest): string {
  const path = request.path.map((segment) => {
    const text = String(segment)
    return encodeURIComponent(text === '' || text === '.' || text === '..' ? `:.:${text}` : text)
  })
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(request.query ?? {})) {
    if (value === undefined) continue
    for (const one of Array.isArray(value) ? value : [value]) query.append(name, String(one))
  }
  const search = query.toString()
  return `/${path.join('/')}${search === '' ? '' : `?${search}`}`
}
