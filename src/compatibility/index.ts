/** Door `concordat/compatibility`: the checkers as a pure library, without server or store. */
export { checkCompatibility } from './check-compatibility.ts'
export type { CompatibilityQuestion, SchemaInput, VersionInput } from './check-compatibility.ts'
export type { Verdict } from './check.ts'
export { SchemaFault } from '../formats/schema-fault.ts'
export {
  compatibilityLevels,
  compatibilityPolicies,
  parseCompatibilityLevel,
  protobufRuleCategories,
  strictnesses,
} from '../model/compatibility-level.ts'
export type {
  CompatibilityLevel,
  CompatibilityPolicy,
  Direction,
  ProtobufRuleCategory,
  Strictness,
} from '../model/compatibility-level.ts'
export type { Incompatibility } from '../model/incompatibility.ts'
export type { Metadata } from '../model/metadata.ts'
export type { Place } from '../model/place.ts'
export { schemaTypes } from '../model/schema.ts'
export type { SchemaType } from '../model/schema.ts'
