import type { AvroType, Field, NamedType, RecordType } from '../../formats/avro/ast.ts'
import { isNamed, nameOrKind } from '../../formats/avro/ast.ts'
import { canPromote } from '../../formats/avro/compare/promotion.ts'
import { checkEnum, checkFixed, checkLogicalType, checkUnion, sameJson } from './avro-type-rules.ts'
import type { Report } from './avro-type-rules.ts'

/** Two types that stand at the same place, and where each is used. */
interface Pair {
  readonly current: AvroType
  readonly previous: AvroType
  readonly currentAt: number
  readonly previousAt: number
  readonly path: string
}

/** Whole numbers that become floating ones; an int keeps its digits in a double, but not its kind. */
const lossy: ReadonlySet<string> = new Set(['int float', 'int double', 'long float', 'long double'])

/** Goes through two schemas together, each pair of named types once. */
export class AvroWalk {
  readonly #report: Report
  readonly #seen = new Map<NamedType, Set<NamedType>>()

  constructor(report: Report) {
    this.#report = report
  }

  visit(pair: Pair): void {
    const { current, previous } = pair
    checkLogicalType(pair, this.#report)
    if (current.kind === 'union' || previous.kind === 'union') {
      checkUnion(pair, this.#report)
      this.#unionChanged(pair)
      this.#visitBranches(pair)
      return
    }
    if (current.kind !== previous.kind) {
      this.#kindChanged(pair)
      return
    }
    if (isNamed(current) && isNamed(previous)) this.#visitNamed(pair, current, previous)
    else if (current.kind === 'array' && previous.kind === 'array') {
      this.visit({
        current: current.items,
        previous: previous.items,
        currentAt: current.itemsAt,
        previousAt: previous.itemsAt,
        path: `${pair.path}/items`,
      })
    } else if (current.kind === 'map' && previous.kind === 'map') {
      this.visit({
        current: current.values,
        previous: previous.values,
        currentAt: current.valuesAt,
        previousAt: previous.valuesAt,
        path: `${pair.path}/values`,
      })
    }
  }

  #kindChanged(pair: Pair): void {
    const { current, previous } = pair
    const [now, before] = [nameOrKind(current), nameOrKind(previous)]
    this.#report('FIELD_SAME_TYPE', pair, `the type is ${now}, it was ${before}`)
    if (lossy.has(`${previous.kind} ${current.kind}`)) {
      this.#report(
        'FIELD_LOSSY_PROMOTION',
        pair,
        `whole numbers (${before}) become floating ones (${now})`,
      )
    }
    if (!canPromote(current.kind, previous.kind)) {
      this.#report('FIELD_WIRE_COMPATIBLE_TYPE', pair, `data of ${before} is not read as ${now}`)
    }
  }

