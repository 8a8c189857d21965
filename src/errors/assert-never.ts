/** Ends a `switch` over a closed union: reaching it is our bug. */
export function assertNever(value: never): never {
  throw new Error(`Unexpected value: ${JSON.stringify(value)}`)
}
