/** Words that cannot name a type. */
const reserved: ReadonlySet<string> = new Set(
  (
    'any await bigint boolean break case catch class const continue debugger default delete do else enum ' +
    'export extends false finally for function if implements import in instanceof interface let never new null number ' +
    'object package private protected public return static string super switch symbol this throw ' +
    'true try type typeof undefined unknown var void while with yield Buffer Record Uint8Array'
  ).split(' '),
)

/** The declarations of one generated file, each name once, in the order of first use. */
export class Declarations {
  readonly #identifiers = new Map<string, string>()
  readonly #taken = new Set<string>()
  readonly #texts: string[] = []

  /** What is generated for a full name; `undefined` when it is not known yet. */
  identifierOf(fullName: string): string | undefined {
    return this.#identifiers.get(fullName)
  }

  /**
   * Chooses an identifier: the name without its namespace, with it when that is taken.
   *
   * @param shortName what users would like to write
   */
  claim(fullName: string, shortName: string): string {
    const candidates = [shortName, fullName].map(toIdentifier)
    let identifier = candidates.find((one) => !this.#taken.has(one)) ?? `${candidates[1]}_`
    while (this.#taken.has(identifier)) identifier += '_'
    this.#taken.add(identifier)
    this.#identifiers.set(fullName, identifier)
    return identifier
  }

  add(text: string): void {
    this.#texts.push(text)
  }

  print(): string {
    return `${this.#texts.join('\n\n')}\n`
  }
}

/** Turns any name into an identifier. */
function toIdentifier(name: string): string {
  const plain = name.replaceAll(/[^\p{ID_Continue}$]/gu, '_')
  const started = /^[\p{ID_Start}$_]/u.test(plain) ? plain : `_${plain}`
  return reserved.has(started) ? `${started}_` : started
}

/** A member's name, quoted where it must be. */
export function memberName(name: string): string {
  return /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name) ? name : JSON.stringify(name)
}

/** A doc comment, or nothing; the text cannot end the comment. */
export function comment(text: unknown, indent = ''): string {
  if (typeof text !== 'string' || text.trim() === '') return ''
  const lines = text.trim().replaceAll('*/', '* /').split(/\r?\n/)
  return lines.length === 1
    ? `${indent}/** ${lines[0]} */\n`
    : `${indent}/**\n${lines.map((line) => `${indent} * ${line.trim()}`.trimEnd()).join('\n')}\n${indent} */\n`
}

/** An interface of members that are printed already, two spaces in. */
export function interfaceOf(identifier: string, members: readonly string[]): string {
  return members.length === 0
    ? `export interface ${identifier} {}`
    : `export interface ${identifier} {\n${members.join('\n')}\n}`
}

/** Alternatives, each once. */
export function unionOf(types: readonly string[]): string {
  return [...new Set(types)].join(' | ') || 'never'
}

/** An array of a type that may be a union. */
export function arrayOf(type: string): string {
  return type.includes(' ') ? `(${type})[]` : `${type}[]`
}
