/** Which writes each mode permits. Rest-api 3.8. */
export const modes = {
  READWRITE: { registersWithoutId: true, registersWithId: false, writable: true, checks: true },
  READONLY: { registersWithoutId: false, registersWithId: false, writable: false, checks: true },
  READONLY_OVERRIDE: {
    registersWithoutId: false,
    registersWithId: false,
    writable: false,
    checks: true,
  },
  IMPORT: { registersWithoutId: false, registersWithId: true, writable: true, checks: false },
  FORWARD: { registersWithoutId: false, registersWithId: true, writable: true, checks: false },
} as const satisfies Record<
  string,
  {
    readonly registersWithoutId: boolean
    readonly registersWithId: boolean
    /** Deletes and config changes. */
    readonly writable: boolean
    /** Validation, normalisation, inheritance and compatibility on registration. */
    readonly checks: boolean
  }
>

export type Mode = keyof typeof modes

/** Reads a mode in any letter case; `undefined` when it is none. */
export function parseMode(text: string): Mode | undefined {
  const name = text.toUpperCase()
  return Object.hasOwn(modes, name) ? (name as Mode) : undefined
}
