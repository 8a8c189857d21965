/** Leading bytes that give a kind of data away; the first match wins. */
const signatures: readonly { readonly bytes: readonly number[]; readonly means: string }[] = [
  { bytes: [0x1f, 0x8b], means: 'gzip-compressed data' },
  { bytes: [0x28, 0xb5, 0x2f, 0xfd], means: 'zstd-compressed data' },
  { bytes: [0x04, 0x22, 0x4d, 0x18], means: 'lz4-compressed data' },
  { bytes: [0x4f, 0x62, 0x6a, 0x01], means: 'an Avro object container file' },
  { bytes: [0xc3, 0x01], means: 'an Avro single-object encoding' },
  { bytes: [0xac, 0xed, 0x00, 0x05], means: 'a serialized Java object' },
  { bytes: [0x7b], means: 'bare JSON without a schema id' },
  { bytes: [0x5b], means: 'bare JSON without a schema id' },
]

/** How far printable text is looked for. */
const TEXT_PROBE_BYTES = 64

/**
 * Says what bytes without a known magic byte look like; `undefined` when nothing gives them away.
 *
 * @see Serde 1.3, unknown first byte
 */
export function guessContent(bytes: Uint8Array): string | undefined {
  const hit = signatures.find(
    (row) =>
      row.bytes.length <= bytes.length && row.bytes.every((byte, index) => bytes[index] === byte),
  )
  if (hit !== undefined) return hit.means
  const probe = bytes.subarray(0, TEXT_PROBE_BYTES)
  return probe.length > 0 && probe.every(isPrintable)
    ? 'printable text without a schema id'
    : undefined
}

function isPrintable(byte: number): boolean {
  return (byte >= 0x20 && byte < 0x7f) || byte === 0x09 || byte === 0x0a || byte === 0x0d
}
