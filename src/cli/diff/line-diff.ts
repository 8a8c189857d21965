/** One line of two texts laid over each other. */
export interface DiffLine {
  readonly sign: ' ' | '-' | '+'
  readonly text: string
}

/** Lines of either text beyond which a comparison would take too long; what follows is left out. */
const MAX_LINES = 2000

/** Unchanged lines that are kept around changed ones. */
const CONTEXT = 2

/** The changed lines of two texts with a little of what is around them; empty when nothing changed. */
export function lineDiff(before: string, after: string): readonly DiffLine[] {
  const all = alignLines(linesOf(before), linesOf(after))
  return all.filter((line, at) =>
    line.sign === ' '
      ? all.slice(Math.max(0, at - CONTEXT), at + CONTEXT + 1).some(({ sign }) => sign !== ' ')
      : true,
  )
}

function linesOf(text: string): readonly string[] {
  return text.replace(/\n$/, '').split('\n').slice(0, MAX_LINES)
}

/** The shortest way from one list of lines to the other, by their longest common subsequence. */
function alignLines(before: readonly string[], after: readonly string[]): readonly DiffLine[] {
  const width = after.length + 1
  // At [i, j]: how many lines the rests from i and j on have in common.
  const common = new Uint16Array((before.length + 1) * width)
  for (let i = before.length - 1; i >= 0; i--) {
    for (let j = after.length - 1; j >= 0; j--) {
      const diagonal = common[(i + 1) * width + j + 1] ?? 0
      const down = common[(i + 1) * width + j] ?? 0
      const right = common[i * width + j + 1] ?? 0
      common[i * width + j] = before[i] === after[j] ? diagonal + 1 : Math.max(down, right)
    }
  }
  const lines: DiffLine[] = []
  let i = 0
  let j = 0
  while (i < before.length || j < after.length) {
    const [old, fresh] = [before[i], after[j]]
    if (old !== undefined && old === fresh) {
      lines.push({ sign: ' ', text: old })
      i += 1
      j += 1
    } else if (
      old !== undefined &&
      (fresh === undefined ||
        (common[(i + 1) * width + j] ?? 0) >= (common[i * width + j + 1] ?? 0))
    ) {
      lines.push({ sign: '-', text: old })
      i += 1
    } else {
      lines.push({ sign: '+', text: fresh ?? '' })
      j += 1
    }
  }
  return lines
}
