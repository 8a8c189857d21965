import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { takeOver } from '../send.ts'
import type { Sender } from '../send.ts'

/** The promised contract, as it is published; beside `src` and `dist` alike. */
const contract = new URL('../../../openapi/registry.yaml', import.meta.url)

/** Pieces of the page, by the name under which they are asked for. */
const assets: Readonly<Record<string, string>> = {
  'swagger-ui.css': 'text/css; charset=utf-8',
  'swagger-ui-bundle.js': 'text/javascript; charset=utf-8',
}

const page = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Concordat: API</title>
<link rel="stylesheet" href="/docs/swagger-ui.css">
</head>
<body>
<div id="page"></div>
<script src="/docs/swagger-ui-bundle.js"></script>
<script src="/docs/start.js"></script>
</body>
</html>
`
const start = `SwaggerUIBundle({ url: '/openapi.yaml', dom_id: '#page', deepLinking: true })\n`

/** Lets the page load nothing from elsewhere and be framed by nobody. */
const policy =
  "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'"

/**
 * Serves the contract at `/openapi.yaml` and a page to read and try it at `/docs`.
 *
 * Files are read when they are asked for, so that a server whose docs nobody reads carries none.
 */
export function addDocs(app: FastifyInstance, sender: Sender): void {
  const serve =
    (type: string, read: () => string | Promise<string>) =>
    async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
      const text = await read()
      reply.raw.setHeader('content-security-policy', policy)
      reply.raw.setHeader('x-content-type-options', 'nosniff')
      sender.text(takeOver(request, reply), 200, type, text)
    }
  app.get(
    '/openapi.yaml',
    serve('application/yaml', () => readFile(contract, 'utf8')),
  )
  app.get(
    '/docs',
    serve('text/html; charset=utf-8', () => page),
  )
  app.get(
    '/docs/start.js',
    serve('text/javascript; charset=utf-8', () => start),
  )
  for (const [name, type] of Object.entries(assets)) {
    app.get(
      `/docs/${name}`,
      serve(type, () => readFile(assetPath(name), 'utf8')),
    )
  }
}

function assetPath(name: string): string {
  const root = dirname(createRequire(import.meta.url).resolve('@fastify/swagger-ui/package.json'))
  return join(root, 'static', name)
}
