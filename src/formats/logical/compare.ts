import { STRING } from './ast.ts'
import type { Branch, Declaration, Field, LogicalSchema, LogicalType, TypeUse } from './ast.ts'
import { inside } from './finding.ts'
import type { ChangeRule, Finding } from './finding.ts'
import { logicalModes } from './logical-modes.ts'
import type { LogicalMode } from './logical-modes.ts'
import { declarationsOf } from './names.ts'
import { isSameFamily, isSupportedChange } from './type-changes.ts'
import { isWordType, typeWordOf } from './type-words.ts'

/** `backward`: the new schema reads what the old one wrote; `forward`: the other way round. */
export type LogicalDirection = 'backward' | 'forward'

/** So many pairs of types are looked at: more than the types of any two schemas without cycles. */
const MAX_STEPS = 200_000
/** So many are looked at to find branches; only unions of unions come anywhere near. */
const MAX_TRIAL_STEPS = 20_000
/** Deepest nesting that is followed: two cycles of different length go round for long. */
const MAX_DEPTH = 500

/**
 * The rules of a mode that are broken when `reader` reads what `writer` wrote.
 *
 * @see Compatibility 9
 */
export function compareLogical(
  reader: LogicalSchema,
  writer: LogicalSchema,
  mode: LogicalMode,
  direction: LogicalDirection,
): readonly Finding[] {
  const question = {
    mode,
    direction,
    readers: declarationsOf(reader),
    writers: declarationsOf(writer),
    work: { steps: MAX_STEPS, trialSteps: MAX_TRIAL_STEPS, depth: 0, isCutShort: false },
    trials: newTrials(),
  }
  const comparison = new Comparison(question)
  const root = { path: '', reader: undefined, writer: undefined }
  comparison.uses(reader.root, writer.root, root)
  if (!question.work.isCutShort) return comparison.findings
  const text = 'the types inside take too many steps to compare'
  return [...comparison.findings, { ...root, rule: 'UNSUPPORTED_TYPE_CHANGE', text }]
}

interface Question {
  readonly mode: LogicalMode
  readonly direction: LogicalDirection
  readonly readers: ReadonlyMap<string, Declaration>
  readonly writers: ReadonlyMap<string, Declaration>
  /** Shared by a comparison and all its trials. */
  readonly work: Work
  readonly trials: Trials
}

/** What is left to be spent. */
interface Work {
  steps: number
  trialSteps: number
  depth: number
  isCutShort: boolean
}

/** What trials know of pairs of structs. */
interface Trials {
  /** A number: the pair is being tried, as the so manieth of those that are. */
  readonly verdicts: PairMap<number | 'agree' | 'differ'>
  open: number
  /** The first of the open pairs that was taken to agree, because it contains itself. */
  assumed: number
}

function newTrials(): Trials {
  return { verdicts: new PairMap(), open: 0, assumed: Infinity }
}

/** What stays the same wherever a type is used. */
type Identity = LogicalType | Declaration

class PairMap<V> {
  readonly #values = new Map<Identity, Map<Identity, V>>()

  get(reader: Identity, writer: Identity): V | undefined {
    return this.#values.get(reader)?.get(writer)
  }

  set(reader: Identity, writer: Identity, value: V): void {
    const known = this.#values.get(reader)
    if (known === undefined) this.#values.set(reader, new Map([[writer, value]]))
    else known.set(writer, value)
  }

  delete(reader: Identity, writer: Identity): void {
    this.#values.get(reader)?.delete(writer)
  }
}

type Spot = Pick<Finding, 'path' | 'reader' | 'writer'>

class Comparison {
  readonly findings: Finding[] = []
  readonly #question: Question
  readonly #isTrial: boolean
  /** Pairs of structs that are compared, or being compared. */
  readonly #met = new PairMap<true>()

  constructor(question: Question, isTrial = false) {
    this.#question = question
    this.#isTrial = isTrial
  }

