import { MAX_TAG, enumsOf, messagesOf } from './ast.ts'
import type { EnumNode, ExtendNode, FieldNode, FieldType, FileNode, GroupNode } from './ast.ts'
import type { MessageBody, MessageNode, OneofNode, OptionNode, RpcNode, RpcType } from './ast.ts'
import type { ReservedNode, ScalarValue, ServiceNode, TagRange, TypeNode } from './ast.ts'
import { printOption, printOptionList, quoteProto } from './print-option.ts'

const step = '  '

/** Prints one item: its lines, each already indented by the pad. */
type Printer<T> = (item: T, pad: string) => string

/** A group of items between blank lines. */
interface Section {
  readonly size: number
  readonly text: (pad: string) => string
}

function section<T>(items: readonly T[], print: Printer<T>): Section {
  return { size: items.length, text: (pad) => items.map((item) => print(item, pad)).join('') }
}

/**
 * Prints a file in the reference's fixed layout.
 *
 * @returns lines ending in `\n`; `''` for an empty file
 * @see Protobuf 5
 */
export function printFile(file: FileNode): string {
  const plain = file.imports.filter((one) => one.modifier === undefined)
  const marked = (modifier: 'public' | 'option') =>
    file.imports.filter((one) => one.modifier === modifier)
  const imports = [...plain, ...marked('public'), ...marked('option')]
  const sections = [
    section(imports, (one) => {
      const modifier = one.modifier === undefined ? '' : `${one.modifier} `
      return `import ${modifier}${quoteProto(one.path)};\n`
    }),
    section(file.options, printOptionStatement),
    section(inPrintOrder(file.declarations), printType),
    section(file.extends, printExtend),
    section(file.services, printService),
  ]
  const body = sections.filter(({ size }) => size > 0).map(({ text }) => `\n${text('')}`)
  return `${printSyntax(file)}${printPackage(file)}${body.join('')}`
}

function printSyntax({ syntax }: FileNode): string {
  if (syntax === undefined) return ''
  return `${/^\d/.test(syntax) ? 'edition' : 'syntax'} = "${syntax}";\n`
}

function printPackage({ packageName }: FileNode): string {
  return packageName === undefined ? '' : `package ${packageName};\n`
}

/** All messages, then all enums: the layout keeps no other order. */
function inPrintOrder(declarations: readonly TypeNode[]): readonly TypeNode[] {
  return [...messagesOf(declarations), ...enumsOf(declarations)]
}

function printType(node: TypeNode, pad: string): string {
  return node.kind === 'message' ? printMessage(node, pad) : printEnum(node, pad)
}

function printMessage(node: MessageNode, pad: string): string {
  const visibility = node.visibility === undefined ? '' : `${node.visibility} `
  return `${pad}${visibility}message ${node.name} ${printBody(node, pad)}`
}

function printBody(body: MessageBody, pad: string): string {
  return braces(
    [
      section(body.reserved, printReserved),
      section(body.options, printOptionStatement),
      section(body.fields, printField),
      body.hasEmptyOneofSection ? { size: 1, text: () => '' } : section(body.oneofs, printOneof),
      section(body.groups, printGroup),
      section(body.extensions, printExtensions),
      section(body.extends, printExtend),
      section(inPrintOrder(body.declarations), printType),
    ],
    pad,
  )
}

/** Sections in braces; the blank lines between them carry the indentation of the block. */
function braces(sections: readonly Section[], pad: string): string {
  const filled = sections.filter(({ size }) => size > 0)
  if (filled.length === 0) return '{}\n'
  return `{\n${filled.map(({ text }) => text(pad + step)).join(`${pad}\n`)}${pad}}\n`
}

function printField(node: FieldNode, pad: string): string {
  const options = printOptionList([...node.options, ...specialOptions(node)], pad)
  return `${pad}${label(node)}${printFieldType(node.type)} ${node.name} = ${node.tag}${options};\n`
}

function label(node: FieldNode | GroupNode): string {
  return node.label === undefined ? '' : `${node.label} `
}

