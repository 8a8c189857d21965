import type { CompatibilityQuestion, VersionInput } from '../../compatibility/index.ts'
import type { OutsideReader } from '../project/closure.ts'
import type { ProjectSchema } from '../project/project.ts'

/** A state of a schema that others are held against. */
export interface BaseVersion {
  readonly input: VersionInput
  /** As messages call it: `version 7`, `git:main:schemas/order.avsc`. */
  readonly name: string
  readonly version?: number
  readonly schemaId?: number
}

/** The settings under which a check runs. */
export type CheckSettings = Omit<CompatibilityQuestion, 'candidate' | 'history' | 'level'> & {
  readonly level: NonNullable<CompatibilityQuestion['level']>
}

/** What was there before a schema, and what decides. */
export interface History {
  /** Oldest first; empty for a new subject. */
  readonly versions: readonly BaseVersion[]
  readonly settings: CheckSettings
  /** Who said the level: `registry, subject`, `concordat.yaml`. */
  readonly levelSource: string
}

/** What a project is held against. */
export interface Baseline {
  /** As it was asked for: `registry`, `git:main`, `old/`. */
  readonly name: string
  /** @throws CommandError, RequestError */
  historyOf(schema: ProjectSchema): Promise<History>
  readonly outside: OutsideReader
}
