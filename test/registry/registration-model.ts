import { VERSION_PROPERTY } from '../../src/model/metadata.ts'

export type Properties = Readonly<Record<string, string>>

/** What a registration or a lookup of the model is asked for; `undefined` where nothing was sent. */
export interface Ask {
  readonly text: string | undefined
  readonly properties: Properties | undefined
}

/** The numbers a registration may ask for. */
export interface Numbers {
  readonly version: number
  readonly id: number | undefined
}

interface Version {
  readonly number: number
  readonly id: number
  readonly text: string
  readonly properties: Properties | undefined
  deleted: boolean
  /** Order of writing; soft deletion of a version is a write. */
  written: number
}

/** A version and its id; or the code of a refusal. */
export type Outcome = { readonly version: number; readonly id: number } | number

const mode = { READWRITE: false, READONLY: false, IMPORT: true } as const
export type ModelMode = keyof typeof mode

function sorted(members: object): string {
  return JSON.stringify(Object.entries(members).toSorted(([a], [b]) => (a < b ? -1 : 1)))
}

function metadataKey(properties: Properties | undefined): string {
  return properties === undefined ? '' : sorted(properties)
}

function without(properties: Properties | undefined): Properties {
  const { [VERSION_PROPERTY]: _version, ...rest } = properties ?? {}
  return rest
}

/** Two Avro texts whose members stand in another order are the same schema. Rest-api 3.6. */
function structure(text: string): string {
  const value = JSON.parse(text) as unknown
  return typeof value === 'object' && value !== null ? sorted(value) : text
}

/** One subject, alone in its context, as rest-api 3.5, 3.6 and 3.8 describe it, step by step. */
export class RegistrationModel {
  mode: ModelMode = 'READWRITE'
  overrides: Properties | undefined
  #versions: Version[] = []
  #maxId = 0
  #writes = 0

  get listed(): number[] {
    return this.#versions.map(({ number, deleted }) => (deleted ? -number : number))
  }

  register(ask: Ask, { version, id }: Numbers): Outcome {
    const standing = this.#shortcut(ask, { version, id })
    if (standing !== undefined) return standing
    const imports = mode[this.mode]
    if (this.mode === 'READONLY' || (id === undefined) === imports) return 42205
    const next = (this.#versions.at(-1)?.number ?? 0) + 1
    const latest = this.#live().at(-1)
    const text = ask.text ?? (imports ? undefined : latest?.text)
    if (text === undefined) return 42201
    let { properties } = ask
    if (!imports) {
      properties = this.#inherited(ask, latest)
      if (version !== 0 || properties?.[VERSION_PROPERTY] !== undefined) {
        properties = { ...properties, [VERSION_PROPERTY]: String(next) }
      }
    }
    const sought = { text, properties }
    const use = this.#use(sought)
    const mayBe = id === undefined || id === use?.id
    if (version === 0 && use !== undefined && !use.deleted && mayBe) return outcome(use)
    const wanted = id ?? use?.id
    const same = this.#live().findLast(
      (one) => (wanted === undefined || one.id === wanted) && matches(sought, one),
    )
    if (version === 0 && same !== undefined) return outcome(same)
    const number = version <= 0 ? next : version
    if (!imports && number !== next) return 42201
    const taken = this.#versions.find((one) => one.id === wanted)
    if (taken !== undefined && !isContent(sought, taken)) return 42205
    return this.#write(number, wanted ?? this.#maxId + 1, sought)
  }

  /** @returns with the code 40403 where a live version hides nothing, 40401 where there is none */
  lookUp(ask: Ask): Outcome {
    const live = this.#live()
    const filled = { ...ask, properties: this.#inherited(ask, live.at(-1)) }
    const found = this.#single(ask, live) ?? (live.length > 0 && this.#single(filled, live))
    return found ? outcome(found) : live.length === 0 ? 40401 : 40403
  }

  deleteVersion(number: number, permanent: boolean): number {
    const found = this.#versions.find((one) => one.number === number)
    if (found?.deleted === true && !permanent) return 40406
    if (found === undefined) return this.#versions.length === 0 ? 40401 : 40402
    if (this.mode === 'READONLY') return 42205
    if (permanent && !found.deleted) return 40407
    if (permanent) this.#versions = this.#versions.filter((one) => one !== found)
    found.deleted = true
    found.written = ++this.#writes
    return number
  }

  /** Step A. */
  #shortcut(ask: Ask, { version, id }: Numbers): Outcome | undefined {
    if (this.overrides !== undefined) return undefined
    const live = this.#live()
    const found = this.#single(ask, version === -1 ? live.slice(-1) : live)
    if (found === undefined) return undefined
    if (version <= 0) return id === undefined || id === found.id ? outcome(found) : undefined
    if (id !== found.id) return undefined
    if (found.number === version) return outcome(found)
    const twin = live.find((one) => one.number === version && one.id === id)
    return twin !== undefined && isContent(ask, twin) ? outcome(twin) : undefined
  }

  #single(ask: Ask, among: readonly Version[]): Version | undefined {
    if (ask.text === undefined) return undefined
    const use = this.#use(ask)
    if (use !== undefined && among.includes(use)) return use
    return among.findLast((one) => matches(ask, one))
  }

  /** The use of a content that was written last. */
  #use(ask: Ask): Version | undefined {
    const uses = this.#versions.filter((one) => isContent(ask, one))
    return uses.toSorted((a, b) => a.written - b.written).at(-1)
  }

  #inherited({ properties }: Ask, latest: Version | undefined): Properties | undefined {
    const own = properties ?? latest?.properties
    return this.overrides === undefined ? own : { ...own, ...this.overrides }
  }

  #live(): readonly Version[] {
    return this.#versions.filter(({ deleted }) => !deleted)
  }

  #write(number: number, id: number, { text, properties }: Ask & { text: string }): Outcome {
    const version = { number, id, text, properties, deleted: false, written: ++this.#writes }
    this.#maxId = Math.max(this.#maxId, id)
    this.#versions = this.#versions
      .filter((one) => one.number !== number)
      .filter((one) => !(one.deleted && one.id === id && one.number < number))
      .concat(version)
      .toSorted((a, b) => a.number - b.number)
    return outcome(version)
  }
}

function outcome({ number, id }: Version): Outcome {
  return { version: number, id }
}

function isContent(ask: Ask, one: Version): boolean {
  return ask.text === one.text && metadataKey(ask.properties) === metadataKey(one.properties)
}

/** Rest-api 3.6, "matches". */
function matches({ text, properties }: Ask, one: Version): boolean {
  if (text === undefined || structure(text) !== structure(one.text)) return false
  const asked = properties?.[VERSION_PROPERTY]
  const had = one.properties?.[VERSION_PROPERTY]
  if ((asked === undefined) === (had === undefined)) {
    return metadataKey(properties) === metadataKey(one.properties)
  }
  const alike = metadataKey(without(properties)) === metadataKey(without(one.properties))
  return alike && (asked === undefined || asked === String(one.number))
}
