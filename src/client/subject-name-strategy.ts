import { LRUCache } from 'lru-cache'
import type { SchemaType } from '../model/schema.ts'
import type { Role } from '../wire/headers.ts'
import type { RegistryClient } from './registry-client.ts'
import { contextQualifier, qualifyIn } from './registry-context.ts'
import type { ContextNameStrategy } from './registry-context.ts'
import { isUnsupported } from './request-error.ts'
import { SerdeError } from './serde-error.ts'

/** What a subject is named after. */
export interface NamingInput {
  readonly topic: string
  readonly role: Role
  readonly schemaType: SchemaType
  /** Avro full name, Protobuf full name of the message, JSON `title`. */
  readonly recordName: string | undefined
  /** For messages. */
  readonly schemaText?: string | undefined
}

/** Strategies that need no question. */
type PlainStrategy = 'TOPIC' | 'RECORD' | 'TOPIC_RECORD'

/** Serde 3.1. */
const namings: Readonly<Record<PlainStrategy, (input: NamingInput) => string>> = {
  TOPIC: ({ topic, role }) => `${topic}-${role}`,
  RECORD: (input) => recordNameOf(input, 'RECORD'),
  TOPIC_RECORD: (input) => `${input.topic}-${recordNameOf(input, 'TOPIC_RECORD')}`,
}

/** Asks the registry which subject belongs to a topic. Serde 3.3. */
export interface AssociatedStrategy {
  readonly kind: 'ASSOCIATED'
  /** The Kafka cluster's id. Default `-`: any. */
  readonly namespace?: string
  /** When the topic has no association. Default TOPIC; NONE is an error. */
  readonly fallback?: PlainStrategy | 'NONE'
  /** Topics and sides whose answers are remembered. Default 1000. */
  readonly cacheSize?: number
  /** How long an answer is believed. Default: for ever. */
  readonly cacheTtlMs?: number
}

/** How subjects are named: the default TOPIC asks nobody. */
export type SubjectNameStrategy =
  | PlainStrategy
  | 'ASSOCIATED'
  | AssociatedStrategy
  | ((input: NamingInput) => string)

/** Associations remembered, by topic and side. */
const MAX_ASSOCIATIONS = 1000

/** What the registry said, `undefined` for nothing, and how long that is believed. */
interface Association {
  readonly subject: string | undefined
  readonly until: number
}

/** Names subjects by one strategy, and remembers what the registry said. */
export class SubjectNamer {
  readonly #client: RegistryClient
  readonly #strategy: Exclude<SubjectNameStrategy, 'ASSOCIATED'>
  readonly #associated: LRUCache<string, Association>

  readonly #contextNameStrategy: ContextNameStrategy | undefined

  constructor(
    client: RegistryClient,
    strategy: SubjectNameStrategy = 'TOPIC',
    contextNameStrategy?: ContextNameStrategy,
  ) {
    this.#client = client
    this.#contextNameStrategy = contextNameStrategy
    this.#strategy = strategy === 'ASSOCIATED' ? { kind: 'ASSOCIATED' } : strategy
    const max = typeof this.#strategy === 'object' ? this.#strategy.cacheSize : undefined
    this.#associated = new LRUCache({ max: max ?? MAX_ASSOCIATIONS })
  }

  /** Whether the subject depends on the topic alone. */
  get needsRecordName(): boolean {
    return this.#strategy !== 'TOPIC'
  }

  /** The context of a topic; `undefined`: the client's. */
  contextOf(topic: string): string | undefined {
    return this.#contextNameStrategy?.(topic)
  }

  /** Puts a subject into the context of a topic, unless it names one itself. */
  qualify(topic: string, subject: string): string {
    const context = this.contextOf(topic)
    return context === undefined ? subject : qualifyIn(contextQualifier(context), subject)
  }

  /**
   * @returns the subject, in the topic's context
   * @throws SerdeError MISSING_RECORD_NAME or AMBIGUOUS_ASSOCIATION
   * @throws RequestError from the associations endpoint
   */
  async subjectOf(input: NamingInput): Promise<string> {
    return this.qualify(input.topic, await this.#bareSubjectOf(input))
  }

  async #bareSubjectOf(input: NamingInput): Promise<string> {
    const strategy = this.#strategy
    if (typeof strategy === 'function') return strategy(input)
    if (typeof strategy === 'string') return namings[strategy](input)
    const associated = await this.#associationOf(strategy, input)
    if (associated !== undefined) return associated
    const fallback = strategy.fallback ?? 'TOPIC'
    if (fallback !== 'NONE') return namings[fallback](input)
    throw new SerdeError(
      'AMBIGUOUS_ASSOCIATION',
      `the registry associates no subject with topic '${input.topic}', and the strategy has no fallback`,
    )
  }

  async #associationOf(
    strategy: AssociatedStrategy,
    { topic, role }: NamingInput,
  ): Promise<string | undefined> {
    const key = `${role} ${topic}`
    const known = this.#associated.get(key)
    if (known !== undefined && this.#client.now() < known.until) return known.subject
    const found = await this.#client
      .listAssociations(strategy.namespace ?? '-', topic, {
        resourceType: 'topic',
        associationType: role,
      })
      .catch((error: unknown) => {
        if (isUnsupported(error)) return []
        throw error
      })
    if (found.length > 1) {
      const subjects = found.map((association) => association.subject).join(', ')
      throw new SerdeError(
        'AMBIGUOUS_ASSOCIATION',
        `the registry associates several subjects with topic '${topic}': ${subjects}`,
      )
    }
    const subject = found[0]?.subject
    const until = this.#client.now() + (strategy.cacheTtlMs ?? Infinity)
    this.#associated.set(key, { subject, until })
    return subject
  }
}

/** How much of a schema a message shows. */
const SHOWN_CHARACTERS = 80

function shown({ schemaText }: NamingInput): string {
  if (schemaText === undefined) return ''
  const line = schemaText.replaceAll(/\s+/g, ' ')
  const isWhole = line.length <= SHOWN_CHARACTERS
  return `: ${isWhole ? line : `${line.slice(0, SHOWN_CHARACTERS)}…`}`
}

/** Why a schema gives no record name. A Protobuf file lacks one when it leaves the choice. */
const unnamed: Readonly<Record<SchemaType, string>> = {
  AVRO: 'the AVRO schema has none',
  JSON: 'the JSON schema has none',
  PROTOBUF: 'the PROTOBUF schema has several messages: say which one with the option `message`',
}

function recordNameOf(input: NamingInput, strategy: PlainStrategy): string {
  if (input.recordName !== undefined && input.recordName !== '') return input.recordName
  const isGiven = input.schemaText !== undefined || input.schemaType === 'PROTOBUF'
  const reason = isGiven ? unnamed[input.schemaType] : 'no schema says it: pass schemaText'
  throw new SerdeError(
    'MISSING_RECORD_NAME',
    `the subject name strategy ${strategy} needs a record name for topic '${input.topic}', and ${reason}${shown(input)}`,
  )
}
