import type { Direction } from './compatibility-level.ts'
import type { Place } from './place.ts'

/** One difference in the answer's own words. Design 4. */
export interface Incompatibility {
  readonly kind: string
  readonly path: string
  readonly direction: Direction
  readonly version?: number
  readonly message: string
  readonly undecided?: boolean
  readonly reader?: Place
  readonly writer?: Place
  readonly hint?: string
}
