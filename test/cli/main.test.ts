import { spawn } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { freshDatabase } from '../database.ts'
import { concordat, main, workspace } from './cli-process.ts'
import type { Workspace } from './cli-process.ts'

describe('the start of the command line', () => {
  let made: Workspace
  beforeAll(() => {
    made = workspace()
  })
  afterAll(() => made.remove())

  /** Files of ours and of packages that a run loads, as V8 itself counts them. */
  const loadedBy = async (...args: readonly string[]): Promise<readonly string[]> => {
    const folder = made.path(args.join('_'))
    await concordat(args, { environment: { NODE_V8_COVERAGE: folder } })
    const [report = ''] = readdirSync(folder)
    const { result } = JSON.parse(readFileSync(`${folder}/${report}`, 'utf8')) as {
      readonly result: readonly { readonly url: string }[]
    }
    return result.flatMap(({ url }) => (url.startsWith('file:') ? [fileURLToPath(url)] : []))
  }

  it('loads nothing beside itself to tell its version', async () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string }
    for (const flag of ['--version', '-V']) {
      expect(await concordat([flag])).toEqual({ status: 0, out: `${version}\n`, errors: '' })
      expect(await loadedBy(flag)).toEqual([main])
    }
  })

  it('loads neither formats nor server for a command that needs none', async () => {
    const loaded = await loadedBy('subjects', '--url', 'http://127.0.0.1:9')
    expect(
      loaded.filter((file) =>
        /\/dist\/(?:formats\/(?:avro|json|protobuf)|server|http|store)\b/.test(file),
      ),
    ).toEqual([])
    expect(
      loaded.filter((file) => /node_modules\/(?!(?:commander|lru-cache)\/)/.test(file)),
    ).toEqual([])
  })
})

describe('--json', () => {
  it('is an option of every command', async () => {
    const { out } = await concordat(['--help'])
    const [, list = ''] = out.split('Commands:\n')
    const names = [...list.matchAll(/^ {2}(\w+) /gm)]
      .map(([, name = '']) => name)
      .filter((name) => name !== 'help')
    expect(names.length).toBeGreaterThan(20)
    const helps = await Promise.all(
      names.map(async (name) => ({ name, help: (await concordat([name, '--help'])).out })),
    )
    expect(helps.filter(({ help }) => !help.includes('--json'))).toEqual([])
  })

  it('prints what migrate applied, which is nothing the second time', async () => {
    const database = await freshDatabase()
    const { status, out } = await concordat(['migrate', '--json', '--database-url', database.url])
    expect({ status, printed: JSON.parse(out) }).toEqual({ status: 0, printed: { applied: [] } })
    await database.drop()
  })

  it('prints where serve listens', async () => {
    const { status, out } = await new Promise<{ status: number | null; out: string }>((resolve) => {
      const child = spawn(process.execPath, [main, 'serve', '--memory', '--port', '0', '--json'])
      let printed = ''
      child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
        printed += chunk
        if (printed.endsWith('}\n')) child.kill('SIGTERM')
      })
      child.once('close', (code) => resolve({ status: code, out: printed }))
    })
    expect({ status, printed: JSON.parse(out) }).toEqual({
      status: 0,
      printed: {
        url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
        compatibility: 'BACKWARD',
      },
    })
  })

  it('wraps the script of completion', async () => {
    const plain = await concordat(['completion', 'bash'])
    const { out } = await concordat(['completion', 'bash', '--json'])
    const printed = JSON.parse(out) as { readonly shell: string; readonly script: string }
    expect(printed).toEqual({ shell: 'bash', script: plain.out })
  })
})

describe('an output that takes nothing', () => {
  const breaking = workspace({
    'old/a.avsc': '"int"',
    'new/a.avsc': '"string"',
  })
  afterAll(() => breaking.remove())

  const statusOf = (script: string): Promise<{ status: number | null; errors: string }> => {
    const command = `"$NODE" "$MAIN" check new --against old`
    const child = spawn('bash', ['-c', script.replace('CHECK', command)], {
      cwd: breaking.folder,
      env: { ...process.env, NODE: process.execPath, MAIN: main },
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    let errors = ''
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
      errors += chunk
    })
    return new Promise((resolve) => {
      child.once('close', (status) => resolve({ status, errors }))
    })
  }

  it('does not hide what was found, when its reader has gone', async () => {
    const ended = await statusOf('CHECK | true; exit "${PIPESTATUS[0]}"')
    expect(ended).toEqual({ status: 1, errors: '' })
  })

  it.skipIf(!existsSync('/dev/full'))('is no finding, when the disk is full', async () => {
    const { status, errors } = await statusOf('CHECK > /dev/full')
    expect(status).toBe(3)
    expect(errors).toMatch(/^concordat: the output cannot be written: ENOSPC[^\n]*\n$/)
  })
})