  uses(reader: TypeUse, writer: TypeUse, spot: Spot): void {
    if (writer.nullable && !reader.nullable) {
      const { readerName, writerName } = this.#names()
      this.#add(
        'NULLABLE_TO_NON_NULLABLE',
        spot,
        `may be null in the ${writerName} schema, but not in the ${readerName} one`,
      )
    }
    this.#types(reader.type, writer.type, spot)
  }

  #types(readerUse: LogicalType, writerUse: LogicalType, spot: Spot): void {
    // The first finding of a trial settles it.
    if (this.#isTrial && this.findings.length > 0) return
    const { work } = this.#question
    const left = this.#isTrial ? --work.trialSteps : --work.steps
    if (left < 0 || work.depth >= MAX_DEPTH) work.isCutShort = true
    if (work.isCutShort) return
    work.depth++
    this.#typesInside(readerUse, writerUse, spot)
    work.depth--
  }

  #typesInside(readerUse: LogicalType, writerUse: LogicalType, spot: Spot): void {
    const { mode, readers, writers } = this.#question
    const reader = resolve(readerUse, readers)
    const writer = resolve(writerUse, writers)
    if (reader === undefined || writer === undefined) return
    if (!isSameFamily(writer, reader)) return this.#change('TYPE_MISMATCH', reader, writer, spot)
    if (reader.kind === 'struct' && writer.kind === 'struct') {
      const ids = [identity(readerUse, readers), identity(writerUse, writers)] as const
      if (this.#isTrial) return this.#tryStructs(ids, reader.fields, writer.fields, spot)
      if (this.#met.get(...ids) === true) return
      this.#met.set(...ids, true)
      return this.#structs(reader.fields, writer.fields, spot)
    }
    if (reader.kind === 'map' && writer.kind === 'map') return this.#maps(reader, writer, spot)
    if (reader.kind === 'union' && writer.kind === 'union') {
      return this.#unions(reader.branches, writer.branches, spot)
    }
    if ('element' in reader && 'element' in writer) {
      return this.uses(reader.element, writer.element, at(spot, 'element'))
    }
    const areWords = isWordType(reader) && isWordType(writer)
    if (areWords && !isSupportedChange(mode, writer, reader)) {
      this.#change('UNSUPPORTED_TYPE_CHANGE', reader, writer, spot)
    }
  }

  #tryStructs(
    ids: readonly [Identity, Identity],
    readers: readonly Field[],
    writers: readonly Field[],
    spot: Spot,
  ): void {
    const { trials } = this.#question
    const known = trials.verdicts.get(...ids)
    if (typeof known === 'number') trials.assumed = Math.min(trials.assumed, known)
    const differs = known === undefined ? this.#tryNew(ids, readers, writers) : known === 'differ'
    if (differs) this.#add('UNSUPPORTED_TYPE_CHANGE', spot, 'it differs')
  }

  #tryNew(
    ids: readonly [Identity, Identity],
    readers: readonly Field[],
    writers: readonly Field[],
  ): boolean {
    const { trials } = this.#question
    const before = trials.assumed
    const own = ++trials.open
    trials.assumed = Infinity
    trials.verdicts.set(...ids, own)
    const trial = new Comparison(this.#question, true)
    trial.#structs(readers, writers, { path: '', reader: undefined, writer: undefined })
    const differs = trial.findings.length > 0
    // That a pair differs holds whatever was assumed. That it agrees is forgotten if it rests on
    // a pair around it, which may yet turn out to differ.
    const isSettled = differs || trials.assumed >= own
    if (isSettled) trials.verdicts.set(...ids, differs ? 'differ' : 'agree')
    else trials.verdicts.delete(...ids)
    trials.assumed = isSettled ? before : Math.min(before, trials.assumed)
    trials.open--
    return differs
  }

  #structs(readers: readonly Field[], writers: readonly Field[], spot: Spot): void {
    const writerByName = new Map(writers.map((field) => [field.name, field]))
    for (const reader of readers) {
      const writer = writerByName.get(reader.name)
      const here = { path: inside(spot.path, reader.name), reader, writer: writer ?? spot.writer }
      if (writer === undefined) this.#missing(reader, here)
      else this.#fields(reader, writer, here)
    }
    if (logicalModes[this.#question.mode].positional) this.#order(readers, writers, spot)
  }

  /** A column that only the reader has. */
  #missing(reader: Field, spot: Spot): void {
    const { mode, direction } = this.#question
    const { defaults } = logicalModes[mode]
    if (reader.type.nullable || (defaults && reader.default !== undefined)) return
    const lack = `NOT NULL ${defaults ? 'without a default' : '(defaults do not count)'}`
    if (direction === 'backward') {
      this.#add('REQUIRED_FIELD_ADDED', spot, `the new schema adds it as ${lack}`)
    } else
      this.#add('FIELD_DELETED', spot, `the new schema lacks it, the old one has it as ${lack}`)
  }

  #fields(reader: Field, writer: Field, spot: Spot): void {
    this.uses(reader.type, writer.type, spot)
    const { mode, direction } = this.#question
    if (direction !== 'backward' || !logicalModes[mode].defaults || reader.type.nullable) return
    if (writer.default !== undefined && reader.default === undefined) {
      this.#add(
        'NON_NULLABLE_DEFAULT_REMOVED',
        spot,
        'it is NOT NULL, and the new schema drops the default that the old one has',
      )
    }
  }

  #order(readers: readonly Field[], writers: readonly Field[], spot: Spot): void {
    const readerByName = new Map(readers.map((field) => [field.name, field]))
    const common = new Set(writers.map(({ name }) => name).filter((name) => readerByName.has(name)))
    const inReader = readers.filter(({ name }) => common.has(name))
    const inWriter = writers.filter(({ name }) => common.has(name))
    for (const [i, reader] of inReader.entries()) {
      const writer = inWriter[i]
      if (writer === undefined || writer.name === reader.name) continue
      const { readerName, writerName } = this.#names()
      const path = inside(spot.path, reader.name)
      const text = `in the ${readerName} schema it stands where the ${writerName} one has '${writer.name}'`
      return this.#add('FIELD_REORDERED', { path, reader, writer }, text)
    }
  }

  #maps(
    reader: { readonly key: TypeUse; readonly value: TypeUse },
    writer: { readonly key: TypeUse; readonly value: TypeUse },
    spot: Spot,
  ): void {
    const keysAgree =
      this.#agree(reader.key, writer.key) &&
      new Comparison(this.#turned(), true).#agree(writer.key, reader.key)
    if (!keysAgree) {
      this.#change('MAP_KEY_TYPE_MISMATCH', reader.key.type, writer.key.type, at(spot, 'key'))
    }
    this.uses(reader.value, writer.value, at(spot, 'value'))
  }

  #unions(readers: readonly Branch[], writers: readonly Branch[], spot: Spot): void {
    const readerByName = new Map(readers.map((branch) => [branch.name, branch]))
    for (const [i, writer] of writers.entries()) {
      const here = at(spot, writer.name ?? String(i))
      const namesake = writer.name === undefined ? undefined : readerByName.get(writer.name)
      if (namesake !== undefined) this.uses(namesake.type, writer.type, here)
      else if (!readers.some(({ type }) => this.#agree(type, writer.type))) {
        const { readerName } = this.#names()
        const text = `the ${readerName} schema has no branch for ${shown(writer.type.type)}`
        this.#add('UNSUPPORTED_TYPE_CHANGE', here, text)
      }
    }
  }

  /** Whether a comparison of its own finds nothing. */
  #agree(reader: TypeUse, writer: TypeUse): boolean {
    const trial = new Comparison(this.#question, true)
    trial.uses(reader, writer, { path: '', reader: undefined, writer: undefined })
    return trial.findings.length === 0
  }

  #turned(): Question {
    const { readers, writers, ...rest } = this.#question
    return { ...rest, trials: newTrials(), readers: writers, writers: readers }
  }

  #change(rule: ChangeRule, reader: LogicalType, writer: LogicalType, spot: Spot): void {
    const { readerName, writerName } = this.#names()
    const text = `${shown(writer)} in the ${writerName} schema, ${shown(reader)} in the ${readerName} one`
    this.#add(rule, spot, text)
  }

  #names(): { readonly readerName: string; readonly writerName: string } {
    return this.#question.direction === 'backward'
      ? { readerName: 'new', writerName: 'old' }
      : { readerName: 'old', writerName: 'new' }
  }

  #add(rule: ChangeRule, spot: Spot, text: string): void {
    this.findings.push({ ...spot, rule, text })
  }
}

function at(spot: Spot, part: string): Spot {
  return { ...spot, path: inside(spot.path, part) }
}

/** What a type stands for; enums are text to every engine. `undefined`: nothing is known of it. */
function resolve(
  type: LogicalType,
  declarations: ReadonlyMap<string, Declaration>,
): LogicalType | undefined {
  if (type.kind !== 'ref') return type
  const declaration = declarations.get(type.name)
  if (declaration === undefined) return undefined
  return declaration.kind === 'enum' ? STRING : { kind: 'struct', fields: declaration.fields }
}

function identity(type: LogicalType, declarations: ReadonlyMap<string, Declaration>): Identity {
  return (type.kind === 'ref' ? declarations.get(type.name) : undefined) ?? type
}

/** A type in few words: what is inside of it has findings of its own. */
function shown(type: LogicalType): string {
  if (isWordType(type)) return typeWordOf(type)
  return type.kind === 'ref' ? type.name : type.kind.toUpperCase()
}
