import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  fractionLiteral,
  javaDoubleText,
  javaFloatText,
  javaTrim,
  parseJavaDouble,
} from '../../../src/formats/avro/java-number.ts'

test.each([
  [0, '0.0'],
  [-0, '-0.0'],
  [1, '1.0'],
  [-1.5, '-1.5'],
  [100, '100.0'],
  [1234567, '1234567.0'],
  [9999999.999, '9999999.999'],
  [1e7, '1.0E7'],
  [1e10, '1.0E10'],
  [12345678.9, '1.23456789E7'],
  [0.001, '0.001'],
  [0.00123, '0.00123'],
  [0.000999, '9.99E-4'],
  [1e-10, '1.0E-10'],
  [1.7976931348623157e308, '1.7976931348623157E308'],
  [Number.MIN_VALUE, '4.9E-324'],
  [2e23, '2.0E23'],
  [2 ** 60, '1.15292150460684698E18'],
  [Infinity, 'Infinity'],
  [-Infinity, '-Infinity'],
  [Number.NaN, 'NaN'],
])('the double %d prints as %s', (value, text) => {
  expect(javaDoubleText(value)).toBe(text)
})

test.each([
  [0.1, '0.1'],
  [123456789.123, '1.23456792E8'],
  [16777216, '1.6777216E7'],
  [3.4028234663852886e38, '3.4028235E38'],
  [1e39, 'Infinity'],
  [1.17549435e-38, '1.1754944E-38'],
])('the float %d prints as %s', (value, text) => {
  expect(javaFloatText(value)).toBe(text)
})

test('what is printed reads as the same number', () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true }), (value) => {
      expect(Object.is(Number(javaDoubleText(value)), value)).toBe(true)
      const float = Math.fround(value)
      expect(Object.is(Math.fround(Number(javaFloatText(value))), float)).toBe(true)
    }),
    { seed: 20_260_801, numRuns: 2000 },
  )
})

test.each([
  ['1.5', 1.5],
  [' 2\n', 2],
  ['3f', 3],
  ['4.D', 4],
  ['.5e1', 5],
  ['+6', 6],
  ['0x1.8p1', 3],
  ['-0x1p-1', -0.5],
  ['-Infinity', -Infinity],
  ['NaN', Number.NaN],
  ['', undefined],
  ['x', undefined],
  ['1_000', undefined],
  ['0x1', undefined],
  ['infinity', undefined],
  ['1e', undefined],
])('the text %j reads as %s', (text, value) => {
  expect(parseJavaDouble(text)).toBe(value)
})

test('a literal of a fraction is never taken for an integer', () => {
  expect([5, -0, 1.5, 1e21, 1e-7].map(fractionLiteral)).toEqual([
    '5.0',
    '-0.0',
    '1.5',
    '1e+21',
    '1e-7',
  ])
})

test('white space is every character up to the space, and nothing else', () => {
  expect(javaTrim('\u0000 \t x\u00a0 ')).toBe('x\u00a0')
})
