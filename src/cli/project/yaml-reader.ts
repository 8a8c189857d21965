import { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument } from 'yaml'
import type { Document, Node } from 'yaml'
import { CommandError } from '../command.ts'

/** Where the parser's own message speaks to programmers. */
const sentences: Readonly<Record<string, string>> = {
  MULTIPLE_DOCS: 'a second document begins here, and the file holds one',
}

/** A member of a map, with the node of its key for messages. */
export type YamlNode = Node | null | undefined

/** Reads a YAML document member by member; everything unexpected is refused with its line. */
export class YamlReader {
  readonly #file: string
  readonly #lines = new LineCounter()
  readonly #document: Document
  readonly root: YamlNode

  /** @throws CommandError on a text that is no YAML */
  constructor(file: string, text: string) {
    this.#file = file
    const document = parseDocument(text, { lineCounter: this.#lines, prettyErrors: false })
    this.#document = document
    const [fault] = document.errors
    if (fault !== undefined) this.#failAt(fault.pos[0], sentences[fault.code] ?? fault.message)
    this.root = document.contents
  }

  /** @throws CommandError always, with the line of the node */
  fail(node: YamlNode, message: string): never {
    return this.#failAt(node?.range?.[0] ?? 0, message)
  }

  /**
   * The members of a map.
   *
   * @param keys the names there are; absent: any name
   */
  members(node: YamlNode, what: string, keys?: readonly string[]): ReadonlyMap<string, YamlNode> {
    if (!isMap(node)) return this.fail(node, `${what} is a map of names to values`)
    const members = new Map<string, YamlNode>()
    for (const { key, value } of node.items) {
      const keyNode = key as YamlNode
      const name = this.text(keyNode, `a name in ${what}`)
      if (keys !== undefined && !keys.includes(name)) {
        this.fail(keyNode, `${what} has no '${name}'; it knows ${keys.join(', ')}`)
      }
      members.set(name, this.#meant(value as YamlNode))
    }
    return members
  }

  list(node: YamlNode, what: string): readonly YamlNode[] {
    if (!isSeq(node)) return this.fail(node, `${what} is a list`)
    return (node.items as YamlNode[]).map((item) => this.#meant(item))
  }

  /** A text; numbers, dates and booleans are taken as they are written. */
  text(node: YamlNode, what: string): string {
    const value = isScalar(node) ? node.value : null
    if (typeof value === 'string') return value
    return (isScalar(node) && value !== null && node.source) || this.fail(node, `${what} is a text`)
  }

  choice<T extends string>(node: YamlNode, what: string, choices: readonly T[]): T {
    const text = this.text(node, what)
    const found = choices.find((one) => one.toLowerCase() === text.toLowerCase())
    return found ?? this.fail(node, `${what} is one of ${choices.join(', ')}, not '${text}'`)
  }

  flag(node: YamlNode, what: string): boolean {
    if (isScalar(node) && typeof node.value === 'boolean') return node.value
    return this.fail(node, `${what} is true or false`)
  }

  number(node: YamlNode, what: string): number {
    const value = isScalar(node) ? node.value : undefined
    if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 1) return value
    return this.fail(node, `${what} is a whole number from 1 up`)
  }

  /** What `*name` stands for; anything else is itself. */
  #meant(node: YamlNode): YamlNode {
    return isAlias(node) ? node.resolve(this.#document) : node
  }

  #failAt(offset: number, message: string): never {
    const { line, col } = this.#lines.linePos(offset)
    throw new CommandError(`${this.#file}:${Math.max(line, 1)}:${Math.max(col, 1)}: ${message}`)
  }
}
