/**
 * Makes the program that `concordat` runs: few files instead of some hundred modules, half of a
 * start was reading them. Only our own modules are joined; packages stay packages.
 *
 * node pack/bundle.js
 */
import { statSync } from 'node:fs'
import { dirname, join, relative, resolve, sep } from 'node:path'

const root = resolve(import.meta.dirname, '..')
const program = join(root, 'dist/bin')
const entry = join(program, 'concordat.js')

/** When a file was written; 0 for one that does not exist. */
function writtenAt(file) {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0
}

/** A module that looks for files beside itself must go on finding them. */
const keepPlaces = {
  name: 'keep-places',
  transform: {
    filter: { code: 'import.meta.url' },
    handler(code, id) {
      const place = relative(program, id).split(sep).join('/')
      return code.replaceAll('import.meta.url', `new URL('${place}', import.meta.url).href`)
    },
  },
}

async function bundle() {
  // Loaded only when there is something to do: a start asks each time.
  const { rolldown } = await import('rolldown')
  const build = await rolldown({
    input: { concordat: join(root, 'dist/cli/main.js') },
    platform: 'node',
    external: (id) => !id.startsWith('.') && !id.startsWith(dirname(program)),
    plugins: [keepPlaces],
  })
  await build.write({ dir: program, format: 'esm', chunkFileNames: '[name].js' })
  await build.close()
}

// Both are there, else this throws: taken for old, a missing one would leave an old program in place.
const changes = ['dist/tsconfig.tsbuildinfo', 'pack/bundle.js'].map((file) => join(root, file))
if (writtenAt(entry) < Math.max(...changes.map((file) => statSync(file).mtimeMs))) await bundle()
