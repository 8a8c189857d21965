import { describe, expect, it } from 'vitest'
import { parseProjectFile } from '../../../src/cli/project/project-file.ts'

describe('parseProjectFile', () => {
  it('understands what is written once and referred to', () => {
    const { subjects } = parseProjectFile(
      'c.yaml',
      [
        'subjects:',
        '  a: { file: a.avsc, level: &level FULL, metadata: &owned { properties: { owner: a team } } }',
        '  b: { file: b.avsc, level: *level, metadata: *owned, references: [&money { name: M, subject: m }] }',
        '  c: { file: c.avsc, references: [*money] }',
      ].join('\n'),
    )
    expect(subjects.get('b')).toMatchObject({
      settings: { level: 'FULL' },
      metadata: { properties: { owner: 'a team' } },
    })
    expect(subjects.get('c')?.references).toEqual([{ name: 'M', subject: 'm' }])
  })

  it.each([
    'subjects: &a { b: *a }',
    'files: &a [*a]',
    'subjects: { b: { file: f, references: &a [*a] } }',
  ])('ends with what refers to itself: %s', (text) => {
    expect(() => parseProjectFile('c.yaml', text)).toThrow(/^c\.yaml:1:\d+: /)
  })
})
