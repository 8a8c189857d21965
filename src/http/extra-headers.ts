import type { ServerResponse } from 'node:http'
import type { ResponseHeader } from '../model/response-header.ts'

/**
 * Completes the headers of one answer: names and values in turn, in and out. A name that comes out
 * with several values is sent as often.
 */
export type Dress = (
  headers: readonly string[],
  response: ServerResponse,
) => readonly (string | string[])[]

/**
 * Makes the function that gives every answer the configured headers.
 *
 * What is `set` takes the place of the answer's own header of that name; what is `add`ed stands
 * beside it.
 *
 * @returns `undefined` when there is nothing to do
 * @see Rest-api 1.7, `response.http.headers.config`
 */
export function extraHeaders(configured: readonly ResponseHeader[]): Dress | undefined {
  if (configured.length === 0) return undefined
  const extras = configured.filter(
    (header, index) => !isUndone(header, configured.slice(index + 1)),
  )
  const names = (action: ResponseHeader['action']): ReadonlySet<string> =>
    new Set(configured.filter((one) => one.action === action).map(({ name }) => name.toLowerCase()))
  const replaced = names('set')
  const added = names('add')

  return (headers, response) => {
    const fields = new Map<string, { readonly name: string; readonly values: string[] }>()
    const put = (name: string, value: string): void => {
      const field = fields.get(name.toLowerCase())
      if (field === undefined) fields.set(name.toLowerCase(), { name, values: [value] })
      else field.values.push(value)
    }
    // Node lets what is listed here replace what was set on the response before.
    for (const name of added) {
      const before = response.getHeader(name)
      if (before !== undefined && !replaced.has(name)) put(name, String(before))
    }
    for (let i = 0; i + 1 < headers.length; i += 2) {
      const name = headers[i] ?? ''
      if (!replaced.has(name.toLowerCase())) put(name, headers[i + 1] ?? '')
    }
    for (const { name, value } of extras) put(name, written(value))
    return [...fields.values()].flatMap(({ name, values }) => [name, single(values)])
  }
}

/** Actions are carried out in turn: a `set` undoes what came before it. */
function isUndone({ name }: ResponseHeader, later: readonly ResponseHeader[]): boolean {
  return later.some(
    (other) => other.action === 'set' && other.name.toLowerCase() === name.toLowerCase(),
  )
}

function single(values: string[]): string | string[] {
  return values.length === 1 ? (values[0] ?? '') : values
}

function written(value: ResponseHeader['value']): string {
  return typeof value === 'string' ? value : new Date(Date.now() + value.dateAfterMs).toUTCString()
}
