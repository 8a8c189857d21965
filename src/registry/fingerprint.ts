import { createHash, hash as hashOnce } from 'node:crypto'
import { ruleLists } from '../model/rule-set.ts'
import type { Hash } from 'node:crypto'
import type { Metadata } from '../model/metadata.ts'
import type { Rule, RuleSet } from '../model/rule-set.ts'
import type { SchemaContent } from '../model/schema.ts'

/** What a fingerprint covers: everything but the schema type. Rest-api 3.16. */
export type Fingerprinted = Omit<SchemaContent, 'schemaType'>

const PRESENT = Uint8Array.of(1)

/**
 * The guid of a content: MD5 over its parts, printed as a lower-case UUID with no version bits set.
 *
 * References count as stored: versions resolved, subjects as sent.
 *
 * @see Rest-api 3.16
 */
export function fingerprint(content: Fingerprinted): string {
  const { schemaText, references, metadata, ruleSet } = content
  if (references.length === 0 && metadata === undefined && ruleSet === undefined) {
    // The common case, a third faster: much of a lookup's time goes here.
    return printGuid(hashOnce('md5', schemaText, 'hex'))
  }
  const hash = createHash('md5').update(schemaText)
  for (const { name, subject, version } of references) {
    const number = Buffer.alloc(4)
    number.writeInt32BE(version)
    hash.update(name).update(subject).update(number)
  }
  if (metadata !== undefined) addMetadata(hash, metadata)
  if (ruleSet !== undefined) addRuleSet(hash, ruleSet)
  return printGuid(hash.digest('hex'))
}

function printGuid(hex: string): string {
  const at = (from: number, to: number): string => hex.slice(from, to)
  return `${at(0, 8)}-${at(8, 12)}-${at(12, 16)}-${at(16, 20)}-${at(20, 32)}`
}

function addMetadata(hash: Hash, { tags, properties, sensitive }: Metadata): void {
  hash.update(PRESENT)
  for (const key of sorted(tags?.keys())) {
    addAll(hash, [key, ...sorted(tags?.get(key))])
  }
  for (const key of sorted(properties?.keys())) addAll(hash, [key, properties?.get(key)])
  addAll(hash, sorted(sensitive))
}

function addRuleSet(hash: Hash, ruleSet: RuleSet): void {
  hash.update(PRESENT)
  for (const list of ruleLists) {
    for (const rule of ruleSet[list] ?? []) addRule(hash, rule)
  }
  addAll(hash, [ruleSet.enableAt])
}

function addRule(hash: Hash, rule: Rule): void {
  addAll(hash, [rule.name, rule.doc, rule.kind, rule.mode, rule.type, ...sorted(rule.tags)])
  for (const key of sorted(rule.params?.keys())) addAll(hash, [key, rule.params?.get(key)])
  addAll(hash, [rule.expr, rule.onSuccess, rule.onFailure])
  if (rule.disabled) hash.update(PRESENT)
}

function addAll(hash: Hash, texts: readonly (string | undefined)[]): void {
  for (const text of texts) if (text !== undefined) hash.update(text)
}

/** A set in UTF-16 code-unit order. */
function sorted(texts: Iterable<string> | undefined): string[] {
  return [...new Set(texts)].sort()
}
