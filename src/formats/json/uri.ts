interface UriParts {
  readonly scheme: string | undefined
  readonly authority: string | undefined
  readonly path: string
  readonly query: string | undefined
}

function splitUri(uri: string): UriParts {
  // RFC 3986, Appendix B; linear because no part can match the next one's first character.
  const parts = /^(?:([^:/?#]+):)?(?:\/\/([^/?#]*))?([^?#]*)(?:\?([^#]*))?/.exec(uri)
  return {
    scheme: parts?.[1],
    authority: parts?.[2],
    path: parts?.[3] ?? '',
    query: parts?.[4],
  }
}

function joinUri({ scheme, authority, path, query }: UriParts): string {
  return (
    (scheme === undefined ? '' : `${scheme}:`) +
    (authority === undefined ? '' : `//${authority}`) +
    path +
    (query === undefined ? '' : `?${query}`)
  )
}

function removeDotSegments(path: string): string {
  const out: string[] = []
  const segments = path.split('/')
  for (const [index, segment] of segments.entries()) {
    const last = index === segments.length - 1
    if (segment === '.') {
      if (last) out.push('')
    } else if (segment === '..') {
      if (out.length > 1 || (out.length === 1 && out[0] !== '')) out.pop()
      if (last) out.push('')
    } else out.push(segment)
  }
  return out.join('/')
}

/**
 * A URI reference made absolute against a base; fragments are dropped.
 *
 * Without a base the reference stays as written, so that `./x` and `x` remain two names.
 *
 * @see RFC 3986, 5.2; Json-schema 3
 */
export function resolveUri(base: string, reference: string): string {
  const wanted = splitUri(reference)
  if (base === '' || wanted.scheme !== undefined) return joinUri(wanted)
  const from = splitUri(base)
  if (wanted.authority !== undefined) return joinUri({ ...wanted, scheme: from.scheme })
  if (wanted.path === '') return joinUri({ ...from, query: wanted.query ?? from.query })
  if (from.scheme !== undefined && from.authority === undefined && !from.path.startsWith('/')) {
    return joinUri(wanted)
  }
  const merged = wanted.path.startsWith('/')
    ? wanted.path
    : from.authority !== undefined && from.path === ''
      ? `/${wanted.path}`
      : from.path.slice(0, from.path.lastIndexOf('/') + 1) + wanted.path
  return joinUri({ ...from, path: removeDotSegments(merged), query: wanted.query })
}

/** A URI cut at its first `#`; the fragment is `undefined` when there is none. */
export function splitFragment(uri: string): { target: string; fragment: string | undefined } {
  const hash = uri.indexOf('#')
  if (hash < 0) return { target: uri, fragment: undefined }
  return { target: uri.slice(0, hash), fragment: uri.slice(hash + 1) }
}
