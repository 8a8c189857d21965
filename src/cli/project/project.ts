import type {
  CompatibilityLevel,
  ProtobufRuleCategory,
  Strictness,
} from '../../model/compatibility-level.ts'
import type { SchemaType } from '../../model/schema.ts'
import type { MetadataBody, RuleSetBody } from '../../rest/bodies.ts'
import type { NamedReference } from '../reference-flag.ts'

/** Settings that a project may state for its subjects; what is absent is the registry's business. */
export interface ProjectSettings {
  readonly level?: CompatibilityLevel
  readonly strictness?: Strictness
  readonly protobufRules?: ProtobufRuleCategory
}

/** One schema of a project. */
export interface ProjectSchema {
  readonly subject: string
  /** As messages show it: relative to where the command runs. */
  readonly file: string
  /** Relative to the folder that the project was read from, with slashes. */
  readonly path: string
  readonly schemaType: SchemaType
  readonly schemaText: string
  readonly references: readonly NamedReference[]
  readonly settings: ProjectSettings
  readonly metadata?: MetadataBody
  readonly ruleSet?: RuleSetBody
  readonly normalize: boolean
  /** Whether it is what the command was asked about; others are there to be referred to. */
  readonly selected: boolean
}

/** A finding that the project lives with. */
export interface AcceptedFinding {
  readonly subject: string
  /** Absent: any. */
  readonly kind?: string
  readonly path?: string
  readonly reason: string
  /** The last day on which it counts, `2026-12-31`. */
  readonly until?: string
}

/** Which source rules `lint` applies. */
export interface LintChoice {
  readonly use: readonly string[]
  readonly except: readonly string[]
}

/** A folder whose schema files belong to a project. */
export interface ProjectFolder {
  readonly folder: string
  /** Whether a file would belong to it, by its path below the folder. */
  readonly covers: (path: string) => boolean
}

/** A schema file that could not be read, and so not looked at. */
export interface UnreadableFile {
  readonly subject: string
  readonly file: string
  readonly path: string
  /** Why not. */
  readonly reason: string
}

/** Everything that a command works on. */
export interface Project {
  /** Dependencies before dependents, each subject once. */
  readonly schemas: readonly ProjectSchema[]
  /** Only where the command goes on without them. */
  readonly unreadable: readonly UnreadableFile[]
  /** Where its files were looked for, so that one that is gone can be missed. */
  readonly folders: readonly ProjectFolder[]
  readonly accepted: readonly AcceptedFinding[]
  /** As messages show it. */
  readonly projectFile?: string
  readonly registryUrl?: string
  readonly lint?: LintChoice
}
