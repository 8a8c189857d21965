/** Below this, a loop is quicker than the call into native code. */
const LOOP_BYTES = 96

/** Copies the start of a work buffer into a buffer of its own. */
export function copyOut(work: Uint8Array, end: number): Buffer {
  const own = Buffer.allocUnsafe(end)
  if (end > LOOP_BYTES) own.set(work.subarray(0, end))
  else for (let at = 0; at < end; at++) own[at] = work[at] ?? 0
  return own
}
