/**
 * Makes the package `concordat-client` from the build: the client's own modules and what they
 * import, nothing of the server.
 *
 * node pack/client.js [folder for the tarball, default .cache/pack]
 */
import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'

const root = resolve(import.meta.dirname, '..')
const dist = join(root, 'dist')
const target = resolve(process.argv[2] ?? join(root, '.cache/pack'))
const staging = join(target, 'concordat-client')

const extensions = ['.js', '.d.ts']

/** Loaded by name when the first JSON schema is, so no import names them. */
const loadedByName = ['ajv', 'ajv-draft-04', 'ajv-formats']

/** Statements at the start of a line, and the types that the compiler writes inline. */
const importPattern =
  /^(?:import|export)\b[^;'"]*?\bfrom ['"]([^'"]+)['"]|\bimport\(['"]([^'"]+)['"]\)/gm

/**
 * Every module that `entry` leads to, as path without extension, and every package: what the code
 * imports, and what only the declarations do.
 */
function follow(entry) {
  const modules = new Set()
  const packages = new Set(loadedByName)
  const queue = [entry]
  for (let module = queue.pop(); module !== undefined; module = queue.pop()) {
    if (modules.has(module)) continue
    modules.add(module)
    for (const name of extensions.flatMap((extension) => importsOf(module + extension))) {
      if (name.startsWith('.')) queue.push(resolve(dirname(module), name.replace(/\.[jt]s$/, '')))
      else if (!name.startsWith('node:')) packages.add(packageOf(name))
    }
  }
  return { modules, packages: [...packages].sort() }
}

function importsOf(file) {
  const text = readFileSync(file, 'utf8')
  return [...text.matchAll(importPattern)].map(([, from, inline]) => from ?? inline)
}

function packageOf(name) {
  return name
    .split('/')
    .slice(0, name.startsWith('@') ? 2 : 1)
    .join('/')
}

const own = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
const { modules, packages } = follow(join(dist, 'client/index'))
const unknown = packages.filter((name) => own.dependencies[name] === undefined)
if (unknown.length > 0) throw new Error(`No dependencies: ${unknown.join(', ')}`)

rmSync(staging, { recursive: true, force: true })
for (const module of modules) {
  for (const extension of extensions) {
    const copy = join(staging, 'dist', relative(dist, module + extension))
    mkdirSync(dirname(copy), { recursive: true })
    cpSync(module + extension, copy)
  }
}
cpSync(join(root, 'LICENSE'), join(staging, 'LICENSE'))
writeFileSync(
  join(staging, 'README.md'),
  '# concordat-client\n\nSerializers and registry client of Concordat, without the server.\n' +
    'The same code as the package `concordat`; see its README.\n',
)
writeFileSync(
  join(staging, 'package.json'),
  `${JSON.stringify(
    {
      name: 'concordat-client',
      version: own.version,
      description: 'Serializers and registry client for Concordat and Confluent Schema Registry',
      license: own.license,
      type: 'module',
      engines: own.engines,
      exports: {
        '.': { types: './dist/client/index.d.ts', default: './dist/client/index.js' },
        './package.json': './package.json',
      },
      files: ['dist', 'README.md', 'LICENSE'],
      sideEffects: false,
      dependencies: Object.fromEntries(packages.map((name) => [name, own.dependencies[name]])),
    },
    null,
    2,
  )}\n`,
)
const printed = execFileSync('npm', ['pack', staging, '--pack-destination', target, '--silent'], {
  cwd: root,
  encoding: 'utf8',
})
console.log(join(target, printed.trim()))
