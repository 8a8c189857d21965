import { MAX_LENGTH } from './ast.ts'
import type { Declaration, Field, LogicalSchema, LogicalType } from './ast.ts'
import { inside } from './finding.ts'
import type { Finding, ValidityRule } from './finding.ts'
import { logicalModes } from './logical-modes.ts'
import type { LogicalMode } from './logical-modes.ts'
import { aliasesOf, declarationsOf } from './names.ts'
import { partsOf } from './parts.ts'

/** A fault of one type; `part` names the column that it is about. */
interface Fault {
  readonly text: string
  readonly part?: Field
}

interface Rule {
  readonly rule: ValidityRule
  readonly faults: (type: LogicalType, mode: LogicalMode) => readonly Fault[]
}

/** The rules that look at one type alone; the walk itself finds what names lead to. */
const rules: readonly Rule[] = [
  {
    rule: 'EMPTY_STRUCT',
    faults: (type) =>
      type.kind === 'struct' && type.fields.length === 0
        ? [{ text: 'a struct needs a column' }]
        : [],
  },
  {
    rule: 'FIELD_NAME_CASE_COLLISION',
    faults: (type, mode) =>
      type.kind === 'struct' && !logicalModes[mode].caseSensitive ? collisions(type.fields) : [],
  },
  {
    rule: 'PRECISION_OUT_OF_RANGE',
    faults(type, mode) {
      const { decimalDigits, secondDigits } = logicalModes[mode]
      if (!('precision' in type)) return []
      return type.kind === 'decimal'
        ? range('precision', type.precision, 1, decimalDigits)
        : range('precision', type.precision, 0, secondDigits)
    },
  },
  {
    rule: 'SCALE_OUT_OF_RANGE',
    faults: (type) =>
      type.kind === 'decimal' ? range('scale', type.scale, 0, type.precision) : [],
  },
  {
    rule: 'LENGTH_OUT_OF_RANGE',
    faults: (type) => ('length' in type ? range('length', type.length, 1, MAX_LENGTH) : []),
  },
  {
    rule: 'UNREPRESENTABLE_TYPE',
    faults: (type, mode) =>
      logicalModes[mode].lacks.includes(type.kind)
        ? [{ text: `${mode} has no ${type.kind.toUpperCase()}` }]
        : [],
  },
]

function range(what: string, value: number, from: number, to: number): readonly Fault[] {
  if (value >= from && value <= to) return []
  return [{ text: `the ${what} ${value} is not between ${from} and ${to}` }]
}

function collisions(fields: readonly Field[]): readonly Fault[] {
  const first = new Map<string, string>()
  return fields.flatMap((part) => {
    const lower = part.name.toLowerCase()
    const other = first.get(lower)
    if (other !== undefined) return [{ part, text: `differs from '${other}' in letter case alone` }]
    first.set(lower, part.name)
    return []
  })
}

/**
 * The rules of a mode that a schema breaks, from the root on, each declaration once.
 *
 * @see Compatibility 9
 */
export function checkValidity(schema: LogicalSchema, mode: LogicalMode): readonly Finding[] {
  const declarations = declarationsOf(schema)
  const aliases = aliasesOf(schema)
  const findings: Finding[] = []
  const open = new Set<Declaration>()
  const done = new Set<Declaration>()

  function add(rule: ValidityRule, path: string, text: string, reader: Field | undefined): void {
    findings.push({ rule, path, text, reader, writer: undefined })
  }

  function visit(type: LogicalType, path: string, field: Field | undefined): void {
    for (const { rule, faults } of rules) {
      for (const { text, part } of faults(type, mode)) {
        const at = part === undefined ? path : inside(path, part.name)
        add(rule, at, text, part ?? field)
      }
    }
    if (type.kind === 'ref') return follow(type.name, path, field)
    for (const part of partsOf(type)) {
      visit(part.type, inside(path, part.name), part.field ?? field)
    }
  }

  function follow(name: string, path: string, field: Field | undefined): void {
    const declaration = declarations.get(name)
    if (declaration === undefined) {
      if (!aliases.has(name))
        add('UNRESOLVED_TYPE_REF', path, `no type '${name}' is declared`, field)
      return
    }
    if (open.has(declaration)) {
      add('CYCLIC_TYPE', path, `'${name}' contains itself`, field)
      return
    }
    if (declaration.kind === 'enum' || done.has(declaration)) return
    open.add(declaration)
    visit({ kind: 'struct', fields: declaration.fields }, path, field)
    open.delete(declaration)
    done.add(declaration)
  }

  visit(schema.root.type, '', undefined)
  return findings
}
