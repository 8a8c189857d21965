// Two smaller JavaScript clients against a running registry, named by CONCORDAT_URL, loaded from the folder PEERS_MODULES.
// Prints `N passed, M failed`.
import assert from 'node:assert/strict'
import { createRequire } from 'node:module'
import process from 'node:process'

const require = createRequire(`${process.env.PEERS_MODULES}/`)
const avroSchemaRegistry = require('avro-schema-registry')
const ovotech = require('@ovotech/schema-registry-api')

const url = process.env.CONCORDAT_URL
const run = Date.now()
let count = 0
const unique = (prefix) => `${prefix}-${run}-${++count}`

const user = {
  type: 'record',
  name: 'User',
  namespace: 'ex',
  fields: [{ name: 'id', type: 'int' }],
}
const userNext = {
  ...user,
  fields: [...user.fields, { name: 'nick', type: ['null', 'string'], default: null }],
}
const userBroken = { ...user, fields: [{ name: 'id', type: 'string' }] }

const tests = {
  'ovotech: a subject lives and dies': async () => {
    const subject = unique('js')
    const id = await ovotech.schemaToId(url, subject, user)
    assert.equal(await ovotech.schemaToId(url, subject, user), id)
    assert.deepEqual(await ovotech.idToSchema(url, id), user)
    const check = ovotech.checkCompatibility
    assert.equal((await check(url, subject, 'latest', userNext)).is_compatible, true)
    assert.equal((await check(url, subject, 1, userBroken)).is_compatible, false)
    await ovotech.addSubjectVersion(url, subject, userNext)
    assert.deepEqual(await ovotech.getSubjectVersions(url, subject), [1, 2])
    assert.equal((await ovotech.getSubjectVersion(url, subject, 'latest')).version, 2)
    // This client parses a bare text as JSON.
    assert.deepEqual(await ovotech.getSubjectVersionSchema(url, subject, 1), user)
    assert.ok((await ovotech.getSubjects(url)).includes(subject))
    assert.equal(await ovotech.deleteSubjectVersion(url, subject, 1), 1)
    assert.deepEqual(await ovotech.deleteSubject(url, subject), [2])
  },
  'ovotech: errors arrive with their codes': async () => {
    const subject = unique('js')
    const refused = (code, answer) => assert.rejects(answer, { code })
    await refused(40401, ovotech.getSubjectVersions(url, subject))
    await refused(40403, ovotech.getSchema(url, 2_000_000_000))
    await refused(42201, ovotech.addSubjectVersion(url, subject, { type: 'nothing' }))
    await ovotech.addSubjectVersion(url, subject, user)
    await refused(40901, ovotech.addSubjectVersion(url, subject, userBroken))
    await refused(40403, ovotech.checkSubjectRegistered(url, subject, userNext))
    await refused(42202, ovotech.getSubjectVersion(url, subject, 'first'))
  },
  'avro-schema-registry: values travel': async () => {
    const topic = unique('js')
    const connect = () => avroSchemaRegistry(url, { username: 'someone', password: 'secret' })
    const frame = await connect().encodeMessage(topic, user, { id: 7 })
    assert.deepEqual({ ...(await connect().decode(frame)) }, { id: 7 })
    const id = frame.readInt32BE(1)
    assert.deepEqual(await connect().encodeById(id, { id: 7 }), frame)
    assert.deepEqual(await connect().encodeMessageByTopicName(`${topic}-value`, { id: 7 }), frame)
    assert.equal((await connect().getSchemaByTopicName(`${topic}-value`)).id, id)
    assert.deepEqual(
      (await connect().encodeKey(topic, user, { id: 7 })).subarray(1),
      frame.subarray(1),
    )
    await assert.rejects(connect().encodeMessage(topic, userBroken, { id: 'a' }), /40901/)
    await assert.rejects(connect().encodeById(2_000_000_000, {}), /40403/)
  },
  'avro-schema-registry: a path before the registry is kept': async () => {
    const context = unique('.js')
    const inside = avroSchemaRegistry(`${url}/contexts/${context}/`)
    const frame = await inside.encodeMessage('topic', user, { id: 7 })
    assert.equal(frame.readInt32BE(1), 1)
    assert.deepEqual(await ovotech.getSubjects(`${url}/contexts/${context}`), [
      `:${context}:topic-value`,
    ])
  },
}

let failed = 0
for (const [name, test] of Object.entries(tests)) {
  try {
    await test()
  } catch (error) {
    failed++
    console.log(`FAILED ${name}:`, error)
  }
}
console.log(`${Object.keys(tests).length - failed} passed, ${failed} failed`)
process.exitCode = failed === 0 ? 0 : 1
