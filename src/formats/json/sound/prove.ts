import type { JsonNode } from '../../json-reader.ts'
import { checkArrays } from './array-obligations.ts'
import { countRange, numberBounds } from './bounds.ts'
import type { Side } from './bounds.ts'
import { checkChoices } from './choice-obligations.ts'
import { areDisjoint } from './disjoint.ts'
import { possibleKinds } from './kinds.ts'
import type { SoundKind } from './kinds-of-difference.ts'
import { checkObjects } from './object-obligations.ts'
import type { Obligation, Sink, Trial } from './obligations.ts'
import { acceptsAll, conjunctionOf, innerPart, itemsOf } from './part.ts'
import type { Conjunction, Flat, Part } from './part.ts'
import { checkKinds, checkNumbers, checkStrings } from './scalar-obligations.ts'
import { remembered } from './remembered.ts'
import { STEPS_PER_LOOK } from './steps.ts'
import { finiteValues } from './values.ts'

/** A demand of the reader that could not be proven. */
export interface Unproven {
  readonly kind: SoundKind
  readonly path: string
  /** True when a value shows that the reader really fails. */
  readonly isRefuted: boolean
  readonly reader: Part
  readonly writer: Part | undefined
  readonly keyword: readonly string[]
}

const obligations: readonly Obligation[] = [
  checkKinds,
  checkNumbers,
  checkStrings,
  checkObjects,
  checkArrays,
  checkChoices,
]

interface Goal {
  readonly writer: readonly Part[]
  readonly reader: Part
  readonly path: string
  /** True when a value that reaches here is sure to exist. */
  readonly isCertain: boolean
}

// Some seconds of work; 200 branches against 200 take 80,000.
const MAX_STEPS = 120_000
const MAX_TRIAL_DEPTH = 40
const MAX_UNPROVEN = 1_000

/** Ends a proof that takes too long. */
class GaveUp extends Error {}

/**
 * Tries to prove that every value of the writer is a value of the reader.
 *
 * Demands on inner values become goals of their own, each taken up once: a recursive schema is
 * proven under the assumption that its inner values are fine, which is sound because they are smaller.
 *
 * @returns what could not be proven; nothing when it holds
 */
export function prove(writer: Part, reader: Part): Unproven[] {
  const prover = new Prover()
  return prover.run({ writer: [writer], reader, path: '#/', isCertain: true })
}

class Prover {
  readonly #ids = new Map<JsonNode, number>()
  readonly #conjunctions = new Map<string, Conjunction>()
  readonly #partsKeys = new WeakMap<readonly Part[], string>()
  readonly #tried = new Map<string, boolean | number>()
  #steps = 0
  #level = 0
  #depth = 0
  #assumed = 0

  run(root: Goal): Unproven[] {
    const unproven: Unproven[] = []
    const waiting = [root]
    const seen = new Set<string>()
    // Grows while it is walked; nothing is taken out, so that no step moves the rest.
    for (const goal of waiting) {
      try {
        const key = this.#keyOf(goal.writer, goal.reader)
        if (seen.has(key)) continue
        seen.add(key)
        for (const one of this.#pursue(goal, waiting)) {
          if (unproven.push(one) > MAX_UNPROVEN) return unproven
        }
      } catch (error) {
        if (!(error instanceof GaveUp)) throw error
        unproven.push(failureOf(goal, 'TOO_COMPLEX', '', false))
        return unproven
      }
    }
    return unproven
  }

  readonly #trial: Trial = {
    spend: (steps) => this.#spend(steps),
    holds: (writer, reader) => this.#holds(writer, reader),
    areDisjoint: (first, second) => areDisjoint(first, second, (steps) => this.#spend(steps)),
  }

  #spend(steps: number): void {
    this.#steps += steps
    if (this.#steps > MAX_STEPS) throw new GaveUp()
  }

