import { describe, expect, it } from 'vitest'
import { compareLogical } from '../../../src/formats/logical/compare.ts'
import type { LogicalDirection } from '../../../src/formats/logical/compare.ts'
import { logicalModeNames } from '../../../src/formats/logical/logical-modes.ts'
import type { LogicalMode } from '../../../src/formats/logical/logical-modes.ts'
import { parseLogical } from '../../../src/formats/logical/parse.ts'
import { readVectors, texts } from './logical-vectors.ts'

interface Row {
  readonly name: string
  readonly source: string
  /** A whole text, or the columns of a struct. */
  readonly old: string
  readonly new: string
  /** What is left out finds nothing. */
  readonly findings: { readonly [Q in `${LogicalMode} ${LogicalDirection}`]?: readonly string[] }
}

function read(text: string): ReturnType<typeof parseLogical> {
  return parseLogical(/^(?:STRUCT|ENUM|TYPE|NAMESPACE)\b/.test(text) ? text : `STRUCT R (${text})`)
}

describe('changes', () => {
  it.each(readVectors<Row>('changes'))('$name', (row) => {
    const [old, next] = [read(row.old), read(row.new)]
    for (const mode of logicalModeNames) {
      const backward = texts(compareLogical(next, old, mode, 'backward'))
      expect(backward, `${mode} backward`).toEqual(row.findings[`${mode} backward`] ?? [])
      const forward = texts(compareLogical(old, next, mode, 'forward'))
      expect(forward, `${mode} forward`).toEqual(row.findings[`${mode} forward`] ?? [])
    }
  })
})

describe('hostile schemas', () => {
  const upTo = (count: number): readonly number[] => Array.from({ length: count }, (_, i) => i)

  it('follow cycles of different lengths only so far', () => {
    const ring = (length: number): string =>
      upTo(length)
        .map((i) => `STRUCT R${i} (next R${(i + 1) % length})`)
        .join('\n')
    const [reader, writer] = [parseLogical(ring(101)), parseLogical(ring(103))]
    expect(texts(compareLogical(reader, writer, 'FLINK', 'backward'))).toEqual([
      "UNSUPPORTED_TYPE_CHANGE at '': the types inside take too many steps to compare",
    ])
  })

  it('end soon when unions hold unions that hold unions', () => {
    const tower = (leaf: string): string => {
      const branches = upTo(6).map((i) => `STRUCT<a${i} INT, u X>`)
      const union = (inside: string): string =>
        `UNION<${branches.map((branch) => branch.replace('X', inside)).join(', ')}>`
      return `TYPE ${upTo(4).reduce((inside) => union(inside), leaf)}`
    }
    const [reader, writer] = [parseLogical(tower('INT')), parseLogical(tower('STRING'))]
    expect(compareLogical(reader, writer, 'FLINK', 'backward').length).toBeGreaterThan(0)
  })

  it('may contain themselves in unions', () => {
    const text = 'STRUCT A (u UNION<A, INT>, v UNION<INT, STRUCT<a A>>)'
    const schema = parseLogical(text)
    expect(compareLogical(schema, schema, 'FLINK', 'backward')).toEqual([])
    const other = parseLogical(
      'STRUCT A (u UNION<A, INT>, v UNION<INT, STRUCT<a A, b INT NOT NULL>>)',
    )
    expect(texts(compareLogical(other, schema, 'FLINK', 'backward'))).toEqual([
      "UNSUPPORTED_TYPE_CHANGE at 'u.0': the new schema has no branch for A",
      "UNSUPPORTED_TYPE_CHANGE at 'v.1': the new schema has no branch for STRUCT",
    ])
  })
})
