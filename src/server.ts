/**
 * Door `concordat/server`: the registry as a process, or inside of another one.
 *
 * The only place where the rooms are wired: config -> store -> registry -> app -> listen.
 */
import { readFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import type { FastifyInstance } from 'fastify'
import type { ServerConfig } from './config.ts'
import { keepTickShape } from './http/tick-shape.ts'
import type { Registry } from './registry/registry.ts'
import type { EmbeddedDatabase } from './store/postgres/launcher.ts'
import type { Store } from './store/store.ts'

export { ConfigError, loadConfig } from './config.ts'
export type { ServerConfig } from './config.ts'

const SWEEP_MS = 20

/** A registry that answers without a socket: `app.inject()`, or a route of another Fastify. */
export interface EmbeddedRegistry {
  readonly app: FastifyInstance
  readonly registry: Registry
  /** Finishes requests in flight, then lets go of the database; stops the embedded one. */
  close(): Promise<void>
}

/** A registry that listens. */
export interface RunningServer extends EmbeddedRegistry {
  /** `http://HOST:PORT`, with the port really taken. */
  readonly url: string
}

/**
 * Opens the database, migrates it, and builds the service over it; it does not listen.
 *
 * @throws Error with one sentence: database unreachable or newer than this program, data directory
 *   in use, no embedded PostgreSQL for this platform
 */
export async function createServer(config: ServerConfig): Promise<EmbeddedRegistry> {
  keepTickShape()
  const launching = launch(config)
  try {
    const opening = open(config, launching)
    const [opened, rooms, embedded] = await Promise.all([opening, loadRooms(), launching])
    const { buildApp, cacheStore, createRegistry, destination, pino } = rooms
    const store = cacheStore(opened, { maxBytes: config.cacheBytes })
    const registry = createRegistry(store, {
      compatibilityLevel: config.compatibility,
      modeMutability: config.modeMutability,
      validateFields: config.validateFields,
      validateNewSchemas: config.validateNewSchemas,
      rejectEmptySubject: config.rejectEmptySubject,
      strictReferenceVersions: config.strictReferenceVersions,
      ruleSets: config.ruleSets,
    })
    let stopping = false
    const app = await buildApp(registry, {
      bodyLimit: config.bodyLimit,
      corsOrigin: config.corsOrigin,
      responseHeaders: config.responseHeaders,
      associations: config.associations,
      rejectOptions: config.rejectOptions,
      compression: config.compression,
      cacheBytes: config.cacheBytes,
      logger: pino({ level: config.logLevel }, destination({ dest: 2, sync: false })),
      build: buildName(),
      isStopping: () => stopping,
    })
    return {
      app,
      registry,
      async close() {
        stopping = true
        await closeApp(app)
        await store.close()
        await embedded?.stop()
      },
    }
  } catch (error) {
    await launching.then(
      (embedded) => embedded?.stop(),
      () => undefined,
    )
    throw error
  }
}

/** Opens and migrates the database, as soon as the store's own modules are read. */
async function open(
  config: ServerConfig,
  launching: Promise<EmbeddedDatabase | undefined>,
): Promise<Store> {
  const { openStore } = await import('./store/postgres/postgres-store.ts')
  const embedded = await launching
  return openStore({
    url: config.databaseUrl ?? embedded?.url ?? '',
    poolSize: config.poolSize,
    ...(config.metadataSecret === undefined ? {} : { secret: config.metadataSecret }),
    ...(config.metadataOldSecret === undefined ? {} : { oldSecret: config.metadataOldSecret }),
  })
}

/** Half of a start is reading modules: it goes on while PostgreSQL makes itself ready. */
async function loadRooms() {
  const [cache, registry, app, log] = await Promise.all([
    import('./store/cached-store.ts'),
    import('./registry/create-registry.ts'),
    import('./http/app.ts'),
    import('pino'),
  ])
  return { ...cache, ...registry, ...app, ...log }
}

/**
 * Starts the registry and listens.
 *
 * @throws Error as {@link createServer} does, and when the port is taken
 */
export async function startServer(config: ServerConfig): Promise<RunningServer> {
  const server = await createServer(config)
  try {
    await server.app.listen({ port: config.port, host: config.host })
  } catch (error) {
    await server.close()
    throw new Error(listenFault(error, config), { cause: error })
  }
  const { port } = server.app.server.address() as AddressInfo
  const host = config.host.includes(':') ? `[${config.host}]` : config.host
  return { ...server, url: `http://${host}:${port}` }
}

/** Connections that were busy when closing began turn idle later, and would be waited for. */
async function closeApp(app: FastifyInstance): Promise<void> {
  const sweep = setInterval(() => app.server.closeIdleConnections(), SWEEP_MS)
  try {
    await app.close()
  } finally {
    clearInterval(sweep)
  }
}

async function launch(config: ServerConfig): Promise<EmbeddedDatabase | undefined> {
  if (config.databaseUrl !== undefined) return undefined
  // Loaded only when it is needed: a server on a database of its own carries no launcher.
  const { launchDatabase } = await import('./store/postgres/launcher.ts')
  return launchDatabase({ dataDir: config.memory ? undefined : config.dataDir })
}

function listenFault(error: unknown, { host, port }: ServerConfig): string {
  const code = (error as NodeJS.ErrnoException).code
  if (code === 'EADDRINUSE') {
    return `port ${port} on ${host} is taken by another process; choose one with --port, or 0 for any free one`
  }
  if (code === 'EACCES') return `port ${port} may not be opened by this user; choose one above 1023`
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
    return `${host} is no address of this machine; choose one with --host`
  }
  return `cannot listen on ${host}:${port}: ${(error as Error).message}`
}

function buildName(): string {
  const text = readFileSync(new URL('../package.json', import.meta.url), 'utf8')
  return `concordat-${(JSON.parse(text) as { version: string }).version}`
}
