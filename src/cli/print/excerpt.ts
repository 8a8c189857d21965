/** Lines longer than this are shown around the column only. */
const MAX_WIDTH = 100

/** A line of a text with a mark under one column. */
export interface Excerpt {
  readonly line: string
  /** As many blanks as stand before the mark. */
  readonly indent: string
}

/**
 * Shows one line of a text; tabs become blanks, long lines lose their ends.
 *
 * @param lines of the text, split once for all of its excerpts
 * @param line 1-based; `undefined` is given for lines that the text does not have
 * @param column 1-based, in UTF-16 code units
 */
export function excerptOf(
  lines: readonly string[],
  line: number,
  column: number,
): Excerpt | undefined {
  const whole = lines[line - 1]?.replace(/\r$/, '')
  if (whole === undefined) return undefined
  const at = Math.min(Math.max(column - 1, 0), whole.length)
  const start = whole.length <= MAX_WIDTH ? 0 : Math.max(0, at - MAX_WIDTH / 2)
  const shown = whole.slice(start, start + MAX_WIDTH)
  const before = start > 0 ? '…' : ''
  const after = start + MAX_WIDTH < whole.length ? '…' : ''
  return {
    line: `${before}${printable(shown)}${after}`,
    indent: ' '.repeat(widthOf(whole.slice(start, at)) + before.length),
  }
}

/** What East Asian scripts and pictures are written with takes two columns of a terminal. */
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}|[\u{20000}-\u{3fffd}]/u

/** Columns that a text takes on a terminal; marks above and below letters take none. */
function widthOf(text: string): number {
  let width = 0
  for (const letter of text) {
    width += WIDE.test(letter) ? 2 : /\p{Mn}|\p{Me}|\p{Cf}/u.test(letter) ? 0 : 1
  }
  return width
}

/**
 * Schema texts and file names come from anywhere: control characters must not reach the terminal, and
 * a line of their own could be a command to who reads the output, such as GitHub Actions.
 */
export function printable(text: string): string {
  return printableLines(text.replaceAll(/\t|\r?\n/g, ' '))
}

/** The same for texts of several lines, which stay. */
export function printableLines(text: string): string {
  // oxlint-disable-next-line no-control-regex -- control characters are what must be found
  return text.replaceAll(/(?!\t|\r?\n)[\u0000-\u001f\u007f-\u009f]/g, '�')
}
