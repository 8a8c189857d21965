import { isNotFound } from '../client/request-error.ts'

/**
 * The answer, or `undefined` where the registry knows nothing of what was asked for.
 *
 * @throws whatever the request throws but for status 404
 */
export async function unlessMissing<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer
  } catch (thrown) {
    if (isNotFound(thrown)) return undefined
    throw thrown
  }
}