  /** Generated code has another type, whatever data can do. */
  #unionChanged(pair: Pair): void {
    const [now, before] = [wordsOf(pair.current), wordsOf(pair.previous)]
    if (now !== before)
      this.#report('FIELD_SAME_TYPE', pair, `the type is ${now}, it was ${before}`)
  }

  /** Branches are told apart by their names. */
  #visitBranches(pair: Pair): void {
    const now = branchesOf(pair.current, pair.currentAt)
    const before = branchesOf(pair.previous, pair.previousAt)
    for (const [key, { type, at, index }] of now) {
      const previous = before.get(key)
      if (previous === undefined) continue
      const path = pair.current.kind === 'union' ? `${pair.path}/${index}` : pair.path
      const { type: previousType, at: previousAt } = previous
      this.visit({ current: type, previous: previousType, currentAt: at, previousAt, path })
    }
  }

  #visitNamed(pair: Pair, current: NamedType, previous: NamedType): void {
    const met = this.#seen.get(current)
    if (met?.has(previous) === true) return
    if (met === undefined) this.#seen.set(current, new Set([previous]))
    else met.add(previous)
    const here = { ...pair, currentAt: current.at, previousAt: previous.at }
    this.#checkNames(here, current, previous)
    if (current.kind === 'record' && previous.kind === 'record') {
      this.#visitRecord(here, current, previous)
    } else if (current.kind === 'enum' && previous.kind === 'enum') {
      checkEnum(here, current, previous, this.#report)
    } else if (current.kind === 'fixed' && previous.kind === 'fixed') {
      checkFixed(here, current, previous, this.#report)
    }
  }

  #checkNames(pair: Pair, current: NamedType, previous: NamedType): void {
    const [now, before] = [current.name, previous.name]
    const isAliased = current.aliases.some((alias) => alias.full === before.full)
    if (now.simple !== before.simple && !isAliased) {
      this.#report('NAME_SAME', pair, `the name is ${now.simple}, it was ${before.simple}`)
    }
    if (now.namespace !== before.namespace && !isAliased) {
      const words = `the namespace is '${now.namespace}', it was '${before.namespace}'`
      this.#report('NAMESPACE_SAME', pair, words)
    }
    const kept = new Set([now.full, ...current.aliases.map(({ full }) => full)])
    for (const { full } of previous.aliases.filter((alias) => !kept.has(alias.full))) {
      this.#report('ALIAS_NO_DELETE', pair, `the alias ${full} was removed`)
    }
    this.#checkDoc(pair, current.doc, previous.doc)
  }

  #checkDoc(pair: Pair, now: string | undefined, before: string | undefined): void {
    const isGone = before !== undefined && before !== '' && (now === undefined || now === '')
    if (isGone) this.#report('DOC_NO_DELETE', pair, 'the documentation was removed')
  }

  #visitRecord(pair: Pair, current: RecordType, previous: RecordType): void {
    const partners = partnersOf(current, previous)
    const taken = new Set(partners.values())
    const moved = movedIn(partners, previous)
    for (const field of current.fields) {
      const before = partners.get(field)
      const path = `${pair.path}/fields/${field.position}`
      if (before !== undefined) this.#visitField(path, field, before, moved.has(field))
      else if (field.default === undefined) {
        const here = { path, currentAt: field.at, previousAt: previous.at }
        const words = `field '${field.name}' is new and has no default`
        this.#report('FIELD_ADDED_WITHOUT_DEFAULT', here, words)
      }
    }
    for (const field of previous.fields.filter((one) => !taken.has(one))) {
      this.#fieldGone(pair, current, field, partners)
    }
  }

  #fieldGone(
    pair: Pair,
    current: RecordType,
    field: Field,
    partners: ReadonlyMap<Field, Field>,
  ): void {
    const here = { path: pair.path, currentAt: current.at, previousAt: field.at }
    this.#report('FIELD_NO_DELETE', here, `field '${field.name}' was removed`)
    if (field.default === undefined) {
      const words = `field '${field.name}' was removed and had no default`
      this.#report('FIELD_NO_DELETE_UNLESS_DEFAULTED', here, words)
    }
    const successor = current.fields[field.position]
    const isRenamed =
      successor !== undefined &&
      !partners.has(successor) &&
      nameOrKind(successor.type) === nameOrKind(field.type)
    if (isRenamed) {
      const words = `'${field.name}' seems to be '${successor.name}' now, without an alias`
      const path = `${pair.path}/fields/${field.position}`
      this.#report('FIELD_SAME_NAME', { ...here, path, currentAt: successor.at }, words)
    }
  }

  #visitField(path: string, current: Field, previous: Field, isMoved: boolean): void {
    const here = { path, currentAt: current.at, previousAt: previous.at }
    if (!sameJson(current.default, previous.default) && previous.default !== undefined) {
      const words = current.default === undefined ? 'was removed' : 'changed'
      this.#report('FIELD_SAME_DEFAULT', here, `the default of '${current.name}' ${words}`)
    }
    if (current.order !== previous.order || isMoved) {
      this.#report('FIELD_SAME_ORDER', here, `field '${current.name}' sorts otherwise`)
    }
    const kept = new Set([current.name, ...current.aliases])
    for (const alias of previous.aliases.filter((one) => !kept.has(one))) {
      const words = `the alias ${alias} of field '${current.name}' was removed`
      this.#report('ALIAS_NO_DELETE', here, words)
    }
    this.#checkDoc(
      { ...here, current: current.type, previous: previous.type },
      current.doc,
      previous.doc,
    )
    this.visit({
      current: current.type,
      previous: previous.type,
      currentAt: current.typeAt,
      previousAt: previous.typeAt,
      path: `${path}/type`,
    })
  }
}

/** A type in words; the order of branches is told of by rules of their own. */
function wordsOf(type: AvroType): string {
  if (type.kind !== 'union') return nameOrKind(type)
  return `one of ${type.branches.map(nameOrKind).toSorted().join(', ')}`
}

/** Fields that stand at another place among those that stayed: what came or went moves nobody. */
function movedIn(partners: ReadonlyMap<Field, Field>, previous: RecordType): ReadonlySet<Field> {
  const stayed = new Set(partners.values())
  const order = previous.fields.filter((field) => stayed.has(field))
  return new Set([...partners].flatMap(([now, before], at) => (order[at] === before ? [] : [now])))
}

/** A field's predecessor, by name or by alias. */
function partnersOf(current: RecordType, previous: RecordType): ReadonlyMap<Field, Field> {
  return new Map(
    current.fields.flatMap((field) => {
      const name = [field.name, ...field.aliases].find((one) => previous.fieldByName.has(one))
      const before = name === undefined ? undefined : previous.fieldByName.get(name)
      return before === undefined ? [] : [[field, before] as const]
    }),
  )
}

interface Branch {
  readonly type: AvroType
  readonly at: number
  readonly index: number
}

/** A type that is no union counts as a union of one. */
function branchesOf(type: AvroType, at: number): ReadonlyMap<string, Branch> {
  if (type.kind !== 'union') return new Map([[nameOrKind(type), { type, at, index: 0 }]])
  return new Map(
    type.branches.map((branch, index) => [
      nameOrKind(branch),
      { type: branch, at: type.branchesAt[index] ?? at, index },
    ]),
  )
}
