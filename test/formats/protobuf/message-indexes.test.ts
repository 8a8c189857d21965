import { describe, expect, test } from 'vitest'
import { messageIndexes, messageNameAt } from '../../../src/formats/protobuf/message-indexes.ts'
import { parsed } from './protobuf-vectors.ts'

const schema = parsed(`syntax = "proto3"; package p.q;
enum E { Z = 0; }
message A { map<string, A> m = 1; enum F { Y = 0; } message B {} message C { message D {} } }
message Other { repeated Entry e = 1; message Entry { option map_entry = true; string key = 1; string value = 2; } message G {} }`)

describe('message indexes (serde 1.4)', () => {
  test.each([
    ['p.q.A', [0]],
    ['p.q.A.B', [0, 0]],
    ['p.q.A.C.D', [0, 1, 0]],
    ['p.q.Other', [1]],
    ['p.q.Other.Entry', [1, 0]],
    ['p.q.Other.G', [1, 1]],
  ])('of %s count messages as written', (name, indexes) => {
    expect(messageIndexes(schema, name)).toEqual(indexes)
    expect(messageNameAt(schema, indexes)).toBe(name)
  })

  test.each(['A', 'p.q', 'p.q.E', 'p.q.A.X', 'p.q.A.', ''])('do not exist for "%s"', (name) => {
    expect(messageIndexes(schema, name)).toBeUndefined()
  })

  test.each([[[]], [[2]], [[-1]], [[0, 2]], [[0.5]]])('%j lead nowhere', (indexes) => {
    expect(messageNameAt(schema, indexes)).toBeUndefined()
  })
})
