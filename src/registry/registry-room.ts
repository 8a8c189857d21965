import type { Store } from '../store/store.ts'
import type { SchemaParser } from './parse-schema.ts'
import type { RegistrySettings } from './registry-settings.ts'
import type { Resemblances } from './resemblances.ts'
import type { SubjectQueue } from './subject-queue.ts'
import type { Turns } from './turns.ts'
import type { VersionIndexes } from './version-index.ts'

/** What every use case works with. */
export interface RegistryRoom {
  readonly store: Store
  readonly settings: RegistrySettings
  readonly schemas: SchemaParser
  readonly resemblances: Resemblances
  readonly indexOf: VersionIndexes
  readonly queue: SubjectQueue
  readonly turns: Turns
}
