import { SchemaFault } from '../../schema-fault.ts'
import type { Annotated, Declaration, Field, LogicalSchema, RefType, TypeAlias } from '../ast.ts'
import { metaWords } from '../meta-words.ts'
import { mapJson, textsJson } from '../json-print.ts'
import type { Members } from '../json-print.ts'
import { quoteJson } from '../../json-reader.ts'
import { aliasesOf, declarationsOf } from '../names.ts'

/** What a name in a logical schema leads to. */
export interface Names {
  /** @throws SchemaFault when it leads nowhere */
  find(ref: RefType): Declaration | TypeAlias
}

/** The names of a schema. */
export function namesOf(schema: LogicalSchema): Names {
  const declarations = declarationsOf(schema)
  const aliases = aliasesOf(schema)
  return {
    find({ name }) {
      const found = declarations.get(name) ?? aliases.get(name)
      if (found === undefined) throw new SchemaFault(`no type '${name}' is declared`)
      return found
    },
  }
}

/** Tells a declaration from an alias. */
export function isDeclaration(found: Declaration | TypeAlias): found is Declaration {
  return 'kind' in found
}

/** The tags, options and condition of a column or declaration as members of a JSON object. */
export function wordMembers(about: Annotated & Partial<Pick<Field, 'check'>>): Members {
  const { tags, options, check } = about
  return [
    ...(tags.length === 0 ? [] : [[metaWords.tags, textsJson(tags)] as const]),
    ...(check === undefined ? [] : [[metaWords.check, quoteJson(check)] as const]),
    ...(options.size === 0 ? [] : [[metaWords.options, mapJson(options)] as const]),
  ]
}

/** A decimal that no native schema can carry is refused before it turns into something else. */
export function requireDecimal(precision: number, scale: number): void {
  if (precision >= 1 && scale <= precision) return
  throw new SchemaFault(`DECIMAL(${precision}, ${scale}) is no decimal`)
}