  #pursue(goal: Goal, waiting: Goal[]): Unproven[] {
    const failures: Unproven[] = []
    const inner: Goal[] = []
    const writer = this.#conjunction(goal.writer)
    const isCertain = goal.isCertain && isPlain(writer)
    this.#examine(goal.writer, writer, goal.reader, {
      isDone: () => false,
      fail(kind, keyword, isSimple = false) {
        failures.push(failureOf(goal, kind, keyword, isCertain && isSimple))
      },
      descend(parts, reader, segment) {
        const path = goal.path === '#/' ? goal.path + segment : `${goal.path}/${segment}`
        inner.push({ writer: parts, reader, path, isCertain })
      },
    })
    if (failures.length > 0 && this.#splits(goal.writer, writer, goal.reader)) return []
    // Spread into one call, many goals would not fit on the call stack.
    for (const one of inner) waiting.push(one)
    return failures
  }

  /** Examines every demand of the reader at this place. */
  #examine(parts: readonly Part[], writer: Conjunction, target: Part, sink: Sink): void {
    this.#spend(writer.flats.length)
    if (writer.never || possibleKinds(writer).size === 0 || acceptsAll(target.spot.json)) return
    const reader = conjunctionOf([target])
    if (reader.never) sink.fail('NOTHING_ACCEPTED', '', true)
    const looks = writer.flats.length + (finiteValues(writer)?.length ?? 0)
    for (const flat of reader.flats) {
      this.#spend(looks * STEPS_PER_LOOK)
      if (isAmong(flat, writer)) continue
      const pair = { writer, writerParts: parts, reader: flat }
      for (const check of obligations) {
        if (sink.isDone()) return
        check(pair, sink, this.#trial)
      }
    }
  }

  #holds(parts: readonly Part[], target: Part): boolean {
    const key = this.#keyOf(parts, target)
    const known = this.#tried.get(key)
    if (typeof known === 'boolean') return known
    if (known !== undefined) {
      // Met again inside itself: fine when an inner value was entered on the way.
      this.#assumed++
      return this.#level > known
    }
    if (this.#depth >= MAX_TRIAL_DEPTH) return false
    this.#tried.set(key, this.#level)
    const before = this.#assumed
    this.#depth++
    const writer = this.#conjunction(parts)
    const held = this.#try(parts, writer, target) || this.#splits(parts, writer, target)
    this.#depth--
    // What rests on an assumption is not kept: the assumption may yet fail.
    if (held && this.#assumed > before) this.#tried.delete(key)
    else this.#tried.set(key, held)
    return held
  }

  #try(parts: readonly Part[], writer: Conjunction, target: Part): boolean {
    let held = true
    this.#examine(parts, writer, target, {
      isDone: () => !held,
      fail() {
        held = false
      },
      descend: (from, to) => {
        if (!held) return
        this.#level++
        held = this.#holds(from, to)
        this.#level--
      },
    })
    return held
  }

  /** Proves it for each branch of the writer's first choice that has not been taken apart yet. */
  #splits(parts: readonly Part[], writer: Conjunction, target: Part): boolean {
    const taken = new Set(parts.map((part) => part.spot.json))
    for (const flat of writer.flats) {
      for (const name of ['anyOf', 'oneOf']) {
        const branches = itemsOf(flat, name)
        if (branches === undefined || branches.some((branch) => taken.has(branch))) continue
        return branches.every((branch) =>
          this.#holds([...parts, innerPart(flat.part, branch)], target),
        )
      }
    }
    return false
  }

  /** Cases share most of their parts: each combination is put together once. */
  #conjunction(parts: readonly Part[]): Conjunction {
    const key = this.#partsKey(parts)
    let conjunction = this.#conjunctions.get(key)
    if (conjunction === undefined) this.#conjunctions.set(key, (conjunction = conjunctionOf(parts)))
    return conjunction
  }

  #partsKey(parts: readonly Part[]): string {
    const [only] = parts
    if (only !== undefined && parts.length === 1) return String(this.#idOf(only))
    return remembered(this.#partsKeys, parts, () => {
      this.#spend(parts.length * STEPS_PER_LOOK)
      const ids = new Set(parts.map((part) => this.#idOf(part)))
      return [...ids].sort((a, b) => a - b).join()
    })
  }

  #keyOf(writer: readonly Part[], reader: Part): string {
    return `${this.#partsKey(writer)}>${this.#idOf(reader)}`
  }

  #idOf({ spot: { json } }: Part): number {
    let id = this.#ids.get(json)
    if (id === undefined) this.#ids.set(json, (id = this.#ids.size))
    return id
  }
}

/** True when the reader's keywords are the very ones the writer has: the same place of the same text. */
function isAmong(flat: Flat, writer: Conjunction): boolean {
  return writer.flats.some((own) => own.json === flat.json)
}

const annotationKeywords = [
  '$schema',
  '$id',
  'id',
  '$ref',
  '$comment',
  '$defs',
  'definitions',
  'title',
  'description',
  'default',
  'examples',
  'readOnly',
  'writeOnly',
  'deprecated',
  'type',
]
const listKeywords = new Set([...annotationKeywords, 'enum', 'const'])
const plainKeywords = new Set([
  ...annotationKeywords,
  'properties',
  'required',
  'additionalProperties',
  'items',
  'minLength',
  'maxLength',
  'minItems',
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
])

const sides: readonly Side[] = ['lower', 'upper']

/** True for demands so simple that a value exists for every way in which a reader may ask for more. */
function isPlain(writer: Conjunction): boolean {
  if (writer.opaque || writer.flats.length > 1) return false
  return writer.flats.every((flat) => {
    const names = [...flat.json.members.keys()]
    if (names.every((name) => listKeywords.has(name))) return true
    const isBoxed = sides.every((side) => numberBounds(flat, side).length > 0)
    const { least, most } = countRange({ ...writer, flats: [flat] }, 'Length')
    return names.every((name) => plainKeywords.has(name)) && !isBoxed && least <= most
  })
}

function failureOf(goal: Goal, kind: SoundKind, keyword: string, isRefuted: boolean): Unproven {
  const steps = keyword === '' ? [] : keyword.split('/')
  const last = steps.length > 0 ? keyword : undefined
  const path =
    last === undefined ? goal.path : goal.path === '#/' ? goal.path + last : `${goal.path}/${last}`
  return { kind, path, isRefuted, reader: goal.reader, writer: goal.writer[0], keyword: steps }
}