/** `default` and `json_name` as the options they were written as, unless they are among them. */
export function specialOptions(node: FieldNode): OptionNode[] {
  const options: OptionNode[] = []
  const add = (name: string, value: ScalarValue): void => {
    if (node.options.some((option) => !option.isExtension && option.name === name)) return
    options.push({ name, isExtension: false, subNames: [], value })
  }
  if (node.defaultValue !== undefined) add('default', printedDefault(node, node.defaultValue))
  if (node.jsonName !== undefined) add('json_name', { kind: 'string', text: node.jsonName })
  return options
}

/** The reference prints defaults of bytes bare, even those which it then cannot read back. */
function printedDefault({ type }: FieldNode, text: string): ScalarValue {
  const name = type.kind === 'named' ? type.name : ''
  if (name === 'string') return { kind: 'string', text }
  const isUnreadable = name === 'bytes' && !/^[\w.-]+$/.test(text)
  return { kind: 'word', text: isUnreadable ? `"${escapeBytes(text)}"` : text }
}

/** Bytes, one for each character, as printable ASCII with C escapes. */
export function escapeBytes(text: string): string {
  return text.replace(/[^\x20-\x7e]|[\\'"]/g, (c) => {
    if (c === '\\' || c === "'" || c === '"') return `\\${c}`
    return `\\${c.charCodeAt(0).toString(8).padStart(3, '0')}`
  })
}

/** A field's type as it is written. */
export function printFieldType(type: FieldType): string {
  if (type.kind === 'named') return type.name
  return `map<${printFieldType(type.key)}, ${printFieldType(type.value)}>`
}

function printOneof(node: OneofNode, pad: string): string {
  const sections = [
    section(node.options, printOptionStatement),
    section(node.fields, printField),
    section(node.groups, printGroup),
  ]
  return `${pad}oneof ${node.name} ${braces(sections, pad)}`
}

function printGroup(node: GroupNode, pad: string): string {
  const options = printOptionList(node.fieldOptions, pad)
  return `${pad}${label(node)}group ${node.name} = ${node.tag}${options} ${printBody(node, pad)}`
}

function printExtend(node: ExtendNode, pad: string): string {
  const sections = [section(node.fields, printField), section(node.groups, printGroup)]
  return `${pad}extend ${node.name} ${braces(sections, pad)}`
}

function printReserved({ items, hasBareNames }: ReservedNode, pad: string): string {
  const texts = items.map((item) => {
    if (typeof item !== 'string') return printRange(item)
    return hasBareNames ? item : quoteProto(item)
  })
  return `${pad}reserved ${texts.join(', ')};\n`
}

function printExtensions(
  node: { readonly ranges: readonly TagRange[]; readonly options: readonly OptionNode[] },
  pad: string,
): string {
  const options = printOptionList(node.options, pad)
  return `${pad}extensions ${node.ranges.map(printRange).join(', ')}${options};\n`
}

/** A number or range as it is written. */
export function printRange(range: TagRange): string {
  if (typeof range === 'number') return String(range)
  return `${range.from} to ${range.to === MAX_TAG ? 'max' : range.to}`
}

function printEnum(node: EnumNode, pad: string): string {
  const visibility = node.visibility === undefined ? '' : `${node.visibility} `
  const inner = pad + step
  const lines = [
    ...node.reserved.map((one) => printReserved(one, inner)),
    ...node.options.map((one) => printOptionStatement(one, inner)),
    ...node.constants.map(
      (one) => `${inner}${one.name} = ${one.number}${printOptionList(one.options, inner)};\n`,
    ),
  ]
  const body = lines.length === 0 ? '{}\n' : `{\n${lines.join('')}${pad}}\n`
  return `${pad}${visibility}enum ${node.name} ${body}`
}

function printService(node: ServiceNode, pad: string): string {
  const sections = [section(node.options, printOptionStatement), section(node.rpcs, printRpc)]
  return `${pad}service ${node.name} ${braces(sections, pad)}`
}

function printRpc(node: RpcNode, pad: string): string {
  const head = `${pad}rpc ${node.name} (${printRpcType(node.request)}) returns (${printRpcType(node.response)})`
  if (node.options.length === 0) return `${head};\n`
  const inner = pad + step
  return `${head} {\n${node.options.map((one) => printOptionStatement(one, inner)).join('')}${pad}};\n`
}

function printRpcType({ name, isStream }: RpcType): string {
  return isStream ? `stream ${name}` : name
}

function printOptionStatement(node: OptionNode, pad: string): string {
  return `${pad}option ${printOption(node, pad)};\n`
}
