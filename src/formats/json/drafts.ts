import type { JsonNode } from '../json-reader.ts'

/** The drafts that are told apart; an unknown or absent `$schema` means `7`. */
export type Draft = '4' | '6' | '7' | '2019-09' | '2020-12'

/** Which loader reads a draft. Json-schema 1. */
export type LoaderStyle = 'classic' | 'modern'

const draftOfUri = new Map<string, Draft>([
  ['json-schema.org/schema', '4'],
  ['json-schema.org/draft-04/schema', '4'],
  ['json-schema.org/draft-06/schema', '6'],
  ['json-schema.org/draft-07/schema', '7'],
  ['json-schema.org/draft/2019-09/schema', '2019-09'],
  ['json-schema.org/draft/2020-12/schema', '2020-12'],
])

/**
 * The draft a document asks for by its root `$schema`.
 *
 * @param fallback for a document that does not say
 */
export function draftOf(root: JsonNode, fallback: Draft = '7'): Draft {
  const named = root.kind === 'object' ? root.members.get('$schema') : undefined
  if (named?.kind !== 'string') return fallback
  return draftOfUri.get(named.value.replace(/^https?:\/\//, '').replace(/#$/, '')) ?? '7'
}

/** The loader of a draft. */
export function loaderStyle(draft: Draft): LoaderStyle {
  return draft === '2019-09' || draft === '2020-12' ? 'modern' : 'classic'
}

/** The keyword that names a schema. */
export function idKeyword(draft: Draft): string {
  return draft === '4' ? 'id' : '$id'
}
