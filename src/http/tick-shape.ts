import { executionAsyncResource } from 'node:async_hooks'

let kept: object | undefined

/**
 * Keeps one of Node's tick objects, and with it the hidden class of all of them, for as long as the
 * process lives.
 *
 * `process.nextTick` makes an object with computed keys for each of its calls, of which a request
 * takes several. A full garbage collection in which none of them waits clears their hidden class
 * from the feedback of that code; V8 then takes the keys for varying ones and defines each through
 * its runtime for ever: a sixth of the time of a read that is answered from memory. Whether that
 * happened was the luck of a start.
 */
export function keepTickShape(): void {
  if (kept !== undefined) return
  process.nextTick(() => {
    kept = executionAsyncResource()
  })
}
