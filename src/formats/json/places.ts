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
  const inside = new Map<JsonNode, readonly Step[]>()

  function pointerTo(target: JsonNode): string {
    let pointer = ''
    let here = document.root
    while (here !== target) {
      let steps = inside.get(here)
      if (steps === undefined) inside.set(here, (steps = stepsOf(here)))
      const step = stepTowards(steps, target)
      if (step === undefined) return pointer
      pointer += pointerStep(step[0])
      here = step[1]
    }
    return pointer
  }

  return {
    document,
    find(json, keyword) {
      let pointer = pointers.get(json)
      if (pointer === undefined) {
        pointer = pointerTo(json)
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

type Step = readonly [key: string, child: JsonNode]

function stepTowards(steps: readonly Step[], target: JsonNode): Step | undefined {
  let low = 0
  let high = steps.length
  while (high - low > 1) {
    const middle = (low + high) >>> 1
    if ((steps[middle]?.[1].start ?? 0) <= target.start) low = middle
    else high = middle
  }
  const step = steps[low]
  return step !== undefined && target.end <= step[1].end ? step : undefined
}

/** The parts of a value in the order in which they are written. */
function stepsOf(json: JsonNode): Step[] {
  if (json.kind === 'array') return json.items.map((item, index) => [String(index), item])
  if (json.kind !== 'object') return []
  return [...json.members].sort(([, a], [, b]) => a.start - b.start)
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
