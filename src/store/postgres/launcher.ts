import { execFile, spawn, spawnSync } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import {
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import type { EmbeddedBinaries } from './embedded-binaries.ts'
import { findBinaries } from './embedded-binaries.ts'
import { canReach, findServerUser } from './server-user.ts'
import type { ServerUser } from './server-user.ts'
import { makeMemoryDirectory, makeTemporaryDirectory } from './temporary-directory.ts'

export interface LaunchOptions {
  /**
   * Where data lies; `undefined`: in memory or a temporary directory, without fsync, removed at the
   * end.
   */
  readonly dataDir: string | undefined
  /** Additional settings, such as `fsync: 'off'`. */
  readonly settings?: Readonly<Record<string, string>>
}

/** A PostgreSQL that lives as long as this process. */
export interface EmbeddedDatabase {
  readonly url: string
  /** Stops the server, finishing what it does; with a temporary directory removes that. */
  stop(): Promise<void>
}

const run = promisify(execFile)

const IN_USE_WAIT_MS = 3_000
const RESTART_WAIT_MS = 200

const always = {
  listen_addresses: '',
  max_connections: '120',
  jit: 'off',
  // Local disks seek well, and what is asked for often is in memory anyway.
  random_page_cost: '1.1',
  // LOG, but no complaint about statements: those reach whoever sent them.
  log_min_messages: 'log',
  log_checkpoints: 'off',
} as const
const volatile = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  // Nobody will recover from it, and it may lie in memory.
  max_wal_size: '128MB',
} as const

/**
 * Runs the server until it ends, or until the pipe that is its descriptor 3 closes: that happens
 * even when this process is killed. SIGINT is PostgreSQL's fast shutdown.
 */
const wrapper = `
  socket=$1 volatile=$2; shift 2
  "$@" 3<&- & server=$!
  trap 'asked=yes; kill -INT $server' USR1
  ( read -r _ <&3; kill -USR1 $$ ) >/dev/null 2>&1 & watcher=$!
  wait $server; status=$?
  while kill -0 $server 2>/dev/null; do wait $server; status=$?; done
  kill $watcher 2>/dev/null
  if [ "$asked" = yes ]; then rm -rf "$socket" "$volatile"; fi
  exit $status`

/**
 * Starts the PostgreSQL from npm on a Unix socket, making its data directory when it is new.
 *
 * Should the server end without being asked to, it is started again.
 *
 * @throws Error with one clear sentence: no binaries for this platform, directory in use or not
 *   reachable, server does not start
 */
export async function launchDatabase(options: LaunchOptions): Promise<EmbeddedDatabase> {
  const user = findServerUser()
  const temporary = makeTemporaryDirectory(user)
  const inMemory = options.dataDir === undefined ? makeMemoryDirectory(user) : undefined
  const home = options.dataDir === undefined ? (inMemory ?? temporary) : resolve(options.dataDir)
  const passing: Passing = [temporary, inMemory ?? temporary]
  const data = join(home, 'postgres')
  const settings = {
    ...always,
    ...(options.dataDir === undefined ? volatile : undefined),
    unix_socket_directories: temporary,
    ...options.settings,
  }
  let server: RunningServer | undefined
  let stopping = false
  try {
    mkdirSync(home, { recursive: true })
    const as = runAs(user, home)
    // Programs must be reachable without the right that suffices for data: access(2) ignores it.
    const binaries = findBinaries(
      user,
      options.dataDir === undefined || as.prefix.length > 0 ? temporary : home,
    )
    if (!existsSync(data)) await initialise(binaries, as, home, data)
    await waitUntilFree(data)
    const start = (): Promise<RunningServer> => startServer(binaries, as, data, settings, passing)
    const keep = (running: RunningServer): void => {
      server = running
      running.child.once('exit', () => {
        if (!stopping) void startAgain(start, () => stopping).then((next) => next && keep(next))
      })
    }
    keep(await start())
  } catch (thrown) {
    removeAll(passing)
    throw thrown
  }
  return {
    url: `postgresql:///postgres?host=${encodeURIComponent(temporary)}&user=postgres`,
    async stop(): Promise<void> {
      stopping = true
      await server?.stop()
      removeAll(passing)
    },
  }
}

async function startAgain(
  start: () => Promise<RunningServer>,
  isStopping: () => boolean,
): Promise<RunningServer | undefined> {
  // Its children may take a moment to notice, and hold the directory until then.
  while (!isStopping()) {
    await sleep(RESTART_WAIT_MS, undefined, { ref: false })
    try {
      const server = await start()
      if (!isStopping()) return server
      await server.stop()
    } catch {
      continue
    }
  }
  return undefined
}

/** What goes with the server: the directory of its socket, and that of its data when nobody keeps it. */
type Passing = readonly [string, string]

function removeAll(passing: Passing): void {
  for (const directory of passing) rmSync(directory, { recursive: true, force: true })
}

/** How to run a program as the server's user. */
interface RunAs {
  readonly user: ServerUser | undefined
  /** Put before the command. */
  readonly prefix: readonly string[]
}

/**
 * Finds a way for the server's user to reach its data, even inside of a home that is closed to it:
 * then it keeps root's right to enter any directory.
 */
function runAs(user: ServerUser | undefined, home: string): RunAs {
  if (user === undefined || canReach(user, join(home, '.'))) return { user, prefix: [] }
  const caps = ['--inh-caps=+dac_read_search', '--ambient-caps=+dac_read_search']
  const prefix = [
    'setpriv',
    `--reuid=${user.uid}`,
    `--regid=${user.gid}`,
    '--clear-groups',
    ...caps,
  ]
  const tried = spawnSync('setpriv', [...prefix.slice(1), 'test', '-e', join(home, '.')])
  if (tried.status === 0) return { user: undefined, prefix }
  throw new Error(
    `The user ${user.name}, whom PostgreSQL runs as, cannot reach ${home}: choose another data directory.`,
  )
}

