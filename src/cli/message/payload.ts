import { CommandError } from '../command.ts'
import type { CommandInput } from '../command.ts'
import { isSet, textOption } from '../option-values.ts'
import { readBytes } from '../schema-file.ts'

/** How a payload is written as text. */
export type Encoding = 'hex' | 'base64'

/** What `--hex` and `--base64` say. @throws CommandError when both are given */
export function encodingOption(options: CommandInput['options']): Encoding | undefined {
  const isHex = isSet(options, 'hex')
  const isBase64 = isSet(options, 'base64')
  if (isHex && isBase64) throw new CommandError('give --hex or --base64, not both')
  return isHex ? 'hex' : isBase64 ? 'base64' : undefined
}

/**
 * The payload of a command line: a text argument, or the bytes of `--file`.
 *
 * @throws CommandError
 */
export async function payloadOf(
  text: string | undefined,
  options: CommandInput['options'],
): Promise<Buffer> {
  const file = textOption(options, 'file')
  if ((text === undefined) === (file === undefined)) {
    throw new CommandError('give the payload as an argument, or its file with --file')
  }
  const encoding = encodingOption(options)
  if (text !== undefined) return parsePayload(text, encoding)
  const bytes = await readBytes(file ?? '-')
  return encoding === undefined ? bytes : parsePayload(bytes.toString('latin1'), encoding)
}

/**
 * Hex may be spaced and marked with 0x. What could be both is told apart by the magic byte that a
 * frame begins with, 00 or 01: base64 writes it as an A.
 */
function parsePayload(text: string, said: Encoding | undefined): Buffer {
  const plain = text.replace(/^0x/i, '').replaceAll(/[\s:]/g, '')
  const isHex = plain.length % 2 === 0 && /^[\da-f]*$/i.test(plain)
  if (said === 'hex' && !isHex) throw new CommandError('the payload is not hexadecimal')
  const isBase64 = said === 'base64' || (said === undefined && plain.startsWith('A'))
  if (isHex && !isBase64) return Buffer.from(plain, 'hex')
  if (!/^[A-Za-z\d+/_-]+={0,2}$/.test(plain)) {
    throw new CommandError('the payload is neither hexadecimal nor base64')
  }
  return Buffer.from(plain, 'base64')
}
