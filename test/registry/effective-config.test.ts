import { describe, expect, it } from 'vitest'
import type { Config } from '../../src/model/config.ts'
import type { Mode } from '../../src/model/mode.ts'
import { effectiveConfig } from '../../src/registry/effective-config.ts'
import { effectiveMode } from '../../src/registry/effective-mode.ts'
import type { ScopeState, SubjectState } from '../../src/store/store.ts'
import { settings } from './test-registry.ts'

function subject(name: string, config?: Config, mode?: Mode): SubjectState {
  const [context = '.', bare = ''] = name.split(' ')
  return { name: { context, subject: bare }, revision: 1, versions: [], config, mode }
}

function scopes(configs: Record<string, Config>, modes: Record<string, Mode> = {}): ScopeState {
  return {
    revision: 1,
    contexts: ['.'],
    configs: new Map(Object.entries(configs)),
    modes: new Map(Object.entries(modes)),
  }
}

const backward = { ...settings, compatibilityLevel: 'BACKWARD' } as const

describe('the config in force', () => {
  it.each<[string, SubjectState, ScopeState, Config]>([
    [
      'is the server default where nothing is set',
      subject('. s'),
      scopes({}),
      { compatibilityLevel: 'BACKWARD' },
    ],
    [
      'is the global record in the default context',
      subject('. s'),
      scopes({ '.': { compatibilityLevel: 'FULL' } }),
      { compatibilityLevel: 'FULL' },
    ],
    [
      'is not the global record in a named context',
      subject('.c s'),
      scopes({ '.': { compatibilityLevel: 'FULL' } }),
      { compatibilityLevel: 'BACKWARD' },
    ],
    [
      'is the context record in a named context',
      subject('.c s'),
      scopes({ '.c': { compatibilityLevel: 'NONE' }, '.__GLOBAL': { compatibilityLevel: 'FULL' } }),
      { compatibilityLevel: 'NONE' },
    ],
    [
      'is the record above all for contexts without one',
      subject('.c s'),
      scopes({ '.__GLOBAL': { compatibilityLevel: 'FULL' } }),
      { compatibilityLevel: 'FULL' },
    ],
    [
      'of the default context comes before the one above all',
      subject('. s'),
      scopes({ '.': { normalize: true }, '.__GLOBAL': { compatibilityLevel: 'FULL' } }),
      { normalize: true, compatibilityLevel: 'BACKWARD' },
    ],
    [
      "has the server's level where the subject's record has none",
      subject('. s', { normalize: true }),
      scopes({ '.': { compatibilityLevel: 'FULL' } }),
      { normalize: true, compatibilityLevel: 'BACKWARD' },
    ],
    [
      'takes single members from the global record, in every context',
      subject('.c s', { compatibilityLevel: 'NONE' }),
      scopes({
        '.': { normalize: true, validateFields: true, compatibilityGroup: 'g', alias: 'x' },
      }),
      {
        compatibilityLevel: 'NONE',
        normalize: true,
        validateFields: true,
        compatibilityGroup: 'g',
      },
    ],
    [
      'keeps its own members over the global ones',
      subject('. s', { normalize: false }),
      scopes({ '.': { normalize: true } }),
      { normalize: false, compatibilityLevel: 'BACKWARD' },
    ],
    [
      'inherits our own members like the others',
      subject('. s', {}),
      scopes({ '.': { strictness: 'sound', protobufRules: 'WIRE' } }),
      { strictness: 'sound', protobufRules: 'WIRE', compatibilityLevel: 'BACKWARD' },
    ],
    [
      'of an empty subject is that of its context',
      subject('.c '),
      scopes({ '.c': { compatibilityLevel: 'NONE' } }),
      { compatibilityLevel: 'NONE' },
    ],
  ])('%s', (_, state, above, expected) => {
    expect(effectiveConfig(state, above, backward)).toEqual(expected)
  })
})

describe('the mode in force', () => {
  it.each<[string, SubjectState, ScopeState, Mode]>([
    ['is READWRITE where nothing is set', subject('. s'), scopes({}), 'READWRITE'],
    [
      "is the subject's own",
      subject('. s', undefined, 'IMPORT'),
      scopes({}, { '.': 'READONLY' }),
      'IMPORT',
    ],
    [
      "is its context's",
      subject('.c s'),
      scopes({}, { '.c': 'READONLY', '.': 'IMPORT' }),
      'READONLY',
    ],
    [
      'is not that of the default context elsewhere',
      subject('.c s'),
      scopes({}, { '.': 'IMPORT' }),
      'READWRITE',
    ],
    ['is the one above all', subject('.c s'), scopes({}, { '.__GLOBAL': 'FORWARD' }), 'FORWARD'],
  ])('%s', (_, state, above, expected) => {
    expect(effectiveMode(state, above)).toBe(expected)
  })
})
