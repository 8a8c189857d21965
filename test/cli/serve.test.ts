import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'
import { freshDatabase } from '../database.ts'
import { startRegistry } from '../running-registry.ts'

const main = fileURLToPath(new URL('../../dist/bin/concordat.js', import.meta.url))
const folders: string[] = []

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'concordat-serve-'))
  folders.push(made)
  return made
}

afterAll(() => {
  for (const made of folders) rmSync(made, { recursive: true, force: true })
})

/** Runs `serve` where it must fail. */
function refused(flags: readonly string[], environment: Record<string, string> = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, 'serve', ...flags], {
    env: { ...process.env, ...environment },
    encoding: 'utf8',
    timeout: 30_000,
  })
  return { status, stdout, stderr }
}

const schema = { schema: '"string"' }

async function register(url: string, subject: string, body: object = schema): Promise<number> {
  const answer = await fetch(`${url}/subjects/${subject}/versions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  return answer.status
}

async function subjects(url: string): Promise<unknown> {
  return (await fetch(`${url}/subjects`)).json()
}

describe('concordat serve', () => {
  it('prints what a newcomer needs, and last the line that tells where it listens', async () => {
    const registry = await startRegistry()
    const lines = registry.printed.trimEnd().split('\n')
    expect(lines.at(-1)).toMatch(/listening on http:\/\/127\.0\.0\.1:\d+$/)
    for (const word of [registry.url, 'BACKWARD', 'curl', 'DATABASE_URL=', 'temporary database']) {
      expect(registry.printed).toContain(word)
    }
    registry.kill('SIGINT')
    expect(await registry.exited).toEqual({ code: 0, signal: null })
  })

  it('keeps its data between starts and ends with 0 on SIGTERM', async () => {
    const data = folder()
    const first = await startRegistry(['--data-dir', data])
    expect(await register(first.url, 'kept')).toBe(200)
    first.kill('SIGTERM')
    expect(await first.exited).toEqual({ code: 0, signal: null })
    const second = await startRegistry(['--data-dir', data])
    expect(await subjects(second.url)).toEqual(['kept'])
    await second.close()
  })

  it('survives kill -9: its PostgreSQL stops within a second and the next start has everything', async () => {
    const data = folder()
    const first = await startRegistry(['--data-dir', data])
    expect(await register(first.url, 'kept')).toBe(200)
    const pidFile = join(data, 'postgres', 'postmaster.pid')
    const postgres = Number(readFileSync(pidFile, 'utf8').split('\n')[0])
    first.kill('SIGKILL')
    await first.exited
    const deadline = Date.now() + 1000
    while (isAlive(postgres) && Date.now() < deadline) await new Promise(setImmediate)
    expect(isAlive(postgres)).toBe(false)
    const second = await startRegistry(['--data-dir', data])
    expect(await subjects(second.url)).toEqual(['kept'])
    await second.close()
  })

  it('removes the temporary database of --memory', async () => {
    const temporary = folder()
    const registry = await startRegistry(['--memory'], { TMPDIR: temporary })
    expect(await register(registry.url, 'gone')).toBe(200)
    expect(readdirSync(temporary)).not.toEqual([])
    await registry.close()
    expect(readdirSync(temporary)).toEqual([])
  })

  it('finishes requests in flight when it is told to stop', async () => {
    const registry = await startRegistry()
    const answers = Array.from({ length: 50 }, (_, i) => register(registry.url, `s${i}`))
    await Promise.race(answers)
    registry.kill('SIGTERM')
    const settled = await Promise.allSettled(answers)
    expect(await registry.exited).toEqual({ code: 0, signal: null })
    const statuses = settled.filter((one) => one.status === 'fulfilled').map((one) => one.value)
    expect(statuses.length).toBeGreaterThan(0)
    expect(new Set(statuses)).toEqual(new Set([200]))
  })

  it('takes the default level from the flag, the variable, and the flag before the variable', async () => {
    const database = await freshDatabase()
    const level = async (flags: string[], variables: Record<string, string>) => {
      const registry = await startRegistry(flags, { DATABASE_URL: database.url, ...variables })
      const answer = await (await fetch(`${registry.url}/config`)).json()
      await registry.close()
      return answer
    }
    const full = { compatibilityLevel: 'FULL' }
    expect(await level(['--compatibility', 'full'], {})).toEqual(full)
    expect(await level([], { CONCORDAT_COMPATIBILITY: 'full' })).toEqual(full)
    const none = { CONCORDAT_COMPATIBILITY: 'NONE' }
    expect(await level(['--compatibility', 'FULL'], none)).toEqual(full)
    await database.drop()
  })

  it.each([
    { flags: ['--prot', '1'], status: 2, says: "unknown option '--prot'" },
    { flags: ['--port', 'many'], status: 2, says: '--port must be a whole number from 0 to 65535' },
    { flags: ['--compatibility', 'SOME'], status: 2, says: '--compatibility must be NONE,' },
    {
      flags: ['--memory', '--database-url', 'postgres://x'],
      status: 2,
      says: 'exclude each other',
    },
    {
      flags: ['--database-url', 'jdbc:postgresql://me:secret@db/x'],
      status: 2,
      says: '--database-url must be written postgres://user:password@host:port/database\n',
    },
    {
      flags: ['--database-url', 'postgres://nobody@127.0.0.1:1/none'],
      status: 3,
      says: 'The database cannot be reached',
    },
    {
      flags: ['--database-url', 'mysql://user:secret@host/database'],
      status: 2,
      says: 'must be written postgres://user:password@host:port/database\n',
    },
    {
      flags: ['--database-url', 'postgres://host:99999/database'],
      status: 2,
      says: 'must be written postgres://',
    },
    { flags: ['--memory', '--host', '203.0.113.7'], status: 3, says: 'choose one with --host' },
  ])('refuses $flags with one sentence', ({ flags, status, says }) => {
    const end = refused(flags)
    expect(end.stderr).toContain(says)
    expect(end.stderr).not.toMatch(/^\s+at |secret/m)
    expect(end.status).toBe(status)
  })

  it('refuses an unknown CONCORDAT_ variable by its name', () => {
    const end = refused([], { CONCORDAT_PROT: '1' })
    expect(end.stderr).toContain('CONCORDAT_PROT is no setting')
    expect(end.status).toBe(2)
  })

  it('refuses a port that is taken', async () => {
    const holder = createServer()
    await new Promise<void>((resolve) => {
      holder.listen(0, '127.0.0.1', resolve)
    })
    const { port } = holder.address() as AddressInfo
    const end = refused(['--memory', '--port', String(port)])
    holder.close()
    expect(end.stderr).toContain(`port ${port} on 127.0.0.1 is taken`)
    expect(end.stderr.trimEnd().split('\n')).toHaveLength(1)
    expect(end.status).toBe(3)
  })

  it('refuses a data directory that another process uses', async () => {
    const data = folder()
    const registry = await startRegistry(['--data-dir', data])
    const end = refused(['--port', '0', '--data-dir', data])
    expect(end.stderr).toContain('is in use by another process')
    expect(end.stderr.trimEnd().split('\n')).toHaveLength(1)
    expect(end.status).toBe(3)
    expect(await subjects(registry.url)).toEqual([])
    await registry.close()
  })
})

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
