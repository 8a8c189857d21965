/**
 * Java's `String.hashCode`, as an unsigned 32-bit number.
 *
 * @see Compatibility, Appendix A
 */
export function javaHash(key: string): number {
  let hash = 0
  for (let i = 0; i < key.length; i++) hash = (Math.imul(31, hash) + key.charCodeAt(i)) | 0
  return hash >>> 0
}

/** The keys in the order in which a Java hash table of that capacity walks them. */
export function hashTableOrder<K extends string | number>(
  keys: Iterable<K>,
  capacity: number,
): K[] {
  const slotted = [...keys].map((key) => {
    const hash = typeof key === 'number' ? key >>> 0 : javaHash(key)
    return { key, slot: (hash ^ (hash >>> 16)) & (capacity - 1) }
  })
  slotted.sort((a, b) => a.slot - b.slot)
  return slotted.map((entry) => entry.key)
}

function grown(capacity: number, count: number): number {
  let size = capacity
  while (count > size * 0.75) size *= 2
  return size
}

/** The order of a `HashMap` filled one key after another. Keys must be distinct. */
export function javaHashMapOrder<K extends string | number>(keys: readonly K[]): K[] {
  return hashTableOrder(keys, grown(16, keys.length))
}

/**
 * The order in which the reference walks the names of two schemas together: a set made from the
 * original's keys, to which the update's are added.
 *
 * @param original keys as the original's own map walks them
 * @see Compatibility, Appendix A
 */
export function javaUnionOrder<K extends string | number>(
  original: readonly K[],
  update: readonly K[],
): K[] {
  const wanted = Math.max(Math.trunc(original.length / 0.75) + 1, 16)
  let capacity = 16
  while (capacity < wanted) capacity *= 2
  const union = new Set<K>(original)
  for (const key of update) union.add(key)
  return hashTableOrder(union, grown(capacity, union.size))
}
