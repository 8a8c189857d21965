import type { ErrorBody } from '../../rest/bodies.ts'
import { isAnswerTo } from './answer-shapes.ts'
import { BodyLimit } from './body-limit.ts'
import { isRetriable, parseRetryAfter } from './retry.ts'

/** What an HTTP answer means. */
export type Answer =
  | { readonly kind: 'ok'; readonly body: unknown }
  | {
      readonly kind: 'refused'
      readonly status: number
      readonly errorCode: number | undefined
      readonly message: string
      readonly body: string
      readonly incompatibilities: ErrorBody['incompatibilities']
      readonly retriable: boolean
      readonly retryAfterMs: number | undefined
    }

/** How much of a foreign body a message shows. */
const SHOWN_CHARACTERS = 200

/**
 * Reads an answer to its end. A body that is not the protocol's JSON is kept as it came.
 *
 * @param operation what was asked, which decides what a body must hold
 * @param now milliseconds of the epoch, for a `Retry-After` that names a date
 */
export async function readAnswer(
  answer: Response,
  operation: string,
  now: number,
): Promise<Answer> {
  const text = await readText(answer)
  const body = parseJson(text)
  if (answer.ok && (body !== undefined || text === '') && isAnswerTo(operation, body)) {
    return { kind: 'ok', body }
  }
  const error = isErrorBody(body) ? body : undefined
  return {
    kind: 'refused',
    status: answer.status,
    errorCode: error?.error_code,
    message: error?.message ?? foreignMessage(answer, text),
    body: text,
    incompatibilities: error?.incompatibilities,
    retriable: isRetriable(answer.status),
    retryAfterMs: parseRetryAfter(answer.headers.get('retry-after'), now),
  }
}

async function readText(answer: Response): Promise<string> {
  // Who brings a fetch of their own may have read all of it already.
  if (!(answer.body instanceof ReadableStream)) return answer.text()
  const decoder = new TextDecoder()
  let text = ''
  const limit = new BodyLimit()
  for await (const chunk of answer.body as AsyncIterable<Uint8Array>) {
    limit.count(chunk)
    text += decoder.decode(chunk, { stream: true })
  }
  return text + decoder.decode()
}

function foreignMessage(answer: Response, text: string): string {
  const what = `not an answer of a schema registry: status ${answer.status}`
  const location = answer.headers.get('location')
  if (location !== null) return `${what}, it points to ${location}`
  const type = answer.headers.get('content-type') ?? 'no content type'
  if (text === '') return `${what}, ${type}, nothing in it`
  return `${what}, ${type}: ${text.slice(0, SHOWN_CHARACTERS).replaceAll(/\s+/g, ' ')}`
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}

function isErrorBody(body: unknown): body is ErrorBody {
  return (
    typeof body === 'object' &&
    body !== null &&
    'error_code' in body &&
    typeof body.error_code === 'number' &&
    'message' in body &&
    typeof body.message === 'string'
  )
}
