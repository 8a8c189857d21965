import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Explanation } from '../../src/cli/explain/explanations.ts'
import { concordat, record, workspace } from './cli-process.ts'
import type { Workspace } from './cli-process.ts'

const explained = async (...args: readonly string[]): Promise<readonly Explanation[]> =>
  JSON.parse((await concordat(['explain', '--json', ...args])).out) as readonly Explanation[]

describe('concordat explain', () => {
  let made: Workspace
  beforeAll(() => {
    made = workspace()
  })
  afterAll(() => made.remove())

  it('says what a rule means in every format, in any letter case', async () => {
    const { out, errors, status } = await concordat(['explain', 'field_no_delete'])
    expect({ errors, status }).toEqual({ errors: '', status: 0 })
    expect(out).toBe(
      [
        'FIELD_NO_DELETE  Avro, lint: applied by SOURCE',
        '  record field removed',
        'FIELD_NO_DELETE  Protobuf, lint: applied by CSR, FILE, PACKAGE',
        "  The field at '<path>' in the old schema is gone from the new schema",
        '',
      ].join('\n'),
    )
  })

  it('says whether a difference breaks, and what helps', async () => {
    expect(await explained('ENUM_ARRAY_NARROWED')).toMatchObject([
      {
        schemaType: 'JSON',
        command: 'check',
        effect: 'breaks',
        fix: 'Keep the values that were removed; add new ones beside them.',
      },
    ])
    expect(await explained('MESSAGE_ADDED')).toMatchObject([{ effect: 'harmless' }])
  })

  it('knows rules by the ids of older versions', async () => {
    expect(await explained('FIELD_SAME_LABEL')).toMatchObject([{ rule: 'FIELD_SAME_CARDINALITY' }])
  })

  it('lists every rule, each with a meaning', async () => {
    const all = await explained()
    expect(all.length).toBeGreaterThan(200)
    expect(all.filter(({ meaning }) => !/\w/.test(meaning) || /%[12pi]/.test(meaning))).toEqual([])
    const { out } = await concordat(['explain'])
    expect(out.trimEnd().split('\n')).toEqual([...new Set(all.map(({ rule }) => rule))])
  })

  it('refuses what is no rule', async () => {
    const { errors, status } = await concordat(['explain', '__proto__'])
    expect(errors).toContain("'__proto__' is no rule of check or lint")
    expect(status).toBe(2)
  })

  it('is pointed at by a report with problems', async () => {
    made.write({ 'old.avsc': record('R', { a: 'int' }), 'new.avsc': record('R', { a: 'string' }) })
    const { out } = await concordat(['check', 'new.avsc', '--against', 'old.avsc'], {
      folder: made.folder,
    })
    expect(out).toContain('(concordat explain TYPE_MISMATCH)')
  })
})
