import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readLines } from '../../../src/cli/transfer/lines.ts'
import type { Line } from '../../../src/cli/transfer/lines.ts'

async function linesOf(bytes: Buffer, cuts: readonly number[]): Promise<readonly Line[]> {
  const at = [...new Set(cuts.map((cut) => cut % (bytes.length + 1)))].toSorted((a, b) => a - b)
  const bounds = [0, ...at, bytes.length]
  async function* chunks(): AsyncGenerator<Uint8Array> {
    for (const [index, start] of bounds.entries()) yield bytes.subarray(start, bounds[index + 1])
  }
  const lines: Line[] = []
  for await (const line of readLines(chunks())) lines.push(line)
  return lines
}

describe('readLines', () => {
  it('gives the same lines wherever the stream is cut', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.string({ unit: 'grapheme' }).map((text) => text.replaceAll(/\n/g, ''))),
        fc.array(fc.nat(1000)),
        async (texts, cuts) => {
          const bytes = Buffer.from(texts.map((text) => `${text}\n`).join(''), 'utf8')
          const lines = await linesOf(bytes, cuts)
          expect(lines.map(({ text }) => text)).toEqual(texts)
          expect(lines.every(({ isWhole, number }, index) => isWhole && number === index + 1)).toBe(
            true,
          )
          expect(lines.at(-1)?.end ?? 0).toBe(bytes.length)
        },
      ),
      { verbose: true },
    )
  })

  it('tells a last line that may have lost its rest', async () => {
    const lines = await linesOf(Buffer.from('a\nbc'), [])
    expect(lines).toEqual([
      { text: 'a', number: 1, end: 2, isWhole: true },
      { text: 'bc', number: 2, end: 4, isWhole: false },
    ])
  })
})
