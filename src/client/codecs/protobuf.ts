import type protobuf from 'protobufjs'
import { readMessageIndexes, writeMessageIndexes } from '../../wire/message-indexes.ts'
import type { MessageIndexForm, ReadMessageIndexes } from '../../wire/message-indexes.ts'
import { WireFault } from '../../wire/wire-fault.ts'
import { SerdeError } from '../serde-error.ts'
import type { Codec, Decoder, Encoder, MessageChoice } from './codec.ts'
import { copyOut } from './copy-out.ts'
import { BigReader, BigWriter, NumberReader } from './protobuf-long.ts'
import type { LongRepresentation } from './protobuf-long.ts'
import { prepareMessages } from './protobuf-message.ts'
import { importsIn, loadProtobuf, messageIn, onlyMessageIn } from './protobuf-root.ts'
import type { ProtobufRoot } from './protobuf-root.ts'
import { createMessageFit, Misfit } from './protobuf-values.ts'

/** How Protobuf data appears in JavaScript. Field names are those of the schema. */
export interface ProtobufOptions {
  /**
   * Full name of the message to write; needed when the file has several and values do not say.
   * When reading, names the subject of the reader schema under the record strategies; absent: the
   * message that a payload is.
   */
  readonly message?: string
  /** Default `bigint`. With `number`, values beyond 2^53 are errors. */
  readonly longs?: LongRepresentation
  /**
   * How topics of unusual producers hold the message indexes. Default `standard`. Reading only:
   * nobody should write the others. With `tolerant`, a topic of both kinds of producers is read:
   * where the standard form is impossible, the bytes are the first message.
   */
  readonly messageIndexForm?: MessageIndexForm | 'tolerant'
}

/** Buffers larger than this are not kept for the next message. */
const MAX_KEPT_BYTES = 1 << 20

/** Protobuf over protobufjs. Serde 1.4. */
export function protobufCodec(options: ProtobufOptions = {}): Codec {
  const longs = options.longs ?? 'bigint'
  const form = options.messageIndexForm ?? 'standard'
  return {
    recordName: (schemaText, message) => recordName(schemaText, message, form),
    referredNames: (schemaText, names) =>
      importsIn(schemaText).filter((path) => names.includes(path)),
    encoder: (schema, messageName) => createEncoder(loadProtobuf(schema), messageName, longs),
    decoder: (writer, reader) =>
      createDecoder(
        loadProtobuf(writer),
        reader === undefined ? undefined : loadProtobuf(reader),
        longs,
        form,
      ),
  }
}

function recordName(
  schemaText: string,
  message: MessageChoice | undefined,
  form: MessageIndexForm | 'tolerant',
): string | undefined {
  if (message === undefined) return onlyMessageIn(schemaText)
  if (typeof message === 'string') return message
  const name = messageIn(schemaText, message)
  if (name !== undefined) return name
  if (form === 'tolerant') return messageIn(schemaText, [0])
  throw outside(message)
}

function createEncoder(
  root: ProtobufRoot,
  messageName: string | undefined,
  longs: LongRepresentation,
): Encoder {
  const name = messageName ?? root.onlyMessage
  if (name === undefined) {
    throw new SerdeError(
      'UNKNOWN_MESSAGE',
      'the schema has several messages: say which one to write with the option `message`',
    )
  }
  const indexes = root.indexesOf(name)
  const type = root.typeNamed(name)
  if (indexes === undefined || type === undefined) {
    throw new SerdeError('UNKNOWN_MESSAGE', `the registered schema has no message '${name}'`)
  }
  prepareMessages(type, longs)
  const fit = createMessageFit(type)
  let writer = new BigWriter()
  // What stands at the start of the writer's buffer already, message after message.
  let written: Uint8Array | undefined
  return {
    messageIndexes: writeMessageIndexes(indexes),
    encode(value, prefix) {
      writer.states = null
      try {
        const message = fit(value)
        if (prefix === written) {
          writer.pos = prefix.length
        } else {
          writer.pos = 0
          writer.raw(prefix)
          written = prefix
        }
        type.encode(message, writer)
        const framed = copyOut(writer.buf, writer.pos)
        if (writer.buf.length > MAX_KEPT_BYTES) {
          writer = new BigWriter()
          written = undefined
        }
        return framed
      } catch (thrown) {
        throw misfit(thrown)
      }
    },
  }
}

