import { describe, expect, it } from 'vitest'
import { printResult } from '../../../src/cli/print/print-result.ts'

function printed(isTerminal: boolean): string {
  let text = ''
  const out = (more: string): void => {
    text += more
  }
  const terminal = { out, error: out, isTerminal, flushed: () => Promise.resolve() }
  const input = { arguments: [], options: {}, terminal, allCommands: () => Promise.resolve([]) }
  printResult(input, undefined, () => 'a\u001b[31m\r\nb\tc')
  return text
}

describe('printResult', () => {
  it('keeps control characters from terminals, but not line ends', () => {
    expect(printed(true)).toBe('a�[31m\r\nb\tc\n')
  })

  it('gives pipes what there is', () => {
    expect(printed(false)).toBe('a\u001b[31m\r\nb\tc\n')
  })
})
