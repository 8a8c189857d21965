import { isNotFound, isUnsupported } from '../client/request-error.ts'

/**
 * The answer, or `undefined` where the registry knows nothing of what was asked for.
 *
 * @throws whatever else the request throws
 */
export function unlessMissing<T>(answer: Promise<T>): Promise<T | undefined> {
  return unless(isNotFound, answer)
}

/**
 * The answer, or `undefined` where the registry does not know the operation, either.
 *
 * @throws whatever else the request throws
 */
export function unlessUnsupported<T>(answer: Promise<T>): Promise<T | undefined> {
  return unless(isUnsupported, answer)
}

async function unless<T>(
  isNothing: (thrown: unknown) => boolean,
  answer: Promise<T>,
): Promise<T | undefined> {
  try {
    return await answer
  } catch (thrown) {
    if (isNothing(thrown)) return undefined
    throw thrown
  }
}
