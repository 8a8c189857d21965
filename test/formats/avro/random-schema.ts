/** A source of numbers that repeats itself for equal seeds. */
export class Random {
  #state: number

  constructor(seed: number) {
    this.#state = seed >>> 0
  }

  /** An integer from 0 up to, not including, `limit`. */
  below(limit: number): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0
    let t = this.#state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) % limit
  }

  chance(percent: number): boolean {
    return this.below(100) < percent
  }

  pick<T>(items: readonly T[]): T {
    const item = items[this.below(items.length)]
    if (item === undefined) throw new Error('nothing to pick from')
    return item
  }
}

/** A schema as JSON; open for edits. */
export type SchemaJson = string | SchemaJson[] | { [key: string]: unknown }

export const primitives = ['boolean', 'int', 'long', 'float', 'double', 'bytes', 'string'] as const

/** A schema with records, unions, recursion through unions, and defaults that avsc takes too. */
export function randomSchema(random: Random): SchemaJson {
  return new Builder(random).record(2)
}

class Builder {
  readonly #random: Random
  readonly #defined: string[] = []
  readonly #open: string[] = []
  readonly #taken = new Set<string>()
  #count = 0

  constructor(random: Random) {
    this.#random = random
  }

  record(depth: number): SchemaJson {
    const { simple, namespace } = this.#name('R')
    const full = `${namespace}.${simple}`
    this.#open.push(full)
    const fields = Array.from({ length: 1 + this.#random.below(4) }, (_, index) =>
      this.#field(`f${index}`, depth - 1),
    )
    this.#open.pop()
    this.#defined.push(full)
    return { type: 'record', name: simple, namespace, fields }
  }

  #field(name: string, depth: number): object {
    const type = this.#type(depth, true)
    const value = this.#random.chance(50) ? defaultOf(type) : undefined
    return value === undefined ? { name, type } : { name, type, default: value }
  }

  #type(depth: number, mayBeUnion: boolean): SchemaJson {
    const kind = depth <= 0 ? this.#random.below(50) : this.#random.below(100)
    if (kind < 40) return this.#random.pick(primitives)
    if (kind < 46) return this.#enumOrFixed()
    if (kind < 50 && this.#defined.length > 0) return this.#random.pick(this.#defined)
    if (kind < 50) return 'string'
    if (kind < 60) return this.record(depth)
    if (kind < 70) return { type: 'array', items: this.#type(depth - 1, true) }
    if (kind < 78) return { type: 'map', values: this.#type(depth - 1, true) }
    return mayBeUnion ? this.#union(depth) : 'int'
  }

  #union(depth: number): SchemaJson {
    const branches: SchemaJson[] = ['null']
    for (let i = this.#random.below(3); i >= 0; i--) {
      const branch =
        this.#random.chance(25) && this.#open.length > 0
          ? this.#random.pick(this.#open)
          : this.#type(depth - 1, false)
      if (!branches.some((other) => branchName(other) === branchName(branch))) {
        branches.splice(this.#random.below(branches.length + 1), 0, branch)
      }
    }
    return branches
  }

  #enumOrFixed(): SchemaJson {
    const { simple, namespace } = this.#name('N')
    this.#defined.push(`${namespace}.${simple}`)
    if (this.#random.chance(40)) {
      return { type: 'fixed', name: simple, namespace, size: 1 + this.#random.below(3) }
    }
    const symbols = ['A', 'B', 'C'].slice(0, 1 + this.#random.below(3))
    const extra = this.#random.chance(30) ? { default: 'A' } : {}
    return { type: 'enum', name: simple, namespace, symbols, ...extra }
  }

  /** Now and then a simple name that another namespace has already. */
  #name(prefix: string): { simple: string; namespace: string } {
    const namespace = this.#random.pick(['n', 'm'])
    const other = namespace === 'n' ? 'm' : 'n'
    const [twin] = [...this.#taken].filter((full) => {
      const simple = full.slice(2)
      return full.startsWith(`${other}.${prefix}`) && !this.#taken.has(`${namespace}.${simple}`)
    })
    const simple =
      twin !== undefined && this.#random.chance(30) ? twin.slice(2) : `${prefix}${this.#count++}`
    this.#taken.add(`${namespace}.${simple}`)
    return { simple, namespace }
  }
}

/** By what a union tells its branches apart. */
export function branchName(schema: SchemaJson): string {
  if (typeof schema === 'string') return schema
  if (Array.isArray(schema)) return 'union'
  if (schema['type'] === 'array' || schema['type'] === 'map') return schema['type']
  return `${String(schema['namespace'])}.${String(schema['name'])}`
}

/** A default of the type, the first branch's for a union; `undefined` where none is easy to tell. */
export function defaultOf(schema: SchemaJson): unknown {
  if (Array.isArray(schema)) return schema[0] === undefined ? undefined : defaultOf(schema[0])
  if (typeof schema === 'object') {
    if (schema['type'] === 'array') return []
    if (schema['type'] === 'map') return {}
    if (schema['type'] === 'enum') return 'A'
    if (schema['type'] === 'fixed') return '\u0001'.repeat(Number(schema['size']))
    return undefined
  }
  if (schema === 'null') return null
  if (schema === 'boolean') return true
  if (schema === 'string' || schema === 'bytes') return 'x'
  return primitives.some((name) => name === schema) ? 1 : undefined
}
