/** Far more than any registry says; a server that never ends must not fill the memory. */
const MAX_BODY_BYTES = 128 * 1024 * 1024

/** An answer that was given up. */
export class AnswerTooLarge extends Error {
  override readonly name = 'AnswerTooLarge'
}

/** Counts what has been read of one answer. */
export class BodyLimit {
  #bytes = 0

  /** @throws AnswerTooLarge beyond 128 MiB */
  count(chunk: Uint8Array): void {
    this.#bytes += chunk.length
    if (this.#bytes > MAX_BODY_BYTES)
      throw new AnswerTooLarge(`an answer of more than ${MAX_BODY_BYTES} bytes`)
  }
}
