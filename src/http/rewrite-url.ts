import { DEFAULT_CONTEXT } from '../model/subject.ts'

const CONTEXTS = '/contexts/'

/**
 * Brings a request's URL into the form that is routed: the origin that proxies send goes, runs of
 * slashes become one, and a `/contexts/<ctx>` prefix moves into the subject, the query or the last
 * segment.
 *
 * A context whose name has a colon leaves the URL as it is: no such route exists, and
 * {@link badContext} tells the reply why.
 *
 * @see Rest-api 3.2, "URL form"; 1.5; RFC 9112, 3.2.2
 */
export function rewriteUrl(sent: string): string {
  const url = withoutOrigin(sent)
  if (!url.startsWith(CONTEXTS) && !url.includes('//')) return url
  const mark = url.indexOf('?')
  let path = mark < 0 ? url : url.slice(0, mark)
  if (path.includes('//')) path = path.replace(/\/{2,}/g, '/')
  const query = mark < 0 ? '' : url.slice(mark + 1)
  if (!path.startsWith(CONTEXTS) || path.length === CONTEXTS.length) {
    return query === '' ? path : `${path}?${query}`
  }
  const name = contextName(firstSegment(path))
  if (name === undefined) return url
  const rest = path.slice(CONTEXTS.length + firstSegment(path).length)
  return moveContext(name, rest.replace(/\/$/, ''), query)
}

/**
 * The context name that makes a URL unreadable, `undefined` when none does.
 *
 * @param url as the client sent it
 */
export function badContext(url: string): string | undefined {
  const path = (withoutOrigin(url).split('?', 1)[0] ?? '').replace(/\/{2,}/g, '/')
  if (!path.startsWith(CONTEXTS) || path.length === CONTEXTS.length) return undefined
  const segment = firstSegment(path)
  return contextName(segment) === undefined ? stripColons(segment) : undefined
}

function withoutOrigin(url: string): string {
  if (url.startsWith('/')) return url
  const path = url.replace(/^https?:\/\/[^/?]*/i, '')
  return path === url || path.startsWith('/') ? path : `/${path}`
}

/**
 * Reads a context as a URL may write it: `ctx`, `.ctx` or `:.ctx:`.
 *
 * @returns the name with its dot; `undefined` when a colon is left inside
 */
export function contextName(segment: string): string | undefined {
  const bare = stripColons(segment)
  if (bare.includes(':')) return undefined
  return bare.startsWith('.') ? bare : `.${bare}`
}

function stripColons(segment: string): string {
  return segment.replace(/^:/, '').replace(/:$/, '')
}

function firstSegment(path: string): string {
  return path.slice(CONTEXTS.length).split('/', 1)[0] ?? ''
}

/** Which query parameter carries the context, for paths whose segments do not. */
const queryParameters: readonly {
  readonly path: RegExp
  readonly parameter: string
  /** Whether the parameter's own value stays, behind the prefix. */
  readonly keepsValue: boolean
}[] = [
  { path: /^\/schemas\/ids(?:\/|$)/, parameter: 'subject', keepsValue: true },
  { path: /^\/(?:schemas|subjects)$/, parameter: 'subjectPrefix', keepsValue: true },
  { path: /^\/associations(?:[/:]|$)/, parameter: 'context', keepsValue: false },
]

function moveContext(name: string, rest: string, query: string): string {
  const prefix = `:${name}:`
  if (rest === '') return name === DEFAULT_CONTEXT ? '/' : `/contexts/${prefix}`
  const path = prefixSegments(rest.split('/'), prefix).join('/')
  let moved = query
  for (const { path: pattern, parameter, keepsValue } of queryParameters) {
    if (pattern.test(path)) moved = prefixQuery(moved, parameter, prefix, keepsValue)
  }
  return moved === '' ? path : `${path}?${moved}`
}

/** @param segments of a path that starts with a slash, so the first one is empty */
function prefixSegments(segments: readonly string[], prefix: string): readonly string[] {
  const leading = segments[1]
  if ((leading === 'config' || leading === 'mode') && segments.length === 2) {
    return [...segments, prefix]
  }
  let namesSubject = false
  return segments.map((segment, index) => {
    if (namesSubject) {
      namesSubject = false
      return prefixValue(segment, prefix)
    }
    namesSubject =
      segment === 'subjects' ||
      segment === 'deks' ||
      (index === 1 && (segment === 'config' || segment === 'mode'))
    return segment
  })
}

function prefixValue(encoded: string, prefix: string): string {
  const start = decode(encoded.slice(0, 9))
  return start.startsWith(':.') || start.startsWith(':*:') ? encoded : prefix + encoded
}

function decode(text: string): string {
  // Only the few characters that open a qualified name matter, so a broken escape may stay.
  return text.replace(/%3a/gi, ':').replace(/%2e/gi, '.').replace(/%2a/gi, '*')
}

function prefixQuery(
  query: string,
  parameter: string,
  pathPrefix: string,
  keepsValue: boolean,
): string {
  // A plus is itself in a path and a space in a query; `&` and `=` would end the value.
  const prefix = pathPrefix.replace(/[+&=]/g, encodeURIComponent)
  const pairs = query === '' ? [] : query.split('&')
  const others = keepsValue ? pairs : pairs.filter((pair) => !isNamed(pair, parameter))
  if (!others.some((pair) => isNamed(pair, parameter))) {
    return [...others, `${parameter}=${prefix}`].join('&')
  }
  return others
    .map((pair) =>
      isNamed(pair, parameter)
        ? `${parameter}=${prefixValue(pair.slice(parameter.length + 1), prefix)}`
        : pair,
    )
    .join('&')
}

function isNamed(pair: string, parameter: string): boolean {
  return pair === parameter || pair.startsWith(`${parameter}=`)
}
