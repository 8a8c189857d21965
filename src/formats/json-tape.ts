/** Cells that an object or array takes before what is in it. */
export const CONTAINER_CELLS = 3
/** Cells that a string, number, word or member name takes. */
export const SCALAR_CELLS = 2

/** What a value on a tape is. */
export const jsonKinds = {
  string: 0,
  /** A string written otherwise than it reads. */
  escapedString: 1,
  number: 2,
  true: 3,
  false: 4,
  null: 5,
  object: 6,
  array: 7,
} as const
export type JsonKind = (typeof jsonKinds)[keyof typeof jsonKinds]

/** Bits of a value's first cell that hold its kind. */
const KIND_BITS = 3
const KIND_MASK = 2 ** KIND_BITS - 1

/** The first cell of a value. No text is longer than 2^29 characters: 32 bits hold it. */
export function firstCell(start: number, kind: JsonKind): number {
  return (start << KIND_BITS) | kind
}

/**
 * A JSON text that was found sound, as offsets into it: no value is built before it is asked for.
 *
 * Values lie in document order, each known by the number of its first cell; the root's is 0. An
 * object's member is its name, then its value. The first cell holds where the value starts and what
 * it is. A scalar's second and last is where it ends; an object or array has the cell that follows
 * its last part there, and then where it ends.
 */
export class JsonTape {
  readonly text: string
  readonly #cells: Int32Array

  constructor(text: string, cells: Int32Array) {
    this.text = text
    this.#cells = cells
  }

  /** Offset of the value's first character. */
  start(value: number): number {
    return (this.#cells[value] ?? 0) >>> KIND_BITS
  }

  kind(value: number): JsonKind {
    return ((this.#cells[value] ?? 0) & KIND_MASK) as JsonKind
  }

  /** Offset behind the value's last character. */
  end(value: number): number {
    const isScalar = this.kind(value) < jsonKinds.object
    return this.#cells[isScalar ? value + 1 : value + 2] ?? 0
  }

  /** The cell behind the value and all that is in it. */
  next(value: number): number {
    const isScalar = this.kind(value) < jsonKinds.object
    return isScalar ? value + SCALAR_CELLS : (this.#cells[value + 1] ?? 0)
  }

  isString(value: number): boolean {
    return this.kind(value) <= jsonKinds.escapedString
  }

  /** What a string or member name says. */
  string(value: number): string {
    const inside = this.text.slice(this.start(value) + 1, this.end(value) - 1)
    return this.kind(value) === jsonKinds.string ? inside : unescape(inside)
  }
}

function unescape(text: string): string {
  return text.replace(/\\(?:u(.{4})|(.))/g, (_, hex: string | undefined, short: string) =>
    hex === undefined ? (escapes.get(short) ?? short) : String.fromCharCode(parseInt(hex, 16)),
  )
}

/** What the letters behind a backslash stand for. */
export const escapes: ReadonlyMap<string, string> = new Map(
  Object.entries({ '"': '"', '\\': '\\', '/': '/', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' }),
)
