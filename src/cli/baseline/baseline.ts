import type { ResolvedReference } from '../../formats/format.ts'
import type { CompatibilityQuestion, VersionInput } from '../../compatibility/index.ts'
import type { OfferConfig, Annotations } from '../check/annotations.ts'
import type { OutsideReader } from '../project/closure.ts'
import type { ProjectSchema } from '../project/project.ts'

/** A state of a schema that others are held against. */
export interface BaseVersion {
  readonly input: VersionInput
  /** What is stored beside the text; absent where nobody keeps such. */
  readonly annotations?: Annotations
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
  /** What changes every registration on its way. */
  readonly offerConfig: OfferConfig
  /** Who said the level: `registry, subject`, `concordat.yaml`. */
  readonly levelSource: string
}

/** Who refers to a schema, as it would be with that schema changed. */
export interface Referrer {
  readonly schema: ProjectSchema
  readonly references: readonly ResolvedReference[]
  readonly history: History
}

/** A file that was there. */
export interface VanishedFile {
  /** As messages call it. */
  readonly name: string
  /** Relative to the folder of the project. */
  readonly path: string
  readonly schemaText: string
}

/** What a project is held against. */
export interface Baseline {
  /** As it was asked for: `registry`, `git:main`, `old/`. */
  readonly name: string
  /** @throws CommandError, RequestError */
  historyOf(schema: ProjectSchema): Promise<History>
  readonly outside: OutsideReader
  /** Protobuf files of the project's folders that are gone. @throws CommandError */
  vanished(): Promise<readonly VanishedFile[]>
  /**
   * Those outside of the project whose latest version refers to the latest version of a schema.
   *
   * @param needs what the changed schema itself refers to, dependencies first
   * @throws RequestError
   */
  referrersOf(
    schema: ProjectSchema,
    needs: readonly ResolvedReference[],
  ): Promise<readonly Referrer[]>
}
