import { isRegistryError, registryError } from '../../errors/registry-error.ts'
import type { AssociationAnswer, AssociationResult } from '../association-shapes.ts'

/**
 * Answers each request of a batch by itself, in order: a result, or the error it met.
 *
 * @throws RegistryError INVALID_ASSOCIATION when there are no requests
 * @throws whatever is not about the request alone, such as STORE_UNAVAILABLE
 */
export async function settleBatch<T>(
  requests: readonly T[] | undefined,
  answer: (request: T) => Promise<AssociationAnswer>,
): Promise<readonly AssociationResult[]> {
  if (requests === undefined || requests.length === 0) {
    throw registryError('INVALID_ASSOCIATION', {
      property: 'requests',
      detail: 'cannot be null or empty',
    })
  }
  const results: AssociationResult[] = []
  for (const request of requests) results.push(await settle(() => answer(request)))
  return results
}

async function settle(answer: () => Promise<AssociationAnswer>): Promise<AssociationResult> {
  try {
    return { result: await answer() }
  } catch (thrown) {
    if (!isRegistryError(thrown) || thrown.kind === 'STORE_UNAVAILABLE') throw thrown
    return { error: { code: thrown.code, message: thrown.message } }
  }
}
