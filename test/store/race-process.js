// One of several processes in a race. It runs the compiled sources, as Node 20 reads no TypeScript.
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { launchDatabase } from '../../dist/store/postgres/launcher.js'
import { migrate } from '../../dist/store/postgres/migrate.js'
import { openStore } from '../../dist/store/postgres/postgres-store.js'

const [job, target, ...args] = process.argv.slice(2)
const tell = (value) => process.stdout.write(`${JSON.stringify(value)}\n`)

function content(schemaText) {
  const guid = createHash('md5').update(schemaText).digest('hex')
  return {
    guid: guid.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5'),
    content: {
      schemaType: 'AVRO',
      schemaText,
      references: [],
      metadata: undefined,
      ruleSet: undefined,
    },
    submittedText: schemaText,
    normalized: false,
  }
}

async function plan(store, subject, schemaText, version) {
  const { revision } = await store.settings.readScopes()
  return {
    name: { context: '.', subject },
    schema: content(schemaText),
    schemaId: 'allocate',
    subjectRevision: version - 1,
    scopeRevision: revision,
    version,
    overwrite: false,
    purge: [],
    references: [],
    activeReferencesOnly: true,
    principal: undefined,
  }
}

/** Registers one text unless it is there, as the registry does. */
async function registerOnce(store, subject, schemaText) {
  const { guid } = content(schemaText)
  for (;;) {
    const state = await store.subjects.read({ context: '.', subject })
    const there = state.versions.find((record) => record.guid === guid)
    if (there) return { schemaId: there.schemaId, version: there.version }
    const next = await plan(store, subject, schemaText, state.versions.length + 1)
    const written = await store.subjects.writeVersion({ ...next, subjectRevision: state.revision })
    if (written.kind === 'written') {
      return { schemaId: written.record.schemaId, version: written.record.version }
    }
  }
}

async function registerForever(store, prefix) {
  for (let i = 1; ; i++) {
    const subject = `${prefix}-${i % 10}`
    try {
      const { schemaId, version } = await registerOnce(store, subject, `"${prefix} ${i}"`)
      tell({ subject, schemaId, version })
    } catch (thrown) {
      if (thrown.kind !== 'STORE_UNAVAILABLE') throw thrown
    }
  }
}

const jobs = {
  /** Many writers of one text under one subject. */
  async sameText(store) {
    const [subject, writers] = args
    const answers = Array.from({ length: Number(writers) }, () =>
      registerOnce(store, subject, '"same text"'),
    )
    return Promise.all(answers)
  },
  /** One text under a subject of each writer. */
  async sameContent(store) {
    const [prefix, writers] = args
    const answers = Array.from({ length: Number(writers) }, (_, i) =>
      registerOnce(store, `${prefix}-${i}`, '"same content"'),
    )
    return Promise.all(answers)
  },
  /** The first version of many subjects, ours against that of a rival. */
  async pairs(store) {
    const [side, pairs] = args
    const answers = Array.from({ length: Number(pairs) }, async (_, i) => {
      const subject = `pair-${i}`
      return (await store.subjects.writeVersion(await plan(store, subject, `"${side} ${i}"`, 1)))
        .kind
    })
    return Promise.all(answers)
  },
  registerForever: (store) => registerForever(store, args[0]),
}

const started = async () => {
  tell('ready')
  await once(process.stdin, 'data')
}

if (job === 'migrate') {
  await started()
  tell(await migrate({ url: target }))
} else {
  const url = job === 'embedded' ? (await launchDatabase({ dataDir: target })).url : target
  const store = await openStore({ url })
  await started()
  if (job === 'embedded') await registerForever(store, 'embedded')
  tell(await jobs[job](store))
  await store.close()
}
process.stdin.destroy()
