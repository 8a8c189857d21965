import avsc from 'avsc'
import type { Type } from 'avsc'
import { Trials } from './avro-defaults.ts'

/** What avsc asks when it copies; 2: a default out of the schema's JSON. */
interface CopyOptions {
  readonly coerce?: number
  readonly wrap?: number
}

const PARSES_DEFAULT = 2

interface Copied {
  _copy(value: unknown, options?: CopyOptions): unknown
}

interface Branch extends Copied {
  readonly _branchConstructor: (new (value: unknown) => object) | null
}

/** Of the schema that is being built: avsc hands nothing of ours through. */
let trials = new Trials()

/** Every schema that is built starts with a fresh allowance of branches tried on defaults. */
export function beginSchema(): void {
  trials = new Trials()
}

const inheritedPlain = avsc.types.UnwrappedUnionType.prototype as unknown as Copied & {
  _getIndex(value: unknown): number | undefined
}
const inheritedWrapped = avsc.types.WrappedUnionType.prototype as unknown as Copied

/** A union whose values are plain: the branches differ in JavaScript. */
class PlainUnion extends avsc.types.UnwrappedUnionType {
  _copy(value: unknown, options?: CopyOptions): unknown {
    return options?.wrap === PARSES_DEFAULT
      ? parseDefault(this.types, value, options).parsed
      : inheritedPlain._copy.call(this, value, options)
  }
}

/** The same with bytes, which any Uint8Array is. */
class PlainUnionOfBytes extends PlainUnion {
  declare readonly _bucketIndices: { readonly buffer?: number }

  _getIndex(value: unknown): number | undefined {
    const isOtherArray = value instanceof Uint8Array && !Buffer.isBuffer(value)
    return isOtherArray ? this._bucketIndices.buffer : inheritedPlain._getIndex.call(this, value)
  }
}

/** A union whose values name their branch. */
class NamedUnion extends avsc.types.WrappedUnionType {
  _copy(value: unknown, options?: CopyOptions): unknown {
    if (options?.wrap !== PARSES_DEFAULT) return inheritedWrapped._copy.call(this, value, options)
    const { branch, parsed } = parseDefault(this.types, value, options)
    return branch._branchConstructor === null ? parsed : new branch._branchConstructor(parsed)
  }
}

/** How unions appear in values. */
export type UnionForm = 'auto' | 'always' | 'never'

/**
 * Makes a union of branches: by `auto`, plain unless two branches look alike in JavaScript, which
 * avsc does not ask of logical types.
 */
export function createUnion(branches: readonly Type[], form: UnionForm, options: unknown): Type {
  const kinds = branches.map(kindOf)
  const isPlain = form === 'never' || (form === 'auto' && new Set(kinds).size === kinds.length)
  const Union = isPlain ? (kinds.includes('bytes') ? PlainUnionOfBytes : PlainUnion) : NamedUnion
  return new Union(branches as never, options as never)
}

/** Of any branch, not only of the first. Avro 1.12, Records. */
function parseDefault(
  types: readonly Type[],
  value: unknown,
  options: CopyOptions,
): { readonly branch: Branch; readonly parsed: unknown } {
  let fault: unknown
  for (const type of types) {
    trials.count()
    const branch = type as unknown as Branch
    try {
      return { branch, parsed: branch._copy(value, options) }
    } catch (thrown) {
      fault ??= thrown
    }
  }
  throw fault
}

/** What the values of a type look like to JavaScript. */
const kinds: Readonly<Record<string, string>> = {
  int: 'number',
  long: 'number',
  float: 'number',
  double: 'number',
  'abstract:long': 'bigint',
  bytes: 'bytes',
  fixed: 'bytes',
  enum: 'string',
  map: 'object',
  record: 'object',
  error: 'object',
  'logical:decimal': 'string',
  'logical:date': 'date',
  'logical:timestamp-millis': 'date',
}

function kindOf({ typeName }: Type): string {
  return kinds[typeName] ?? typeName
}
