/** Works out once what is asked again and again of one thing; forgotten together with it. */
export function remembered<K extends object, V>(table: WeakMap<K, V>, key: K, work: () => V): V {
  let value = table.get(key)
  if (value === undefined) table.set(key, (value = work()))
  return value
}
