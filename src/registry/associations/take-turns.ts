import type { RegistryRoom } from '../registry-room.ts'
import { retryOnMoved } from '../retry-on-moved.ts'
import type { Trip } from '../retry-on-moved.ts'

/** No subject has this name: contexts begin with a dot. */
const turn = { context: '', subject: '' }

/**
 * Runs a change of associations after those that this process began before.
 *
 * Changes are rare, and those of one subject turn each other away; registrations within take the
 * turns of their own subjects as ever.
 */
export async function takeTurns<T>(room: RegistryRoom, trip: () => Promise<Trip<T>>): Promise<T> {
  return await room.queue.run(turn, () => retryOnMoved(trip))
}
