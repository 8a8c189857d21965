import { registryError } from '../errors/registry-error.ts'
import {
  compatibilityPolicies,
  parseCompatibilityLevel,
  protobufRuleCategories,
  strictnesses,
} from '../model/compatibility-level.ts'
import type { CompatibilityLevel, CompatibilityPolicy } from '../model/compatibility-level.ts'
import type { ConfigUpdate } from '../model/config.ts'
import { asMetadata, asRuleSet, present, requireBody } from './read-body.ts'
import { asFlag, asText } from './read-value.ts'
import type { Members, Reader } from './read-value.ts'

/**
 * Reads the body of `PUT /config`: absent members stay absent, null and what reads as null clear.
 *
 * @throws RegistryError BODY_IS_NULL, BAD_REQUEST, INVALID_COMPATIBILITY_LEVEL,
 *   INVALID_CONFIG_VALUE
 * @see Rest-api 2.6
 */
export function readConfigUpdate(body: unknown, argument: string): ConfigUpdate {
  const members = requireBody(body, argument)
  const shaped = {
    alias: update(members, 'alias', asText),
    aliasForDeks: update(members, 'aliasForDeks', asText),
    normalize: update(members, 'normalize', asFlag),
    validateFields: update(members, 'validateFields', asFlag),
    validateNewSchemas: update(members, 'validateNewSchemas', asFlag),
    validateRules: update(members, 'validateRules', asFlag),
    compatibilityPolicy: update(members, 'compatibilityPolicy', asPolicy),
    compatibilityGroup: update(members, 'compatibilityGroup', asText),
    defaultMetadata: update(members, 'defaultMetadata', asMetadata),
    overrideMetadata: update(members, 'overrideMetadata', asMetadata),
    defaultRuleSet: update(members, 'defaultRuleSet', asRuleSet),
    overrideRuleSet: update(members, 'overrideRuleSet', asRuleSet),
  }
  // Words are looked at when the whole body has its shape.
  return present({
    ...shaped,
    compatibilityLevel: update(members, 'compatibility', asLevel),
    strictness: update(members, 'strictness', asOneOf(strictnesses)),
    protobufRules: update(members, 'protobufRules', asOneOf(protobufRuleCategories)),
  })
}

function update<T>(members: Members, name: string, reader: Reader<T>): T | null | undefined {
  if (!Object.hasOwn(members, name)) return undefined
  return reader(members[name], name) ?? null
}

const asLevel: Reader<CompatibilityLevel> = (value, path) => {
  const text = asText(value, path)
  if (text === undefined) return undefined
  const level = parseCompatibilityLevel(text)
  if (level === undefined) throw registryError('INVALID_COMPATIBILITY_LEVEL')
  return level
}

/** An unknown policy is silently none. */
const asPolicy: Reader<CompatibilityPolicy> = (value, path) => {
  const text = asText(value, path)?.toUpperCase()
  return compatibilityPolicies.find((policy) => policy === text)
}

/** One of our own members' values, refused like a level that is none. */
function asOneOf<T extends string>(values: readonly T[]): Reader<T> {
  return (value, path) => {
    const text = asText(value, path)
    if (text === undefined) return undefined
    const found = values.find((candidate) => candidate === text)
    if (found !== undefined) return found
    throw registryError('INVALID_CONFIG_VALUE', { member: path, value: text.slice(0, 100), values })
  }
}