function misfit(thrown: unknown): SerdeError {
  if (thrown instanceof Misfit) {
    const path = thrown.path.join('.')
    const where = path === '' ? 'the value' : `'${path}'`
    return new SerdeError('INVALID_VALUE', `${where} does not fit the schema: ${thrown.reason}`, {
      path,
    })
  }
  return new SerdeError(
    'INVALID_VALUE',
    `the value does not fit the schema: ${messageOf(thrown)}`,
    {
      cause: thrown,
    },
  )
}

function createDecoder(
  writer: ProtobufRoot,
  reader: ProtobufRoot | undefined,
  longs: LongRepresentation,
  form: MessageIndexForm | 'tolerant',
): Decoder {
  const ReaderClass = longs === 'bigint' ? BigReader : NumberReader
  const find = (indexes: readonly number[]): protobuf.Type => {
    const type = readAs(writer, reader, indexes)
    prepareMessages(type, longs)
    return type
  }
  const locate = (bytes: Uint8Array, start: number): ReadMessageIndexes =>
    form === 'tolerant'
      ? locateTolerantly(writer, bytes, start)
      : readMessageIndexes(bytes, start, form)
  const types = new Map<string, protobuf.Type>()
  let first: protobuf.Type | undefined
  return {
    decode(payload, start, source) {
      const bytes = source?.bytes ?? payload
      const at = source?.start ?? start
      let type: protobuf.Type
      let end = at + 1
      if (bytes[at] === 0 && (form === 'standard' || form === 'tolerant')) {
        type = first ??= find([0])
      } else {
        const read = locate(bytes, at)
        end = read.end
        const key = read.messageIndexes.join()
        const known = types.get(key)
        type = known ?? find(read.messageIndexes)
        if (known === undefined) types.set(key, type)
      }
      const cursor = new ReaderClass(payload)
      cursor.pos = source === undefined ? end : start
      // Fields of newer writers survive being read and written again.
      cursor.discardUnknown = false
      return decodeAs(type, cursor)
    },
  }
}

/** Producers that write no indexes leave bytes that are impossible as such, most of the time. */
function locateTolerantly(
  writer: ProtobufRoot,
  bytes: Uint8Array,
  start: number,
): ReadMessageIndexes {
  try {
    const read = readMessageIndexes(bytes, start)
    if (writer.typeAt(read.messageIndexes) !== undefined) return read
  } catch (fault) {
    if (!(fault instanceof WireFault)) throw fault
  }
  return readMessageIndexes(bytes, start, 'none')
}

function decodeAs(type: protobuf.Type, cursor: BigReader): unknown {
  try {
    return type.decode(cursor)
  } catch (cause) {
    const reason = `not a message '${type.name}': ${messageOf(cause)}`
    throw new SerdeError('INVALID_BODY', reason, { cause })
  }
}

/** The message that the indexes lead to, in the reader's shape when there is a reader. */
function readAs(
  writer: ProtobufRoot,
  reader: ProtobufRoot | undefined,
  indexes: readonly number[],
): protobuf.Type {
  const written = writer.typeAt(indexes)
  if (written === undefined) throw outside(indexes)
  if (reader === undefined) return written
  const name = written.fullName.replace(/^\./, '')
  const read = reader.typeNamed(name)
  if (read === undefined) {
    throw new SerdeError('UNKNOWN_MESSAGE', `the reader schema has no message '${name}'`)
  }
  return read
}

function outside(indexes: readonly number[]): SerdeError {
  return new SerdeError(
    'INVALID_MESSAGE_INDEXES',
    `message indexes [${indexes.join(', ')}] lead outside of the schema`,
  )
}

function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown)
}
