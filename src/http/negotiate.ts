import { answerTypes, bodyTypes, MEDIA_TYPE } from '../rest/media-types.ts'

/** Clients send few different headers, but anybody may send many: what is remembered is bounded. */
const REMEMBERED = 256
const remembered = new Map<string, string | null>()

/**
 * Chooses the content type of an answer.
 *
 * The client's quality decides, then the server's; among media ranges that fit, the most specific
 * one speaks (RFC 9110, 12.5.1). A lone `*` is read as `*` `/` `*`: several Java runtimes send it.
 *
 * @returns `undefined` when nothing is acceptable (406)
 * @see Rest-api 1.1
 */
export function negotiate(accept: string | undefined): string | undefined {
  if (accept === undefined) return MEDIA_TYPE
  let chosen = remembered.get(accept)
  if (chosen === undefined) {
    chosen = choose(accept) ?? null
    if (remembered.size >= REMEMBERED) remembered.clear()
    remembered.set(accept, chosen)
  }
  return chosen ?? undefined
}

interface MediaRange {
  readonly type: string
  readonly quality: number
}

function choose(accept: string): string | undefined {
  const ranges = readRanges(accept)
  if (ranges.length === 0) return MEDIA_TYPE
  let best: { readonly type: string; readonly asked: number } = { type: '', asked: 0 }
  // The table stands in the server's order of preference, so the first of equals stays.
  for (const { type } of answerTypes) {
    const asked = qualityOf(type, ranges)
    if (asked > best.asked) best = { type, asked }
  }
  return best.asked > 0 ? best.type : undefined
}

function readRanges(accept: string): readonly MediaRange[] {
  return accept
    .split(',')
    .map((part) => part.split(';').map((piece) => piece.trim().toLowerCase()))
    .filter(([type]) => type !== undefined && type !== '')
    .map(([type, ...parameters]) => ({
      type: type === '*' || type === undefined ? '*/*' : type,
      quality: qualityParameter(parameters),
    }))
}

function qualityParameter(parameters: readonly string[]): number {
  const written = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2)
  const quality = Number(written === undefined || written === '' ? 1 : written)
  return quality >= 0 && quality <= 1 ? quality : 1
}

/** The quality a client gives a type: that of the most specific range that covers it. */
function qualityOf(type: string, ranges: readonly MediaRange[]): number {
  for (const pattern of [type, 'application/*', '*/*']) {
    const fitting = ranges.filter((range) => range.type === pattern)
    if (fitting.length > 0) return Math.max(...fitting.map((range) => range.quality))
  }
  return 0
}

/**
 * The content type of an error: as for other answers, the preferred one when nothing else is.
 */
export function errorType(accept: string | undefined): string {
  return negotiate(accept) ?? MEDIA_TYPE
}

/**
 * The content type of a 415: the first type of the Accept list that is spoken to the letter.
 *
 * @see Rest-api 1.1
 */
export function unsupportedTypeAnswer(accept: string | undefined): string {
  const asked = (accept ?? '').split(',').map((part) => part.split(';')[0]?.trim().toLowerCase())
  return asked.find((type) => answerTypes.some((row) => row.type === type)) ?? MEDIA_TYPE
}

/** Tells whether a body of that `Content-Type` is read; a missing one is. Rest-api 1.1. */
export function isReadable(contentType: string | undefined): boolean {
  if (contentType === undefined) return true
  return bodyTypes.includes(contentType.split(';', 1)[0]?.trim().toLowerCase() ?? '')
}
