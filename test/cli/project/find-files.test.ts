import { describe, expect, it } from 'vitest'
import { globPattern, shownPath } from '../../../src/cli/project/find-files.ts'

describe('globPattern', () => {
  it.each([
    { glob: '**/*.avsc', yes: ['a.avsc', 'x/y/a.avsc'], no: ['a.avsc.bak', 'a_avsc'] },
    { glob: 'a/*.proto', yes: ['a/b.proto'], no: ['a/b/c.proto', 'b/a/b.proto'] },
    { glob: 'a/**', yes: ['a/b', 'a/b/c'], no: ['b/a'] },
    { glob: '*.{avsc,proto}', yes: ['a.avsc', 'a.proto'], no: ['a.json', 'a.{avsc,proto}'] },
    { glob: './a/*.avsc', yes: ['a/b.avsc'], no: ['b.avsc', './a/b.avsc'] },
    { glob: 'v?.json', yes: ['v1.json'], no: ['v10.json', 'v/.json'] },
    { glob: 'a+(b)[c]$.json', yes: ['a+(b)[c]$.json'], no: ['aab.json'] },
  ])('understands $glob', ({ glob, yes, no }) => {
    const pattern = globPattern(glob)
    expect(yes.filter((path) => !pattern.test(path))).toEqual([])
    expect(no.filter((path) => pattern.test(path))).toEqual([])
  })
})

describe('shownPath', () => {
  it('leaves a path from the root as it is', () => {
    expect(shownPath('a/b', '/c/d.avsc')).toBe('/c/d.avsc')
    expect(shownPath('a/b', '../d.avsc')).toBe('a/d.avsc')
  })
})
