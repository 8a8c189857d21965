import type { Difference } from '../../difference.ts'
import { messagesOf } from '../ast.ts'
import { differenceOf } from '../differences.ts'
import { syntaxFamily } from '../features.ts'
import { placeAtPath } from '../place-in.ts'
import type { Target } from '../place-in.ts'
import type { ProtobufSchema } from '../protobuf-schema.ts'
import { packageScopeOf } from '../scope.ts'
import type { ScopeNode } from '../scope.ts'
import { bodyChanges } from './body-changes.ts'
import type { Finding, SchemaPair, TypePair } from './finding.ts'
import { compareExtensions, compareRpcs } from './invisible.ts'
import { soundRows } from './sound-rows.ts'

/**
 * Lists what the reference does not see.
 *
 * Every pair of messages in reach is looked at once, imported ones included, whatever reference they
 * come from.
 *
 * @see Protobuf 8.4
 */
export function compareSoundly(
  reader: ProtobufSchema,
  writer: ProtobufSchema,
): readonly Difference[] {
  const schemas: SchemaPair = { reader, writer }
  const findings: Finding[] = [...compareSyntax(schemas)]
  const names = messagesOf(reader.file.declarations).map(({ name }) => name)
  const queue = [...pairsOf(names, packageScopeOf(reader), packageScopeOf(writer), schemas)]
  const entered = new Map<unknown, Set<unknown>>()
  for (const pair of queue) {
    const partners = entered.get(pair.writer.node) ?? new Set()
    entered.set(pair.writer.node, partners)
    if (partners.has(pair.reader.node)) continue
    partners.add(pair.reader.node)
    const changes = bodyChanges(pair)
    findings.push(...changes.findings)
    queue.push(...changes.inner, ...nestedPairs(pair))
  }
  findings.push(...compareExtensions(schemas), ...compareRpcs(schemas))
  return findings.map((finding) => placed(finding, schemas))
}

function compareSyntax({ reader, writer }: SchemaPair): readonly Finding[] {
  if (syntaxFamily(reader.file.syntax) === syntaxFamily(writer.file.syntax)) return []
  const top = { start: 0 }
  return [{ kind: 'SYNTAX_CHANGED', path: '#/', info: '', reader: top, writer: top }]
}

function nestedPairs({ reader, writer, schemas }: TypePair): readonly TypePair[] {
  if (reader.node.kind === 'enum') return []
  const names = messagesOf(reader.node.declarations).map(({ name }) => name)
  return pairsOf(names, reader.scope, writer.scope, schemas)
}

/** The messages of these names that both scopes declare. */
function pairsOf(
  names: readonly string[],
  readers: ScopeNode,
  writers: ScopeNode,
  schemas: SchemaPair,
): readonly TypePair[] {
  return names.flatMap((name) => {
    const reader = readers.children.get(name)?.type
    const writer = writers.children.get(name)?.type
    if (reader?.node.kind !== 'message' || writer?.node.kind !== 'message') return []
    return [{ reader, writer, schemas }]
  })
}

function placed({ kind, path, info, reader, writer }: Finding, schemas: SchemaPair): Difference {
  const place = (parsed: ProtobufSchema, target: Target | undefined) =>
    placeAtPath(parsed, path, target)
  const places = { reader: place(schemas.reader, reader), writer: place(schemas.writer, writer) }
  return { ...differenceOf(kind, soundRows[kind], path, places), info }
}
