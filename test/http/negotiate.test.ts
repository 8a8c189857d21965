import { describe, expect, it } from 'vitest'
import { isReadable, negotiate, unsupportedTypeAnswer } from '../../src/http/negotiate.ts'
import { httpVectors } from './vectors.ts'

interface Row {
  readonly name: string
  readonly accept: string | null
  readonly type: string | null
}

describe('the content type of an answer', () => {
  it.each(httpVectors<Row>('negotiate'))('$name', ({ accept, type }) => {
    expect(negotiate(accept ?? undefined)).toBe(type ?? undefined)
  })

  it('stays the same when asked again, however many headers were seen', () => {
    for (let i = 0; i < 2000; i++) negotiate(`application/json;q=0.${i}, */*;q=0.1`)
    expect(negotiate('application/json')).toBe('application/json')
    expect(negotiate('text/plain')).toBeUndefined()
    expect(negotiate('text/plain')).toBeUndefined()
  })
})

describe('the content type of a body', () => {
  it.each([
    undefined,
    'application/json',
    'application/json; charset=utf-8',
    'application/json;qs=0.5',
    'APPLICATION/JSON',
    'application/octet-stream',
    'application/vnd.schemaregistry+json',
    'application/vnd.schemaregistry.v1+json',
    ' application/vnd.schemaregistry.v1+json ; charset=UTF-8',
  ])('%s is read', (type) => {
    expect(isReadable(type)).toBe(true)
  })

  it.each([
    '',
    'text/plain',
    'application/xml',
    'application/vnd.schemaregistry.v2+json',
    'json',
    '*/*',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
  ])('%s is not', (type) => {
    expect(isReadable(type)).toBe(false)
  })
})

describe('the content type of a 415', () => {
  it.each([
    [undefined, 'application/vnd.schemaregistry.v1+json'],
    ['text/plain, application/json', 'application/json'],
    [
      'application/vnd.schemaregistry+json;q=0.1, application/json',
      'application/vnd.schemaregistry+json',
    ],
    ['*/*', 'application/vnd.schemaregistry.v1+json'],
    ['text/plain', 'application/vnd.schemaregistry.v1+json'],
  ])('for Accept %s is %s', (accept, type) => {
    expect(unsupportedTypeAnswer(accept)).toBe(type)
  })
})
