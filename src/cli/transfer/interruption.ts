/** Lets long work end where it can be gone on with. */
export interface Interruption {
  readonly isAsked: () => boolean
  /** From here on signals end the process again. */
  release(): void
}

/** Notices the first SIGINT or SIGTERM instead of ending at once; a second one ends. */
export function watchForInterruption(): Interruption {
  let isAsked = false
  const ask = (): void => {
    isAsked = true
    release()
  }
  const release = (): void => {
    process.off('SIGINT', ask)
    process.off('SIGTERM', ask)
  }
  process.on('SIGINT', ask)
  process.on('SIGTERM', ask)
  return { isAsked: () => isAsked, release }
}
