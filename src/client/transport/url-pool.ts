/** How long a URL that did not answer is tried last. Serde 4.3. */
const FAILED_FOR_MS = 30_000

/**
 * The registry's addresses, the one that answered last first.
 *
 * No health checks: a URL counts as dead for 30 seconds after a failure and is then tried again.
 */
export class UrlPool {
  readonly #urls: readonly string[]
  readonly #failedAt = new Map<string, number>()
  #current: string

  /**
   * @param urls at least one, without credentials and without a slash at the end
   * @param first the one to begin with
   */
  constructor(urls: readonly [string, ...string[]], first = 0) {
    this.#urls = urls
    this.#current = urls[first] ?? urls[0]
  }

  /** Every URL, in the order in which to try them. */
  candidates(now: number): readonly string[] {
    const start = this.#urls.indexOf(this.#current)
    const inOrder = [...this.#urls.slice(start), ...this.#urls.slice(0, start)]
    const isDead = (url: string): boolean => {
      const failedAt = this.#failedAt.get(url)
      return failedAt !== undefined && now - failedAt < FAILED_FOR_MS
    }
    return [...inOrder.filter((url) => !isDead(url)), ...inOrder.filter(isDead)]
  }

  answered(url: string): void {
    this.#current = url
    this.#failedAt.delete(url)
  }

  failed(url: string, now: number): void {
    this.#failedAt.set(url, now)
  }
}
