/** A `fetch` that notes what was asked, in front of the real one. */
export interface Recorder {
  readonly fetch: typeof fetch
  /** Method, path and query of each request, in order. */
  readonly requests: string[]
}

/** Makes a recorder. */
export function record(): Recorder {
  const requests: string[] = []
  return {
    requests,
    fetch: async (input, init) => {
      const { url, method } = new Request(input, init)
      const { pathname, search } = new URL(url)
      requests.push(`${method} ${pathname}${search}`)
      return fetch(input, init)
    },
  }
}
