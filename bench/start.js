// From the command to the ready line, and what the process holds then.

import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { launchDatabase } from '../dist/store/postgres/launcher.js'
import { startServer } from './server-process.js'

const ROUNDS = 3

async function median(start) {
  const times = []
  for (let round = 0; round < ROUNDS; round++) {
    const server = await start()
    times.push(server.readyMs / 1000)
    await server.stop()
  }
  return times.toSorted((a, b) => a - b)[Math.floor(ROUNDS / 2)]
}

async function onData(measure) {
  const directory = mkdtempSync(join(tmpdir(), 'concordat-bench-'))
  const first = await startServer(['--data-dir', directory])
  await first.stop()
  try {
    return await measure(directory)
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}

/** Resident memory of a process in MiB. */
function residentMiB(pid) {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) / 1024
}

export const rows = [
  {
    name: 'start to the ready line, --memory',
    unit: 's',
    bound: 1.3,
    run: () => median(() => startServer(['--memory'])),
  },
  {
    name: 'start to the ready line, existing data',
    unit: 's',
    bound: 0.8,
    run: () => onData((directory) => median(() => startServer(['--data-dir', directory]))),
  },
  {
    name: 'start to the ready line, DATABASE_URL',
    unit: 's',
    bound: 0.5,
    run: () =>
      onData(async (directory) => {
        // The embedded server is a PostgreSQL like any other.
        const database = await launchDatabase({ dataDir: directory })
        try {
          return await median(() => startServer([], { DATABASE_URL: database.url }))
        } finally {
          await database.stop()
        }
      }),
  },
  {
    name: 'resident memory of the Node process after the start',
    unit: 'MiB',
    bound: 110,
    run: async () => {
      const server = await startServer(['--memory'])
      const figure = residentMiB(server.pid)
      await server.stop()
      return figure
    },
  },
]
