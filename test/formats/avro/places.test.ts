import { expect, test } from 'vitest'
import { placesOf } from '../../../src/formats/avro/places.ts'

test('pointers escape and count, past comments and strings that look like structure', () => {
  const text = '{ "a/b~" : [ "}{][\\"", // ,,\n /* [ */ {"":\r\n true} ] }'
  const spots = ['{ "a', '[ "}', '"}{', '{"":', 'true'].map((part) => text.indexOf(part))
  const places = placesOf([{ text, base: 0 }], spots)
  expect(spots.map((spot) => places.get(spot))).toEqual([
    { pointer: '', line: 1, column: 1 },
    { pointer: '/a~1b~0', line: 1, column: 12 },
    { pointer: '/a~1b~0/0', line: 1, column: 14 },
    { pointer: '/a~1b~0/1', line: 2, column: 10 },
    { pointer: '/a~1b~0/1/', line: 3, column: 2 },
  ])
})

test('spots beyond the first text lie in the texts behind it', () => {
  const documents = [
    { text: '"int"', base: 0 },
    { text: '\n["x"]', base: 6 },
  ]
  const places = placesOf(documents, [8, 0])
  expect(places.get(0)).toEqual({ pointer: '', line: 1, column: 1 })
  expect(places.get(8)).toEqual({ pointer: '/0', line: 2, column: 2 })
})
