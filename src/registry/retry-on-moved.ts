import { setTimeout as sleep } from 'node:timers/promises'
import { registryError } from '../errors/registry-error.ts'

/** What one trip of reading, deciding and writing came to. */
export type Trip<T> =
  /** The facts changed under the decision: read again, decide anew. */
  { readonly kind: 'moved' } | { readonly kind: 'landed'; readonly answer: T }

/** So many times a write is tried before the caller is sent away. */
export const maxTrips = 50
const maxPauseMs = 40

/** Wraps the answer of a trip whose plan was carried out, or needed none. */
export function landed<T>(answer: T): Trip<T> {
  return { kind: 'landed', answer }
}

/** A trip whose plan the store refused because a revision had moved. */
export const moved = { kind: 'moved' } as const

/**
 * Repeats a trip until its plan lands on the facts it was decided upon.
 *
 * @param trip reads its facts anew each time; what it wrote before it answers `moved`, if anything,
 *   may be written again
 * @throws RegistryError STORE_UNAVAILABLE when others win the race time after time
 */
export async function retryOnMoved<T>(trip: () => Promise<Trip<T>>): Promise<T> {
  for (let taken = 1; taken <= maxTrips; taken += 1) {
    const outcome = await trip()
    if (outcome.kind === 'landed') return outcome.answer
    await pauseAfter(taken)
  }
  throw tooManyTrips()
}

/** Lets others pass before a trip is repeated. */
export async function pauseAfter(taken: number): Promise<void> {
  // The first repeat is free: mostly the facts were cached ones, and only once stale.
  if (taken > 1) await sleep(Math.random() * Math.min(maxPauseMs, 2 ** taken))
}

/** The error of a write that others were faster than time after time. */
export function tooManyTrips(): Error {
  return registryError('STORE_UNAVAILABLE', { reason: `${maxTrips} attempts met other writers` })
}
