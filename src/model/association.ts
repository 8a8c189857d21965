/** How tightly a subject belongs to a resource. */
export const lifecycles = ['STRONG', 'WEAK'] as const
export type Lifecycle = (typeof lifecycles)[number]

export type AssociationType = 'key' | 'value'

/** A link between a resource (a topic) and a subject. Rest-api 2.0, 3.14. */
export interface Association {
  /** Context-qualified. */
  readonly subject: string
  /** Random UUIDv4. */
  readonly guid: string
  readonly resourceName: string
  readonly resourceNamespace: string
  readonly resourceId: string
  /** Always `topic` today. */
  readonly resourceType: string
  readonly associationType: AssociationType
  readonly lifecycle: Lifecycle
  readonly frozen: boolean
  /** Milliseconds since the epoch. */
  readonly createTs: number
  readonly updateTs: number
}

/** Which associations a list asks for; absent parts match everything. */
export interface AssociationFilter {
  /** Context-qualified. */
  readonly subject?: string
  readonly resourceId?: string
  readonly resourceName?: string
  readonly resourceNamespace?: string
  readonly resourceType?: string
  readonly associationTypes?: readonly string[]
  readonly lifecycles?: readonly Lifecycle[]
}
