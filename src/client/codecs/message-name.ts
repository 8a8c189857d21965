/**
 * The full name of the message that a value says it is: those made by protobuf-es and by
 * protobufjs know theirs.
 *
 * @returns without leading dot; `undefined` for plain objects
 */
export function messageNameOf(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const named = value as { readonly $typeName?: unknown; readonly $type?: { fullName: string } }
  try {
    if (typeof named.$typeName === 'string') return named.$typeName
    return named.$type?.fullName.replace(/^\./, '')
  } catch {
    // A proxy or getter that throws: the encoder will say so, and where.
    return undefined
  }
}
