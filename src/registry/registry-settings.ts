import type { CompatibilityLevel } from '../model/compatibility-level.ts'

/** What the registry does by default; everything a registry needs to know beside its store. */
export interface RegistrySettings {
  /** Server default level. */
  readonly compatibilityLevel: CompatibilityLevel
  readonly modeMutability: boolean
  readonly validateFields: boolean
  readonly validateNewSchemas: boolean
  readonly rejectEmptySubject: boolean
  readonly strictReferenceVersions: boolean
  /** `drop` discards rule sets as the reference's open-source server does. Rest-api 3.12. */
  readonly ruleSets: 'store' | 'drop'
}
