import { spawnSync } from 'node:child_process'
import { chmodSync, readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { main, record, workspace } from './cli-process.ts'
import type { Workspace } from './cli-process.ts'

interface Action {
  readonly inputs: Readonly<Record<string, { readonly default: string }>>
  readonly runs: {
    readonly using: string
    readonly steps: readonly {
      readonly run: string
      readonly env: Readonly<Record<string, string>>
    }[]
  }
}

const text = readFileSync(new URL('../../action.yml', import.meta.url), 'utf8')
const action = parse(text) as Action

describe('the GitHub Action', () => {
  let made: Workspace

  /** Runs the step as a runner does, `npx` standing for the built command line. */
  function run(inputs: Readonly<Record<string, string>>) {
    const [step] = action.runs.steps
    if (step === undefined) throw new Error('the action has no step')
    const given = Object.entries(step.env).map(([name, value]) => {
      const input = /inputs\.([\w-]+)/.exec(value)?.[1] ?? ''
      return [name, inputs[input] ?? action.inputs[input]?.default ?? '']
    })
    made.write({ output: '' })
    const ended = spawnSync('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', step.run], {
      cwd: made.folder,
      encoding: 'utf8',
      env: {
        ...(Object.fromEntries(given) as Record<string, string>),
        PATH: `${made.folder}/bin:${process.env['PATH']}`,
        GITHUB_OUTPUT: made.path('output'),
      },
    })
    return { ...ended, output: readFileSync(made.path('output'), 'utf8') }
  }

  beforeAll(() => {
    made = workspace({
      'bin/npx': `#!/bin/sh\nshift\necho "$1" > "$PWD/package"\nshift\nexec "${process.execPath}" "${main}" "$@"\n`,
      'old/a b.avsc': record('R', { a: 'int' }),
      'new/a b.avsc': record('R', { a: 'string' }),
    })
    chmodSync(made.path('bin/npx'), 0o755)
  })
  afterAll(() => made.remove())

  it('annotates lines and ends with what the command ends with', () => {
    const ended = run({ targets: 'new', against: 'old', version: '1.2.3' })
    expect(ended.stdout).toMatch(/^::error file=new\/a b\.avsc,line=8,col=15,title=TYPE_MISMATCH::/)
    expect(ended.status).toBe(1)
    expect(ended.output).toBe('exit-code=1\n')
    expect(readFileSync(made.path('package'), 'utf8')).toBe('concordat@1.2.3\n')
  })

  it('takes several targets, one a line, blanks in their names and all', () => {
    const ended = run({ targets: 'old/a b.avsc\nold\n', against: 'old' })
    expect(ended).toMatchObject({ status: 0, stdout: '', output: 'exit-code=0\n' })
  })

  it('keeps what is printed for an upload', () => {
    const ended = run({ targets: 'new', against: 'old', format: 'sarif', output: 'out.sarif' })
    expect(ended.status).toBe(1)
    expect(readFileSync(made.path('out.sarif'), 'utf8')).toBe(ended.stdout)
  })

  it('runs no text that an input holds', () => {
    const ended = run({ targets: '$(touch pwned); `touch pwned`', against: 'old' })
    expect(ended.status).toBe(2)
    expect(spawnSync('ls', [made.folder], { encoding: 'utf8' }).stdout).not.toContain('pwned')
  })

  it('does not pass when what is printed cannot be kept', () => {
    const output = 'no/such/folder.json'
    const passed = run({ targets: 'old', against: 'old', format: 'json', output })
    expect(passed).toMatchObject({ status: 2, output: 'exit-code=2\n' })
    expect(passed.stdout).toContain(`::error::output: '${output}' cannot be written`)
    const found = run({ targets: 'new', against: 'old', format: 'json', output })
    expect(found).toMatchObject({ status: 1, output: 'exit-code=1\n' })
  })

  it('refuses other commands, and tells a registry that is down', () => {
    expect(run({ command: 'delete' })).toMatchObject({ status: 2, output: 'exit-code=2\n' })
    const down = run({ targets: 'new', url: 'http://127.0.0.1:9' })
    expect(down).toMatchObject({ status: 3, output: 'exit-code=3\n' })
  })
})
