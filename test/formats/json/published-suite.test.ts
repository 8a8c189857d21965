import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { jsonFormat } from '../../../src/formats/json/json-format.ts'
import { SchemaFault } from '../../../src/formats/schema-fault.ts'

const suite = dirname(createRequire(import.meta.url).resolve('json-schema-test-suite/package.json'))
const dialects = [
  'http://json-schema.org/draft-04/schema#',
  'http://json-schema.org/draft-06/schema#',
  'http://json-schema.org/draft-07/schema#',
  'https://json-schema.org/draft/2019-09/schema',
  'https://json-schema.org/draft/2020-12/schema',
]

interface Group {
  readonly description: string
  readonly schema: unknown
}

const groups = readdirSync(join(suite, 'tests'), { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.json'))
  .flatMap((path) => {
    const file = JSON.parse(readFileSync(join(suite, 'tests', path), 'utf8')) as readonly Group[]
    return file.map((group) => ({ title: `${path}: ${group.description}`, schema: group.schema }))
  })

/** Reads a schema all the way; says why when it is refused. */
function outcome(schemaText: string): string {
  try {
    const parsed = jsonFormat.parse({ schemaText, references: [] }, { mode: 'new' })
    jsonFormat.validate(parsed, { validateFields: false, strictness: 'reference' })
    const again = jsonFormat.compare(parsed, parsed, { policy: 'STRICT', strictness: 'reference' })
    const broken = again.filter(({ effect }) => effect !== 'none')
    return broken.length === 0 ? 'reads itself' : `broken: ${broken[0]?.kind}`
  } catch (error) {
    if (!(error instanceof SchemaFault)) throw error
    return `refused: ${error.reason}`
  }
}

describe('the published JSON Schema test suite', () => {
  it('is there', () => {
    expect(groups.length).toBeGreaterThan(100)
  })

  it.each(dialects)('loads or is refused with a reason as %s', (dialect) => {
    for (const { title, schema } of groups) {
      const stated =
        typeof schema === 'object' && schema !== null ? { $schema: dialect, ...schema } : schema
      expect(outcome(JSON.stringify(stated)), title).toMatch(/^reads itself$|^refused: .+/)
    }
  })

  it('is read by its own draft, but for what lies on other servers', () => {
    const refused = groups
      .filter(({ title }) => title.startsWith('draft4/'))
      .map(({ title, schema }) => ({
        title,
        outcome: outcome(JSON.stringify({ $schema: dialects[0], ...(schema as object) })),
      }))
      .filter((one) => one.outcome !== 'reads itself')
    for (const one of refused) expect(one.outcome, one.title).toMatch(/refused: .*(http|fetch)/i)
  })
})
