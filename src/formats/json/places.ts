import type { Place } from '../../model/place.ts'
import type { JsonNode } from '../json-reader.ts'
import type { JsonDocument } from './document.ts'

/** Finds where parts of one document stand; many places of a large text cost little. */
export interface PlaceFinder {
  /** The document's own text is the only one places may point into. */
  readonly document: JsonDocument
  /** @param keyword members to follow as far as they exist */
  find(json: JsonNode, keyword: readonly string[]): Place
}

/** Opens a document for looking up places. */
export function createPlaceFinder(document: JsonDocument): PlaceFinder {
  const lineStarts = lineStartsOf(document.text)
  const pointers = new Map<JsonNode, string>()

  return {
    document,
    find(json, keyword) {
      let pointer = pointers.get(json)
      if (pointer === undefined) {
        pointer = pointerTo(document.root, json)
        pointers.set(json, pointer)
      }
      let here = json
      for (const key of keyword) {
        const next =
          here.kind === 'object'
            ? here.members.get(key)
            : here.kind === 'array'
              ? here.items[Number(key)]
              : undefined
        if (next === undefined) break
        here = next
        pointer += pointerStep(key)
      }
      return { pointer, ...lineAndColumn(lineStarts, here.start) }
    },
  }
}

function pointerStep(key: string): string {
  return `/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`
}

function pointerTo(root: JsonNode, target: JsonNode): string {
  let pointer = ''
  let here = root
  while (here !== target) {
    const step = stepTowards(here, target)
    if (step === undefined) return pointer
    pointer += pointerStep(step.key)
    here = step.child
  }
  return pointer
}

function stepTowards(
  json: JsonNode,
  target: JsonNode,
): { readonly key: string; readonly child: JsonNode } | undefined {
  const holds = (child: JsonNode): boolean => child.start <= target.start && target.end <= child.end
  if (json.kind === 'object') {
    for (const [key, child] of json.members) if (holds(child)) return { key, child }
  } else if (json.kind === 'array') {
    for (const [index, child] of json.items.entries()) {
      if (holds(child)) return { key: String(index), child }
    }
  }
  return undefined
}

function lineStartsOf(text: string): number[] {
  const starts = [0]
  for (const match of text.matchAll(/\r\n|\n|\r/g)) starts.push(match.index + match[0].length)
  return starts
}

function lineAndColumn(
  starts: readonly number[],
  offset: number,
): { line: number; column: number } {
  let low = 0
  let high = starts.length
  while (high - low > 1) {
    const middle = (low + high) >>> 1
    if ((starts[middle] ?? 0) <= offset) low = middle
    else high = middle
  }
  return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 }
}
