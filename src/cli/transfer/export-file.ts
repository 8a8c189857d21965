import { createReadStream } from 'node:fs'
import { lstat, open, readlink, realpath, rename, stat } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import type { Terminal } from '../command.ts'
import { CommandError, exitCodes } from '../command.ts'
import { fileProblem } from '../schema-file.ts'
import { readLines } from './lines.ts'

/** As many links as Linux follows. */
const MAX_LINKS = 40

/** Where the lines of an export go. */
export interface LineSink {
  /** Whether another attempt can go on with what is there. */
  readonly keeps: boolean
  /** How many schemas an earlier attempt has left there; the first line is there, too, then. */
  readonly schemas: number
  /** The line of the last of them. */
  readonly last?: string
  /** Throws away what the earlier attempt has left. */
  restart(): Promise<void>
  write(lines: string): Promise<void>
  /** Makes the export visible under its name. */
  finish(): Promise<void>
}

/** An export that goes down a pipe. */
export function terminalSink({ out, flushed }: Terminal): LineSink {
  return {
    keeps: false,
    schemas: 0,
    restart: async () => undefined,
    async write(lines) {
      out(lines)
      await flushed()
    },
    finish: flushed,
  }
}

/**
 * Opens a file for an export. Until it is complete its name ends in `.part`; one that an earlier
 * attempt left is gone on with. What is there already and no file, such as a pipe or a device, is
 * written to as it is, and of a link what it leads to: a file must not take its place.
 *
 * @throws CommandError
 */
export async function fileSink(file: string): Promise<LineSink> {
  const there = await stat(file).catch(() => undefined)
  if (there?.isDirectory() === true || file.endsWith('/')) {
    throw new CommandError(`${file}: it is a directory; name a file in it`)
  }
  if (there?.isFile() === false) return specialSink(file)
  return partSink(await endOfLinks(file))
}

/** What a link leads to in the end, whether or not something is there already. */
async function endOfLinks(file: string, hops = 0): Promise<string> {
  const isLink = (await lstat(file).catch(() => undefined))?.isSymbolicLink() === true
  if (!isLink) return file
  if (hops === MAX_LINKS) throw new CommandError(`${file}: too many links one behind the other`)
  // Dots in a link count from where its folder really is.
  const folder = await realpath(dirname(file))
  return endOfLinks(resolve(folder, await readlink(file)), hops + 1)
}

async function specialSink(file: string): Promise<LineSink> {
  const handle = await openFor(file, 'w')
  return {
    keeps: false,
    schemas: 0,
    restart: async () => undefined,
    write: (lines) => writeAll(handle, file, Buffer.from(lines, 'utf8'), null),
    finish: () => handle.close(),
  }
}

async function partSink(file: string): Promise<LineSink> {
  const part = `${file}.part`
  const { schemas, bytes, last } = await readStarted(part)
  const handle = await openPart(part, bytes)
  let at = bytes
  return {
    keeps: true,
    schemas,
    last,
    async restart() {
      await handle.truncate(0)
      at = 0
    },
    async write(lines) {
      const chunk = Buffer.from(lines, 'utf8')
      await writeAll(handle, part, chunk, at)
      at += chunk.length
    },
    async finish() {
      try {
        await handle.sync()
        await handle.close()
        await rename(part, file)
      } catch (cause) {
        throw cannotWrite(file, cause)
      }
    },
  }
}

async function openPart(part: string, bytes: number): Promise<FileHandle> {
  const handle = await openFor(part, bytes === 0 ? 'w' : 'r+')
  await handle.truncate(bytes)
  return handle
}

/** A full disk takes a part of what it is given, and says so only of the rest. */
async function writeAll(
  handle: FileHandle,
  file: string,
  chunk: Buffer,
  at: number | null,
): Promise<void> {
  try {
    for (let done = 0; done < chunk.length;) {
      const place = at === null ? null : at + done
      done += (await handle.write(chunk, done, chunk.length - done, place)).bytesWritten
    }
  } catch (cause) {
    throw cannotWrite(file, cause)
  }
}

function cannotWrite(file: string, cause: unknown): CommandError {
  return new CommandError(`${file}: ${fileProblem(cause)}`, exitCodes.failed, { cause })
}

async function openFor(part: string, flags: 'w' | 'r+'): Promise<FileHandle> {
  try {
    return await open(part, flags)
  } catch (cause) {
    const isMissing = cause instanceof Error && 'code' in cause && cause.code === 'ENOENT'
    const problem = isMissing ? 'there is no such folder' : fileProblem(cause)
    throw new CommandError(`${part}: ${problem}`, undefined, { cause })
  }
}

/** How far an earlier attempt came: whole lines of schemas, from the start. */
async function readStarted(
  part: string,
): Promise<{ readonly schemas: number; readonly bytes: number; readonly last: string }> {
  let schemas = 0
  let bytes = 0
  let last = ''
  try {
    for await (const { text, end, isWhole } of readLines(createReadStream(part))) {
      // Settings are few and are asked for anew.
      const isKept = text.startsWith('{"kind":"begin"') || text.startsWith('{"kind":"schema"')
      if (!isWhole || !isKept) break
      if (text.startsWith('{"kind":"begin"')) continue
      schemas += 1
      bytes = end
      last = text
    }
  } catch (thrown) {
    const isMissing = thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT'
    if (!isMissing) throw new CommandError(`${part}: ${fileProblem(thrown)}`)
  }
  return { schemas, bytes, last }
}
