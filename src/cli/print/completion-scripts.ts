import { registryOptions } from '../command-line.ts'
import type { Command } from '../command.ts'

/** What a shell is told of one command. */
interface Completed {
  readonly name: string
  readonly sentence: string
  readonly flags: readonly { readonly flag: string; readonly sentence: string }[]
}

function completedOf(command: Command): Completed {
  const options = command.usesRegistry ? [...command.options, ...registryOptions] : command.options
  return {
    name: command.name,
    sentence: command.sentence,
    flags: options.map(({ flags, sentence }) => ({ flag: flags.split(' ')[0] ?? '', sentence })),
  }
}

/** Shell to script. */
export const completionScripts: ReadonlyMap<string, (commands: readonly Command[]) => string> =
  new Map([
    ['bash', (commands) => bashScript(commands.map(completedOf))],
    ['zsh', (commands) => zshScript(commands.map(completedOf))],
    ['fish', (commands) => fishScript(commands.map(completedOf))],
  ])

function bashScript(commands: readonly Completed[]): string {
  const cases = commands.map(
    ({ name, flags }) => `    ${name}) flags='${flags.map(({ flag }) => flag).join(' ')}' ;;`,
  )
  return `_concordat() {
  local current="\${COMP_WORDS[COMP_CWORD]}" flags=''
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W '${commands.map(({ name }) => name).join(' ')}' -- "$current"))
    return
  fi
  case "\${COMP_WORDS[1]}" in
${cases.join('\n')}
  esac
  case "$current" in
    -*) COMPREPLY=($(compgen -W "$flags --help" -- "$current")) ;;
    *) COMPREPLY=($(compgen -f -- "$current")) ;;
  esac
}
complete -o filenames -F _concordat concordat
`
}

function zshScript(commands: readonly Completed[]): string {
  const names = commands.map(({ name, sentence }) => `    ${quoted(`${name}:${sentence}`)}`)
  const cases = commands.map(({ name, flags }) => {
    const specs = flags.map(({ flag, sentence }) => quoted(`${flag}[${bracketless(sentence)}]`))
    return `    ${name}) _arguments ${[...specs, `'*:file:_files'`].join(' ')} ;;`
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
compdef _concordat concordat
`
}

function fishScript(commands: readonly Completed[]): string {
  const lines = commands.flatMap(({ name, sentence, flags }) => [
    `complete -c concordat -n __fish_use_subcommand -f -a ${name} -d ${quoted(sentence)}`,
    ...flags.map(
      ({ flag, sentence: words }) =>
        `complete -c concordat -n '__fish_seen_subcommand_from ${name}' -l ${flag.slice(2)} -d ${quoted(words)}`,
    ),
  ])
  return `${lines.join('\n')}\n`
}

/** In single quotes, which all three shells end and begin anew around a quote of their own. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`
}

/** Brackets and colons mean something in zsh's option specifications. */
function bracketless(text: string): string {
  return text.replaceAll(/[[\]]/g, '').replaceAll(':', ' ')
}
