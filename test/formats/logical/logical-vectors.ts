import { readFileSync } from 'node:fs'
import { formatOf } from '../../../src/formats/all-formats.ts'
import type { Field, LogicalSchema, TypeUse } from '../../../src/formats/logical/ast.ts'
import { findingText } from '../../../src/formats/logical/finding.ts'
import type { Finding } from '../../../src/formats/logical/finding.ts'
import { logicalOf } from '../../../src/formats/logical/to-logical/to-logical.ts'
import type { Translated } from '../../../src/formats/logical/to-logical/translated.ts'
import { SchemaFault } from '../../../src/formats/schema-fault.ts'
import type { SchemaType } from '../../../src/model/schema.ts'

/** The rows of a file of `test/vectors/logical`. */
export function readVectors<T>(name: string): readonly T[] {
  const file = new URL(`../../vectors/logical/${name}.json`, import.meta.url)
  return JSON.parse(readFileSync(file, 'utf8')) as readonly T[]
}

/** A native text in logical types. */
export function translated(
  schemaType: SchemaType,
  schemaText: string,
  references: Readonly<Record<string, string>> = {},
): Translated {
  const format = formatOf(schemaType)
  const closure = Object.entries(references).map(([name, text]) => ({
    name,
    subject: name,
    version: 1,
    schemaText: text,
  }))
  const parsed = format.parse({ schemaText, references: closure }, { mode: 'lenient' })
  return logicalOf({ format, parsed })
}

/** Findings as the messages show them. */
export function texts(findings: readonly Finding[]): readonly string[] {
  return findings.map(findingText)
}

/** The fault that some work ends with, its place included. */
export function faultOf(work: () => unknown): string | undefined {
  try {
    work()
    return undefined
  } catch (thrown) {
    if (thrown instanceof SchemaFault) return thrown.message
    throw thrown
  }
}

/** A struct of one column, as a whole schema. */
export function schemaOf(type: TypeUse, more: Partial<Field> = {}): LogicalSchema {
  const field = { name: 'f', type, default: undefined, check: undefined, ...more }
  const annotated = { comment: undefined, tags: [], options: new Map(), ...field }
  return {
    namespace: undefined,
    aliases: [],
    declarations: [
      {
        kind: 'struct',
        name: 'R',
        fields: [annotated],
        comment: undefined,
        tags: [],
        options: new Map(),
      },
    ],
    root: { type: { kind: 'ref', name: 'R' }, nullable: false },
  }
}