/** Makes a cluster aside and renames it: a start that was killed leaves nothing half-made. */
async function initialise(
  binaries: EmbeddedBinaries,
  as: RunAs,
  home: string,
  data: string,
): Promise<void> {
  for (const name of readdirSync(home)) {
    const [, pid] = /^postgres\.init-(\d+)$/.exec(name) ?? []
    if (pid !== undefined && !isAlive(Number(pid))) rmSync(join(home, name), { recursive: true })
  }
  const making = `${data}.init-${process.pid}`
  mkdirSync(making)
  const owner = ownerOf(as)
  if (owner) chownSync(making, owner.uid, owner.gid)
  const [command, ...args] = [
    ...as.prefix,
    binaries.initdb,
    `--pgdata=${making}`,
    '--username=postgres',
    '--auth=trust',
    '--no-sync',
    '--no-instructions',
    '--encoding=UTF8',
    '--locale=C',
  ]
  try {
    // It takes its time, which others of this process use.
    await run(command, args, { ...credentials(as), env: environment })
  } catch (thrown) {
    rmSync(making, { recursive: true, force: true })
    const { stderr } = thrown as { readonly stderr?: string }
    const why = stderr ? reason(undefined, stderr) : (thrown as Error).message
    throw new Error(`PostgreSQL could not make its data directory: ${why}`, { cause: thrown })
  }
  try {
    renameSync(making, data)
  } catch {
    // A rival start was faster; only one of us will get the directory.
    rmSync(making, { recursive: true, force: true })
  }
}

/** Nothing of ours: a PGPORT or a locale would change what the server does and says. */
const environment = {
  PATH: '/usr/local/bin:/usr/bin:/bin:/usr/local/sbin:/usr/sbin:/sbin',
  LC_ALL: 'C',
  TZ: 'UTC',
}

function credentials({ user }: RunAs): { readonly uid?: number; readonly gid?: number } {
  return user === undefined ? {} : { uid: user.uid, gid: user.gid }
}

function ownerOf(as: RunAs): ServerUser | undefined {
  return as.prefix.length > 0 ? findServerUser() : as.user
}

interface RunningServer {
  readonly child: ChildProcess
  stop(): Promise<void>
}

/** Starts the server under its wrapper and waits until it accepts connections. */
async function startServer(
  binaries: EmbeddedBinaries,
  as: RunAs,
  data: string,
  settings: Readonly<Record<string, string>>,
  passing: Passing,
): Promise<RunningServer> {
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const [command = '', ...args] = [
    ...as.prefix,
    'sh',
    '-c',
    wrapper,
    'sh',
    ...passing,
    binaries.postgres,
    '-D',
    data,
    ...flags,
  ]
  const child = spawn(command, args, {
    ...credentials(as),
    env: environment,
    // Ctrl-C in a terminal is for us alone: requests in flight still need the database.
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
  })
  const pipe = child.stdio[3]
  const exited = new Promise<void>((done) => {
    child.once('exit', () => done())
    child.once('error', () => done())
  })
  const log = await new Promise<string>((done) => {
    let text = ''
    child.once('error', (error) => done(error.message))
    child.once('exit', () => done(text))
    child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
      text = (text + chunk).slice(-8_192)
      if (text.includes('ready to accept connections')) done('')
    })
  })
  if (log !== '') throw new Error(explain(log, data))
  child.unref()
  child.stderr?.removeAllListeners('data').resume()
  for (const stream of [child.stderr, pipe]) {
    if (stream && 'unref' in stream && typeof stream.unref === 'function') stream.unref()
  }
  return {
    child,
    async stop(): Promise<void> {
      child.ref()
      if (pipe && 'end' in pipe) pipe.end()
      await exited
    },
  }
}

function explain(log: string, data: string): string {
  if (/lock file "postmaster.pid" already exists|is still in use/.test(log)) return inUse(data)
  return `PostgreSQL did not start: ${reason(undefined, log)}`
}

function reason(error: Error | undefined, log: string | null): string {
  if (error) return error.message
  const lines = (log ?? '').trim().split('\n')
  return lines.findLast((line) => /FATAL|error:/i.test(line)) ?? lines.at(-1) ?? 'unknown reason'
}

function inUse(data: string): string {
  return `The data directory ${data} is in use by another process.`
}

/** Waits for the server of a killed process to go; it does so within a second. */
async function waitUntilFree(data: string): Promise<void> {
  const deadline = Date.now() + IN_USE_WAIT_MS
  const path = join(data, 'postmaster.pid')
  while (existsSync(path)) {
    const holder = readHolder(path)
    if (holder === undefined || !isAlive(holder)) return
    if (!isPostgres(holder)) {
      // After a crash of the machine or container its number may belong to anybody.
      rmSync(path, { force: true })
      return
    }
    if (Date.now() > deadline) throw new Error(inUse(data))
    await sleep(20)
  }
}

function readHolder(path: string): number | undefined {
  try {
    return Number.parseInt(readFileSync(path, 'utf8'), 10)
  } catch {
    return undefined
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (thrown) {
    return thrown instanceof Error && 'code' in thrown && thrown.code === 'EPERM'
  }
}

function isPostgres(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/comm`, 'utf8').trim() === 'postgres'
  } catch {
    // Not Linux: believe the file.
    return true
  }
}
