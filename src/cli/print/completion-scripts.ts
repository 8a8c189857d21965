import { optionsOf } from '../command-line.ts'
import type { Command, CommandOption } from '../command.ts'

/** What a shell is told of one option. */
interface CompletedFlag {
  /** With its dashes. */
  readonly flag: string
  readonly sentence: string
  /** What it takes, as help calls it; absent for a switch. */
  readonly value?: string
  /** What it may be; empty: anything, such as a file. */
  readonly values: readonly string[]
  readonly repeatable: boolean
}

/** What a shell is told of one command. */
interface Completed {
  readonly name: string
  readonly sentence: string
  readonly flags: readonly CompletedFlag[]
  /** Words that its arguments may be, by their place; empty: anything, such as a file. */
  readonly places: readonly (readonly string[])[]
}

function completedOf(command: Command): Completed {
  return {
    name: command.name,
    sentence: command.sentence,
    flags: optionsOf(command).map(flagOf),
    places: (command.arguments ?? []).map(({ values = [] }) => values),
  }
}

function flagOf({ flags, sentence, values = [], repeatable = false }: CommandOption) {
  const [flag = '', value] = flags.split(' ')
  const taken = value === undefined ? {} : { value: value.replaceAll(/[<>]/g, '') }
  return { flag, sentence, values, repeatable, ...taken }
}

/** Shell to script. */
export const completionScripts: ReadonlyMap<string, (commands: readonly Command[]) => string> =
  new Map([
    ['bash', (commands) => bashScript(commands.map(completedOf))],
    ['zsh', (commands) => zshScript(commands.map(completedOf))],
    ['fish', (commands) => fishScript(commands.map(completedOf))],
  ])

function bashScript(commands: readonly Completed[]): string {
  const names = commands.map(({ name }) => name).join(' ')
  const flags = commands.map(
    ({ name, flags: own }) => `    ${name}) flags='${own.map(({ flag }) => flag).join(' ')}' ;;`,
  )
  const values = commands.flatMap(({ name, flags: own }) =>
    own.flatMap(({ flag, value, values: words }) =>
      value === undefined ? [] : [`    '${name} ${flag}') values='${words.join(' ')}' ;;`],
    ),
  )
  const places = commands.flatMap(({ name, places: own }) => {
    const words = own.flat()
    return words.length === 0 ? [] : [`    ${name}) words='${words.join(' ')}' ;;`]
  })
  return `_concordat() {
  local current="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD - 1]}"
  local flags='' words='' values=none
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W '${names} --help --version' -- "$current"))
    return
  fi
  case "\${COMP_WORDS[1]}" in
${flags.join('\n')}
  esac
  case "\${COMP_WORDS[1]} $before" in
${values.join('\n')}
  esac
  case "\${COMP_WORDS[1]}" in
${places.join('\n')}
  esac
  if [ "$values" != none ]; then
    flags=''
    words="$values"
  fi
  case "$current" in
    -*) COMPREPLY=($(compgen -W "$flags --help" -- "$current")) ;;
    *) COMPREPLY=($(compgen -W "$words" -- "$current")) ;;
  esac
  [ -n "$words" ] || case "$current" in
    -*) ;;
    *) COMPREPLY=($(compgen -f -- "$current")) ;;
  esac
}
complete -o filenames -F _concordat concordat
`
}

function zshScript(commands: readonly Completed[]): string {
  const names = commands.map(({ name, sentence }) => `    ${quoted(`${name}:${sentence}`)}`)
  const cases = commands.map(({ name, flags, places }) => {
    const specs = [...flags.map(zshFlag), ...zshPlaces(places)].map(quoted)
    return `    ${name}) _arguments ${specs.join(' ')} ;;`
  })
  return `#compdef concordat
_concordat() {
  local -a commands
  commands=(
${names.join('\n')}
  )
  if (( CURRENT == 2 )); then
    _describe 'command' commands
    return
  fi
  local command="\${words[2]}"
  shift words
  (( CURRENT-- ))
  case "$command" in
${cases.join('\n')}
  esac
}
if [ "$funcstack[1]" = _concordat ]; then
  _concordat "$@"
else
  (( $+functions[compdef] )) || { autoload -Uz compinit && compinit }
  compdef _concordat concordat
fi
`
}

/** One option as `_arguments` reads it. @see zshcompsys(1), _arguments */
function zshFlag({ flag, sentence, value, values, repeatable }: CompletedFlag): string {
  const head = `${repeatable ? '*' : ''}${flag}`
  const words = `[${bracketless(sentence)}]`
  if (value === undefined) return `${head}${words}`
  return `${head}=${words}:${bracketless(value)}:${zshAction(values)}`
}

function zshPlaces(places: readonly (readonly string[])[]): readonly string[] {
  const rest = places.at(-1) ?? []
  const first = places.slice(0, -1).map((values, at) => `${at + 1}:word:${zshAction(values)}`)
  return [...first, `*:word:${zshAction(rest)}`]
}

function zshAction(values: readonly string[]): string {
  return values.length === 0 ? '_files' : `(${values.join(' ')})`
}

function fishScript(commands: readonly Completed[]): string {
  const lines = commands.flatMap(({ name, sentence, flags, places }) => [
    `complete -c concordat -n __fish_use_subcommand -f -a ${name} -d ${quoted(sentence)}`,
    ...flags.map((one) => `${inFish(name)} ${fishFlag(one)}`),
    ...places.flatMap((values, at) => {
      if (values.length === 0) return []
      const range = at === places.length - 1 ? `${at + 1} 99` : `${at + 1} ${at + 1}`
      return [`${inFish(`${name} ${range}`)} -f -a ${quoted(values.join(' '))}`]
    }),
  ])
  return `${fishPlace}${lines.join('\n')}\n`
}

/** A word that is called like a command may be a subject: only the first one is a command. */
const fishPlace = `function __concordat_in -a name first last
  set -l words (commandline -opc | string match -v -- '-*')
  test (count $words) -gt 1; and test $words[2] = $name; or return 1
  test -z "$first"; and return 0
  set -l place (math (count $words) - 1)
  test $place -ge $first; and test $place -le $last
end
`

function inFish(place: string): string {
  return `complete -c concordat -n '__concordat_in ${place}'`
}

function fishFlag({ flag, sentence, value, values }: CompletedFlag): string {
  const head = `-l ${flag.slice(2)} -d ${quoted(sentence)}`
  if (value === undefined) return head
  return values.length === 0 ? `${head} -r` : `${head} -x -a ${quoted(values.join(' '))}`
}

/** In single quotes, which all three shells end and begin anew around a quote of their own. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`
}

/** Brackets and colons mean something in zsh's option specifications. */
function bracketless(text: string): string {
  return text.replaceAll(/[[\]]/g, '').replaceAll(':', ' ')
}
