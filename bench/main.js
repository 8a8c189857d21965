// Prints every figure beside its bound and exits 1 when one is missed.
//
//   npm run bench            all groups
//   npm run bench -- http    one group
//
// A row is { name, unit, bound | atLeast, run }: `bound` is the highest figure that passes,
// `atLeast` the lowest; a row without either is only printed.

const groups = {
  formats: ['./formats/avro.js', './formats/json.js', './formats/protobuf.js'],
  client: ['./client.js'],
  http: ['./http.js'],
  register: ['./register.js'],
  lists: ['./lists.js'],
  start: ['./start.js'],
  cli: ['./cli.js'],
}

const wanted = process.argv.slice(2)
const unknown = wanted.find((name) => !Object.hasOwn(groups, name))
if (unknown !== undefined) {
  process.stderr.write(`no group '${unknown}'; there are ${Object.keys(groups).join(', ')}\n`)
  process.exit(2)
}

let missed = 0
for (const [group, files] of Object.entries(groups)) {
  if (wanted.length > 0 && !wanted.includes(group)) continue
  process.stdout.write(`\n${group}\n`)
  for (const file of files) {
    const { rows } = await import(file)
    for (const row of rows) {
      const figure = await row.run()
      const passes =
        figure === undefined ||
        ((row.bound === undefined || figure <= row.bound) &&
          (row.atLeast === undefined || figure >= row.atLeast))
      if (!passes) missed++
      process.stdout.write(`${line(row, figure, passes)}\n`)
    }
  }
}
process.stdout.write(missed === 0 ? '\nevery bound holds\n' : `\n${missed} missed\n`)
process.exit(missed === 0 ? 0 : 1)

function line(row, figure, passes) {
  const limit =
    row.bound !== undefined ? `≤ ${row.bound}` : row.atLeast !== undefined ? `≥ ${row.atLeast}` : ''
  const value = figure === undefined ? 'not run' : figure.toPrecision(4)
  const mark = limit === '' ? ' ' : passes ? '✓' : '✗'
  return `  ${mark} ${row.name.padEnd(72)} ${value.padStart(9)} ${row.unit.padEnd(5)} ${limit}`
}
