import type { ConfigBody } from '../../rest/bodies.ts'
import type { ProjectSettings } from '../project/project.ts'
import type { PlannedConfig } from './plan.ts'

/** The settings of a project as a config has them. */
export function statedConfig({ level, strictness, protobufRules }: ProjectSettings): PlannedConfig {
  return {
    ...(level === undefined ? {} : { compatibilityLevel: level }),
    ...(strictness === undefined ? {} : { strictness }),
    ...(protobufRules === undefined ? {} : { protobufRules }),
  }
}

/** What a config says of the members that are stated. */
export function statedMembers(config: ConfigBody, stated: PlannedConfig): PlannedConfig {
  const { compatibilityLevel, strictness, protobufRules } = config
  return {
    ...(stated.compatibilityLevel === undefined || compatibilityLevel === undefined
      ? {}
      : { compatibilityLevel }),
    ...(stated.strictness === undefined || strictness === undefined ? {} : { strictness }),
    ...(stated.protobufRules === undefined || protobufRules === undefined ? {} : { protobufRules }),
  }
}
