import type { Declaration, LogicalSchema, TypeAlias } from './ast.ts'

/** The declarations of a schema by name. */
export function declarationsOf({ declarations }: LogicalSchema): ReadonlyMap<string, Declaration> {
  return new Map(declarations.map((declaration) => [declaration.name, declaration]))
}

/** The aliases of a schema by name. */
export function aliasesOf({ aliases }: LogicalSchema): ReadonlyMap<string, TypeAlias> {
  return new Map(aliases.map((alias) => [alias.name, alias]))
}
