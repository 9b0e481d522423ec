/** What the files of a folder may import besides their own folder. Patterns are globs from the checkout's root. */
export type FolderRule = {
  folder: string
  /** Files of this checkout. */
  may: string[]
  /** Names of npm packages; `@scope/*` is every package of a scope. Tests beside the code may use any. */
  packages: string[]
  /** Modules of Node: all, or these alone. */
  builtins: 'all' | string[]
}

const contracts = 'contracts/**'
const telemetry = 'observability/**'
const bus = 'bus/**'
const store = 'store/**'

/** The table of ARCHITECTURE.md. The rule of the longest folder that holds a file is the one that counts. */
export const folderRules: FolderRule[] = [
  // A hash is part of what an id is; nothing else of Node is pure enough for the platform's language.
  { folder: 'contracts', may: [], packages: ['zod'], builtins: ['node:crypto'] },
  { folder: 'supervisor/decider', may: [contracts], packages: [], builtins: [] },
  {
    folder: 'supervisor/policy',
    may: [contracts],
    packages: ['@marcbachmann/cel-js', 'ajv', 'ajv-formats', 'yaml', 'zod'],
    builtins: 'all',
  },
  {
    folder: 'supervisor',
    may: [contracts, bus, store, telemetry],
    packages: ['pino', 'ajv', 'ajv-formats', 'yaml', 'zod'],
    builtins: 'all',
  },
  {
    folder: 'agents',
    may: [contracts],
    packages: ['zod', '@langchain/langgraph', '@langchain/core'],
    builtins: 'all',
  },
  {
    folder: 'worker',
    may: [contracts, bus, telemetry, 'agents/define-agent.ts', 'agents/discover.ts', 'store/checkpoints/**'],
    packages: ['pino', 'zod', 'ajv', 'ajv-formats', '@langchain/*'],
    builtins: 'all',
  },
  {
    folder: 'gateway',
    may: [contracts, bus, telemetry],
    packages: ['pino', 'zod', 'ajv', 'ajv-formats', '@modelcontextprotocol/client'],
    builtins: 'all',
  },
  { folder: 'bus', may: [contracts, telemetry], packages: ['zod', '@nats-io/*'], builtins: 'all' },
  {
    folder: 'store',
    may: [contracts, telemetry],
    packages: ['zod', '@langchain/core', '@langchain/langgraph-checkpoint'],
    builtins: 'all',
  },
  {
    folder: 'observability',
    may: [contracts],
    packages: ['zod', 'pino', '@opentelemetry/*'],
    builtins: 'all',
  },
  {
    folder: 'console',
    may: [contracts, bus, store, telemetry],
    packages: ['pino', 'zod', 'yaml', 'hono', '@hono/node-server', 'ajv', 'ajv-formats', 'nodemailer'],
    builtins: 'all',
  },
  {
    folder: 'cli',
    may: [
      contracts,
      telemetry,
      bus,
      store,
      'supervisor/policy/**',
      'supervisor/record/ledger-drift.ts',
      'scripts/*.mjs',
    ],
    packages: ['pino', 'zod', 'yaml', 'commander'],
    builtins: 'all',
  },
  {
    folder: 'examples',
    may: [],
    packages: ['zod', '@modelcontextprotocol/server', '@modelcontextprotocol/node'],
    builtins: 'all',
  },
]

/** Only the all-in-one joins processes, by what each one's main.ts calls. */
export const startsProcesses = { file: 'cli/up.ts', may: '*/start.ts' }

/** Modules by which an agent could reach the world past the gateway. */
export const worldOutside = [
  'child_process',
  'dgram',
  'http',
  'http2',
  'https',
  'net',
  'tls',
  'worker_threads',
]

/**
 * Folders and files of the table that are still to be written. A pattern may match no file only while it is listed
 * here, and it has to leave this list as soon as it matches one.
 */
export const notYet: string[] = []
