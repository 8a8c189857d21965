import type { IncomingMessage } from 'node:http'
import { registryError } from '../errors/registry-error.ts'

/** What a body of several pieces is given room for at first; most have one piece. */
const FIRST_ROOM = 4 * 1024

/**
 * Reads the body of a request into one piece.
 *
 * Pieces are copied as they come: each takes some hundred bytes beside its own, so that a body sent
 * byte by byte would take four hundred times its size if its pieces were kept.
 *
 * @throws RegistryError BODY_TOO_LARGE before more than `maxBytes` were kept; BAD_REQUEST
 */
export function collectBody(request: IncomingMessage, maxBytes: number): Promise<Buffer> {
  const tooLarge = (): Error => registryError('BODY_TOO_LARGE', { maxBytes })
  const declared = Number(request.headers['content-length'])
  if (declared > maxBytes) return Promise.reject(tooLarge())
  return new Promise((resolve, reject) => {
    let room = Buffer.alloc(0)
    let length = 0

    const onData = (piece: Buffer): void => {
      const end = length + piece.length
      if (end > maxBytes) {
        finish()
        reject(tooLarge())
        return
      }
      if (end > room.length) {
        // Whatever is left of the room is never handed out.
        const isWhole = piece.length === declared
        const larger = Buffer.allocUnsafe(isWhole ? end : Math.max(FIRST_ROOM, 2 * end))
        room.copy(larger, 0, 0, length)
        room = larger
      }
      piece.copy(room, length)
      length = end
    }
    const onEnd = (): void => {
      finish()
      if (Number.isNaN(declared) || length === declared) resolve(room.subarray(0, length))
      else {
        const reason = 'Request body size did not match Content-Length'
        reject(registryError('BAD_REQUEST', { reason }))
      }
    }
    const onError = (error: Error): void => {
      finish()
      reject(error)
    }
    const finish = (): void => {
      request.off('data', onData).off('end', onEnd).off('error', onError)
    }
    request.on('data', onData).on('end', onEnd).on('error', onError)
    // The shortcut pauses what it hands on.
    request.resume()
  })
}
