/** A line of a file, and where it ends. */
export interface Line {
  readonly text: string
  /** Counted from 1. */
  readonly number: number
  /** Bytes from the start to behind its line end. */
  readonly end: number
  /** False when the file ends without a line end: the line may have lost its rest. */
  readonly isWhole: boolean
}

/** Splits a stream of bytes into lines; only one line is held at a time. */
export async function* readLines(stream: AsyncIterable<Uint8Array>): AsyncGenerator<Line> {
  let rest: Buffer = Buffer.alloc(0)
  let number = 0
  let end = 0
  for await (const chunk of stream) {
    const bytes = rest.length === 0 ? Buffer.from(chunk) : Buffer.concat([rest, chunk])
    let at = 0
    for (let stop = bytes.indexOf(0x0a); stop >= 0; stop = bytes.indexOf(0x0a, at)) {
      number += 1
      end += stop + 1 - at
      yield { text: bytes.toString('utf8', at, stop), number, end, isWhole: true }
      at = stop + 1
    }
    rest = bytes.subarray(at)
  }
  if (rest.length > 0) {
    yield {
      text: rest.toString('utf8'),
      number: number + 1,
      end: end + rest.length,
      isWhole: false,
    }
  }
}
