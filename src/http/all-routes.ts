import type { Registry } from '../registry/registry.ts'
import type { ReadyCache } from './ready-cache.ts'
import type { Route } from './route-table.ts'
import { associationRoutes } from './routes/associations.ts'
import { compatibilityRoutes } from './routes/compatibility.ts'
import { configRoutes } from './routes/config.ts'
import { contextRoutes } from './routes/contexts.ts'
import { healthRoutes } from './routes/health.ts'
import { modeRoutes } from './routes/mode.ts'
import { schemaTextRoutes } from './routes/schema-texts.ts'
import { schemaRoutes } from './routes/schemas.ts'
import { serverRoutes } from './routes/server.ts'
import { settingsRoutes } from './routes/settings.ts'
import { subjectVersionRoutes } from './routes/subject-versions.ts'
import { subjectRoutes } from './routes/subjects.ts'

/** What the server says about itself, and what it offers. */
export interface ServerFacts {
  readonly build: string
  readonly isStopping: () => boolean
  /** Whether the operations of rest-api 2.10 are there. */
  readonly associations: boolean
}

/** Every operation of the protocol, and ours; `openapi/registry.yaml` says the same. */
export function allRoutes(
  registry: Registry,
  cache: ReadyCache,
  server: ServerFacts,
): readonly Route[] {
  return [
    ...serverRoutes(registry, server.build),
    ...schemaTextRoutes(registry, cache),
    ...schemaRoutes(registry),
    ...subjectRoutes(registry, cache),
    ...subjectVersionRoutes(registry, cache),
    ...compatibilityRoutes(registry),
    ...configRoutes(registry),
    ...modeRoutes(registry),
    ...settingsRoutes(registry),
    ...contextRoutes(registry),
    ...(server.associations ? associationRoutes(registry) : []),
    ...healthRoutes(registry, server.isStopping),
  ]
}
