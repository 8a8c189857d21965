import { spawnSync } from 'node:child_process'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { concordat, workspace } from './cli-process.ts'
import type { Workspace } from './cli-process.ts'

/** How each shell is asked what a line that is being typed may become. */
const shells: Readonly<Record<string, (made: Workspace, line: string, until: string) => string>> = {
  bash(made, line) {
    made.write({
      'ask.bash': `source ./script.bash\nCOMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _concordat; echo "\${COMPREPLY[*]}"\n`,
    })
    const words = line.split(' ')
    return output('bash', ['ask.bash', ...words], made)
  },
  // Zsh completes only for somebody who types: it is given a terminal, and a tab.
  zsh(made, line, until) {
    made.write({
      'ask.zsh': [
        'zmodload zsh/zpty',
        'zpty typist zsh -f -i',
        `zpty -w typist "PS1= PROMPT2=; source ./script.zsh; setopt auto_list no_list_ambiguous; print is-r''eady"`,
        `zpty -r -m typist seen '*is-ready*'`,
        `zpty -w -n typist $'${line}\\t'`,
        `zpty -r -m typist seen '*${until}*'`,
        'print -r -- $seen',
        'zpty -d typist',
        '',
      ].join('\n'),
    })
    return output('zsh', ['-f', 'ask.zsh'], made)
  },
  fish(made, line) {
    return output('fish', ['-c', `source script.fish; complete -C'${line}'`], made)
  },
}

function output(shell: string, args: readonly string[], made: Workspace): string {
  const { stdout, stderr } = spawnSync(shell, args, {
    cwd: made.folder,
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], HOME: made.folder, TERM: 'dumb' },
    timeout: 20_000,
    killSignal: 'SIGKILL',
  })
  expect(stderr).toBe('')
  return stdout
}

function isThere(shell: string): boolean {
  return spawnSync(shell, ['-c', 'true']).status === 0
}

describe.each(Object.keys(shells))('completion in %s', (shell) => {
  let made: Workspace
  beforeAll(async () => {
    made = workspace({ 'schema.avsc': '"int"' })
    const { out, status, errors } = await concordat(['completion', shell])
    expect({ status, errors }).toEqual({ status: 0, errors: '' })
    made.write({ [`script.${shell}`]: out })
  })
  afterAll(() => made.remove())

  if (!isThere(shell)) {
    it(`is not tried here, for there is no ${shell}`, () => {
      expect(isThere(shell)).toBe(false)
      console.info(`completion in ${shell} was not tried: it is not installed`)
    })
    return
  }

  it('is a script that the shell can read', () => {
    expect(
      spawnSync(shell, ['-n', made.path(`script.${shell}`)], { encoding: 'utf8' }),
    ).toMatchObject({ status: 0, stderr: '' })
  })

  it.each([
    { line: 'concordat compat s', completed: 'set', not: 'NONE' },
    { line: 'concordat compat get N', completed: 'NONE', not: 'set' },
    { line: 'concordat get check --del', completed: '--deleted', not: '--against' },
  ])('knows the place of what follows $line', ({ line, completed, not }) => {
    const shown = shells[shell]?.(made, line, completed)
    expect(shown).toContain(completed)
    expect(shown?.replace(line, '')).not.toContain(not)
  })

  it.each([
    { line: 'concordat che', completed: 'check' },
    { line: 'concordat check --aga', completed: '--against' },
    { line: 'concordat export --to', completed: '--token' },
    { line: 'concordat check --format sar', completed: 'sarif' },
    { line: 'concordat check --level FULL_', completed: 'FULL_TRANSITIVE' },
    { line: 'concordat compat uns', completed: 'unset' },
    { line: 'concordat mode set READW', completed: 'READWRITE' },
    { line: 'concordat completion zs', completed: 'zsh' },
    { line: 'concordat check sche', completed: 'schema.avsc' },
    { line: 'concordat check --config sche', completed: 'schema.avsc' },
  ])('makes $completed of $line', ({ line, completed }) => {
    expect(shells[shell]?.(made, line, completed)).toContain(completed)
  })
})
