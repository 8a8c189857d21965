import { avroFormat } from '../../formats/avro/avro-format.ts'
import type { AvroSchema } from '../../formats/avro/ast.ts'
import { placesOf } from '../../formats/avro/places.ts'
import { SchemaFault } from '../../formats/schema-fault.ts'
import type { Place } from '../../model/place.ts'
import { avroRules } from './avro-rules.ts'
import { AvroWalk } from './avro-walk.ts'
import { isNamed, rulesNamed } from './linter.ts'
import type { BrokenRule, LintedText, Linter } from './linter.ts'

/** The rules of Avro. What lies in referenced texts is told of their own files, not here. */
export const avroLinter: Linter = {
  defaultUse: ['WIRE', 'SOURCE'],
  knows: (name) => isNamed(avroRules, name),
  lint(current, previous, { use, except }) {
    const dropped = rulesNamed(avroRules, except)
    const selected = new Set([...rulesNamed(avroRules, use)].filter((id) => !dropped.has(id)))
    const [now, before] = [parse(current), parse(previous)]
    const found: Spotted[] = []
    const walk = new AvroWalk((rule, { path, currentAt, previousAt }, message) => {
      if (!selected.has(rule) || !isOwn(now, currentAt)) return
      found.push({ rule, path, message, currentAt, previousAt })
    })
    walk.visit({
      current: now.root,
      previous: before.root,
      currentAt: now.rootAt,
      previousAt: before.rootAt,
      path: '',
    })
    const broken = placed(found, now, before)
    return selected.has('DEFAULT_FITS_TYPE') ? [...broken, ...misfits(now)] : broken
  },
}

function parse(text: LintedText): AvroSchema {
  return avroFormat.parse(text, { mode: 'lenient' })
}

function isOwn({ documents }: AvroSchema, spot: number): boolean {
  return spot <= (documents[0]?.text.length ?? 0)
}

/** A broken rule before its spots are places. */
interface Spotted extends Pick<BrokenRule, 'rule' | 'path' | 'message'> {
  readonly currentAt: number
  readonly previousAt: number
}

/** Finds all places in one pass over each text: a pass for each would take their product. */
function placed(
  found: readonly Spotted[],
  now: AvroSchema,
  before: AvroSchema,
): readonly BrokenRule[] {
  const current = placesIn(now, found, ({ currentAt }) => currentAt)
  const previous = placesIn(before, found, ({ previousAt }) => previousAt)
  return found.map(({ rule, path, message, currentAt, previousAt }) => ({
    rule,
    path,
    message,
    current: current.get(currentAt),
    previous: previous.get(previousAt),
  }))
}

function placesIn(
  schema: AvroSchema,
  found: readonly Spotted[],
  spotOf: (one: Spotted) => number,
): ReadonlyMap<number, Place> {
  const own = found.map(spotOf).filter((spot) => isOwn(schema, spot))
  return placesOf(schema.documents, own)
}

/** The sound rule book refuses defaults that do not fit; here that is a finding. */
function misfits(schema: AvroSchema): readonly BrokenRule[] {
  try {
    avroFormat.validate(schema, { validateFields: false, strictness: 'sound' })
    return []
  } catch (thrown) {
    if (!(thrown instanceof SchemaFault)) throw thrown
    const { reason, place: current } = thrown
    const path = current?.pointer ?? ''
    return [{ rule: 'DEFAULT_FITS_TYPE', path, message: reason, current, previous: undefined }]
  }
}
