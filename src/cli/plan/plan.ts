import type { ConfigBody, MetadataBody, RuleSetBody } from '../../rest/bodies.ts'
import type { Finding } from '../check/finding.ts'

/** Marks plan files. */
export const PLAN_FORMAT = 'concordat-plan'
/** Raised when older readers would misread a file. */
export const PLAN_FORMAT_VERSION = 1

/** A reference as a plan holds it. */
export interface PlannedReference {
  readonly name: string
  readonly subject: string
  /** Absent: the version that this plan gives the subject. */
  readonly version?: number
}

/** Members of a config that a project may state. */
export type PlannedConfig = Pick<ConfigBody, 'compatibilityLevel' | 'strictness' | 'protobufRules'>

/** What shall become of one subject. */
export interface PlanEntry {
  readonly subject: string
  readonly file: string
  readonly action: 'create' | 'new-version' | 'unchanged' | 'refused'
  /** The newest live version when the plan was made; 0: none. */
  readonly base: number
  /** Where the content is already; with `unchanged`. */
  readonly version?: number
  readonly schemaId?: number
  readonly schemaType: string
  readonly schema: string
  readonly references: readonly PlannedReference[]
  readonly metadata?: MetadataBody
  readonly ruleSet?: RuleSetBody
  readonly normalize: boolean
  /** Settings to change before; absent members stay. */
  readonly config?: { readonly from: PlannedConfig; readonly to: PlannedConfig }
  /** Why it is refused, when the file is. */
  readonly findings: readonly Finding[]
  /** Why it is refused, when nothing is wrong with the file: a sentence. */
  readonly refusal?: string
}

/** A change set: what `apply` would do, in the order in which it would. */
export interface Plan {
  readonly format: typeof PLAN_FORMAT
  readonly formatVersion: number
  /** The registry that the project file names, without credentials. */
  readonly registry?: string
  /** Dependencies before dependents. */
  readonly entries: readonly PlanEntry[]
}

/** Whether carrying a plan out would change anything. */
export function changesAnything({ entries }: Plan): boolean {
  return entries.some(({ action, config }) => action !== 'unchanged' || config !== undefined)
}
