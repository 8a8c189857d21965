import type { JsonNode } from '../json-reader.ts'
import type { JsonDocument } from './document.ts'

/**
 * A loaded schema, in the kinds by which two schemas are compared.
 *
 * Nodes have identity: the same part of a text reached twice is the same node, and recursion runs
 * through {@link RefNode} only.
 *
 * @see Json-schema 5
 */
export type SchemaNode =
  | ObjectNode
  | ArrayNode
  | NumberNode
  | StringNode
  | EnumNode
  | ConstNode
  | CombinedNode
  | NotNode
  | RefNode
  | PlainNode

/** Where a node comes from and what is said about it. */
export interface Annotations {
  /** The subschema as written; typed parts of one subschema share it. */
  readonly json: JsonNode
  readonly document: JsonDocument
  readonly id: string | undefined
  readonly title: string | undefined
  readonly description: string | undefined
  /** Canonical text of a default that is there and not null. */
  readonly defaultText: string | undefined
  /** Keywords outside the vocabulary. */
  readonly extras: ReadonlyMap<string, JsonNode>
}

interface Annotated {
  readonly about: Annotations
}

/** Kinds that say nothing more than what they are. */
export interface PlainNode extends Annotated {
  readonly kind: 'boolean' | 'null' | 'conditional' | 'empty' | 'true' | 'false'
}

/** A numeric limit: the literal as written. */
export type Limit = string | undefined

export interface StringNode extends Annotated {
  readonly kind: 'string'
  readonly minLength: Limit
  readonly maxLength: Limit
  readonly pattern: string | undefined
}

export interface NumberNode extends Annotated {
  readonly kind: 'number'
  readonly integer: boolean
  readonly minimum: Limit
  readonly maximum: Limit
  readonly exclusiveMinimum: Limit
  readonly exclusiveMaximum: Limit
  readonly multipleOf: Limit
}

/** Whether more than what is named may appear, and what it must look like. */
export interface Openness {
  /** False when nothing more may appear. */
  readonly allowed: boolean
  /** What the rest must satisfy. */
  readonly rest: SchemaNode | undefined
  /** The `unevaluated…` keyword. */
  readonly unevaluated: SchemaNode | undefined
}

export interface PatternProperty {
  readonly pattern: string
  readonly node: SchemaNode
}

export interface ObjectNode extends Annotated, Openness {
  readonly kind: 'object'
  readonly properties: ReadonlyMap<string, SchemaNode>
  readonly required: readonly string[]
  readonly minProperties: Limit
  readonly maxProperties: Limit
  readonly dependentRequired: ReadonlyMap<string, readonly string[]>
  readonly dependentSchemas: ReadonlyMap<string, SchemaNode>
  readonly patternProperties: readonly PatternProperty[]
}

export interface ArrayNode extends Annotated, Openness {
  readonly kind: 'array'
  readonly element: SchemaNode | undefined
  readonly tuple: readonly SchemaNode[]
  readonly minItems: Limit
  readonly maxItems: Limit
  readonly uniqueItems: boolean
  readonly minContains: Limit
  readonly maxContains: Limit
}

export interface EnumNode extends Annotated {
  readonly kind: 'enum'
  /** Canonical texts with sorted keys. */
  readonly values: readonly string[]
}

export interface ConstNode extends Annotated {
  readonly kind: 'const'
  /** Canonical text with sorted keys. */
  readonly value: string
}

export type Criterion = 'allOf' | 'anyOf' | 'oneOf'

export interface CombinedNode extends Annotated {
  readonly kind: 'combined'
  readonly criterion: Criterion
  readonly members: readonly SchemaNode[]
  /** True when no such keyword stands in the text: several kinds of keyword, or a list of types. */
  readonly generated: boolean
}

export interface NotNode extends Annotated {
  readonly kind: 'not'
  readonly negated: SchemaNode
}

export interface RefNode extends Annotated {
  readonly kind: 'ref'
  /** The reference as written. */
  readonly uri: string
  /** Bound before a loaded schema is handed out. */
  readonly target: () => SchemaNode
}
