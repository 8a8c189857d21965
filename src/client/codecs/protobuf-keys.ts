/** Bounds of the integer types that a map may have as its key. */
const ranges: ReadonlyMap<string, readonly [bigint, bigint]> = new Map(
  [
    { names: ['int32', 'sint32', 'sfixed32'], bits: 32n, signed: true },
    { names: ['uint32', 'fixed32'], bits: 32n, signed: false },
    { names: ['int64', 'sint64', 'sfixed64'], bits: 64n, signed: true },
    { names: ['uint64', 'fixed64'], bits: 64n, signed: false },
  ].flatMap(({ names, bits, signed }) => {
    const range = signed
      ? ([-(2n ** (bits - 1n)), 2n ** (bits - 1n) - 1n] as const)
      : ([0n, 2n ** bits - 1n] as const)
    return names.map((name) => [name, range] as const)
  }),
)

/**
 * Makes the check of a map's keys, which are texts in JavaScript: protobufjs would write `abc` as
 * 0 where the key is a number.
 *
 * @param keyType as the schema names it
 */
export function keyCheck(keyType: string): (key: string) => boolean {
  if (keyType === 'string') return isWellFormed
  if (keyType === 'bool') return (key) => key === 'true' || key === 'false'
  const [least, greatest] = ranges.get(keyType) ?? [0n, 0n]
  return (key) => {
    if (!/^-?\d{1,20}$/.test(key)) return false
    const number = BigInt(key)
    return number >= least && number <= greatest
  }
}

/** Whether a text has a UTF-8 form: half a surrogate pair has none, and no reader takes it. */
export function isWellFormed(text: string): boolean {
  return (text as unknown as { isWellFormed(): boolean }).isWellFormed()
}
