import type { SchemaChoice } from '../schema-choice.ts'
import type { AssociatedStrategy } from '../subject-name-strategy.ts'
import { readBoolean, refuse } from './property-value.ts'
import type { PropertyValue } from './property-value.ts'

/** What properties add up to, before contradictions are looked for. */
export interface PropertyDraft {
  /** Each way in which a schema was chosen, with the property that did. */
  readonly choices: { readonly property: string; readonly choice: SchemaChoice }[]
  readonly headers: Record<string, string>
  readonly client: Record<string, unknown>
  /** Options of both serializers and deserializers, by side. */
  readonly sides: Readonly<Record<'key' | 'value', Record<string, unknown>>>
  readonly serializer: Record<string, unknown>
  readonly deserializer: Record<string, unknown>
  readonly associated: Omit<AssociatedStrategy, 'kind'>
  /** Values as text, for what several properties say together. */
  readonly auth: Record<string, string>
  readonly tls: Record<string, string>
  readonly proxy: Record<string, string>
  readonly timeouts: Record<string, number>
  /** Which property set which option, for contradictions. */
  readonly setBy: Map<string, string>
}

/** A draft of nothing. */
export function emptyDraft(): PropertyDraft {
  return {
    choices: [],
    headers: {},
    client: {},
    sides: { key: {}, value: {} },
    serializer: {},
    deserializer: {},
    associated: {},
    auth: {},
    tls: {},
    proxy: {},
    timeouts: {},
    setBy: new Map(),
  }
}

/** Applies one property to a draft. */
export type Apply = (draft: PropertyDraft, value: PropertyValue, name: string) => void

/** Reads a value. */
export type Read = (name: string, value: PropertyValue) => unknown

type Part = 'client' | 'serializer' | 'deserializer' | 'associated'

/** Sets one option of a part. Two properties may not set the same. */
export function sets(part: Part, option: string, read: Read): Apply {
  return (draft, value, name) => {
    claim(draft, `${part}.${option}`, name)
    const target = draft[part] as Record<string, unknown>
    target[option] = read(name, value)
  }
}

/** Sets an option of serializers and deserializers of some sides. */
export function setsSides(sides: readonly ('key' | 'value')[], option: string, read: Read): Apply {
  return (draft, value, name) => {
    for (const side of sides) {
      claim(draft, `${side}.${option}`, name)
      draft.sides[side][option] = read(name, value)
    }
  }
}

/** Keeps the text for a reader that needs several properties. */
export function gathers(group: 'auth' | 'tls' | 'proxy', key: string): Apply {
  return (draft, value, name) => {
    claim(draft, `${group}.${key}`, name)
    draft[group][key] = String(value)
  }
}

/** Accepted as it is: it makes no difference here. */
export function without(read: Read): Apply {
  return (_draft, value, name) => void read(name, value)
}

/** Accepted only where it asks for what this client does anyway. */
export function only(accepted: readonly (string | boolean)[], why: string): Apply {
  return (_draft, value, name) => {
    const [first] = accepted
    const given = typeof first === 'boolean' ? readBoolean(name, value) : String(value).trim()
    if (!accepted.includes(given)) refuse(`${name}=${value} is not supported: ${why}`)
  }
}

/** Never accepted. */
export function refuses(why: string): Apply {
  return (_draft, _value, name) => refuse(`${name} is not supported: ${why}`)
}

function claim(draft: PropertyDraft, option: string, name: string): void {
  const before = draft.setBy.get(option)
  if (before !== undefined) {
    refuse(`${before} and ${name} contradict each other: they set the same, choose one`)
  }
  draft.setBy.set(option, name)
}
