/** `1 problem`, `2 problems`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}

/**
 * Names what a copy holds beside schemas; associations only where there are any.
 *
 * @param and what stands before the last one
 */
export function countedRest(settings: number, associations: number, and = ' and '): string {
  return associations === 0
    ? `${and}${settings} settings`
    : `, ${settings} settings${and}${associations} associations`
}
