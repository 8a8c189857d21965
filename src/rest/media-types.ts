/** Content types of answers, in the server's order of preference. Rest-api 1.1. */
export const answerTypes = [
  { type: 'application/vnd.schemaregistry.v1+json', quality: 1 },
  { type: 'application/vnd.schemaregistry+json', quality: 0.9 },
  { type: 'application/json', quality: 0.5 },
] as const

/** What is spoken when nothing else is asked for. */
export const MEDIA_TYPE = answerTypes[0].type

/** Content types a request body may have; all are read as UTF-8 JSON. */
export const bodyTypes: readonly string[] = [
  ...answerTypes.map((row) => row.type),
  'application/octet-stream',
]
