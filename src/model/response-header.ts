/** A header that every answer has beside its own. */
export interface ResponseHeader {
  /** `set` takes the place of the answer's own header of that name, `add` stands beside it. */
  readonly action: 'add' | 'set'
  readonly name: string
  /** The value; of dates the milliseconds from now, in an answer `HTTP-date` of RFC 9110, 5.6.7. */
  readonly value: string | { readonly dateAfterMs: number }
}

type Action = Pick<ResponseHeader, 'action'> & { readonly isDate: boolean }

const actions: Readonly<Record<string, Action>> = {
  add: { action: 'add', isDate: false },
  set: { action: 'set', isDate: false },
  adddate: { action: 'add', isDate: true },
  setdate: { action: 'set', isDate: true },
}

/** Headers that say how an answer is framed or what it is: another value would make it unreadable. */
const ownNames: ReadonlySet<string> = new Set([
  'connection',
  'content-encoding',
  'content-length',
  'content-type',
  'trailer',
  'transfer-encoding',
  'upgrade',
])

/** RFC 9110, 5.6.2 and 5.5. */
const token = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/
const fieldValue = /^[\t\x20-\x7e\x80-\xff]*$/

const shape = /^(?<action>[A-Za-z]+)[ \t]+(?<name>[^:]*):(?<value>.*)$/s

/**
 * Reads headers as the reference's `response.http.headers.config` writes them: a comma list of
 * `add Name: value`, `set …`, `addDate Name: milliseconds from now`, `setDate …`. An element with a
 * comma in it stands in double quotes as a whole.
 *
 * @throws Error with a sentence that begins with "must"
 * @see Rest-api 1.7
 */
export function parseResponseHeaders(text: string): readonly ResponseHeader[] {
  return splitQuoted(text)
    .filter((element) => element !== '')
    .map(parseElement)
}

function parseElement(element: string): ResponseHeader {
  const { action: word = '', name: sent = '', value: rest = '' } = shape.exec(element)?.groups ?? {}
  const kind = word.toLowerCase()
  const action = Object.hasOwn(actions, kind) ? actions[kind] : undefined
  if (action === undefined) {
    throw new Error(
      'must be a list of add, set, addDate or setDate, each with "Name: value", in double quotes where it has a comma',
    )
  }
  const name = sent.trim()
  const value = rest.trim()
  if (!token.test(name)) throw new Error('must name headers that HTTP can have')
  if (ownNames.has(name.toLowerCase())) {
    throw new Error(`must not name ${name}, which every answer has of its own`)
  }
  if (!action.isDate) {
    if (!fieldValue.test(value)) throw new Error(`must give ${name} a value that HTTP can carry`)
    return { action: action.action, name, value }
  }
  // So many digits keep the date within the years that HTTP can write.
  if (!/^-?\d{1,14}$/.test(value)) {
    throw new Error(`must give ${name} a number of milliseconds from now`)
  }
  return { action: action.action, name, value: { dateAfterMs: Number(value) } }
}

/** Splits at commas outside of double quotes, inside of which a backslash lets any character be. */
function splitQuoted(text: string): readonly string[] {
  const quoted = /\s*(?:"((?:[^"\\]|\\.)*)"\s*(?:,|$)|([^,]*)(?:,|$))/gsy
  const elements: string[] = []
  while (quoted.lastIndex < text.length) {
    const [, inside, bare = ''] = quoted.exec(text) ?? []
    elements.push(inside?.replaceAll(/\\(.)/gs, '$1').trim() ?? bare.trim())
  }
  return elements
}
