import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtempDisposable, readFile, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'
import { expect } from 'chai'

const run = promisify(execFile)
const setUpScript = join(import.meta.dirname, 'setup.mjs')

/** A checkout with one run-time and one development package, both in folders beside it: npm needs no network. */
const checkout = async () => {
  const folder = await mkdtempDisposable(join(tmpdir(), 'remit-setup-'))
  const manifest = {
    name: 'checkout',
    version: '1.0.0',
    dependencies: { needed: 'file:needed' },
    devDependencies: { tool: 'file:tool' },
  }
  const packages: Record<string, object> = { '': manifest }
  for (const name of ['needed', 'tool']) {
    await mkdir(join(folder.path, name))
    await writeFile(join(folder.path, name, 'package.json'), JSON.stringify({ name, version: '1.0.0' }))
    const dev = name === 'tool' ? { dev: true } : {}
    packages[`node_modules/${name}`] = { resolved: name, link: true, ...dev }
    packages[name] = { version: '1.0.0', ...dev }
  }
  await writeFile(join(folder.path, 'package.json'), JSON.stringify(manifest))
  const lockfile = { name: 'checkout', version: '1.0.0', lockfileVersion: 3, requires: true, packages }
  await writeFile(join(folder.path, 'package-lock.json'), JSON.stringify(lockfile))
  // The user's own Node is new enough here, so that none is fetched.
  await mkdir(join(folder.path, 'bin'))
  await symlink(process.execPath, join(folder.path, 'bin', 'node'))
  return folder
}

/** Runs the set-up in a process of its own; answers what it said and the Node that it found. */
const setUp = async (folder: string, need: 'start' | 'full', env: Record<string, string> = {}) => {
  const code = `import { setUp } from ${JSON.stringify(setUpScript)}
    console.log(await setUp({ need: ${JSON.stringify(need)}, folder: ${JSON.stringify(folder)} }))`
  const path = [join(folder, 'bin'), process.env.PATH].join(delimiter)
  const { stdout, stderr } = await run(process.execPath, ['--input-type=module', '-e', code], {
    env: { ...process.env, PATH: path, npm_config_offline: 'true', ...env },
  })
  return { node: stdout.trim(), said: stderr }
}

const has = (folder: string, name: string) => existsSync(join(folder, 'node_modules', name))

describe('set-up', () => {
  it('installs once, and then touches nothing', async () => {
    await using folder = await checkout()
    expect((await setUp(folder.path, 'full')).said).to.include('installing 2 packages')
    const second = await setUp(folder.path, 'full')
    expect(second.said).to.equal('')
    expect(second.node).not.to.equal('')
  })

  it('installs anew when the lockfile has changed', async () => {
    await using folder = await checkout()
    await setUp(folder.path, 'full')
    const lockfile = join(folder.path, 'package-lock.json')
    await writeFile(lockfile, `${await readFile(lockfile, 'utf8')}\n`)
    expect((await setUp(folder.path, 'full')).said).to.include('installing')
  })

  it('leaves the tools of development out of a start, and adds them for tests', async () => {
    await using folder = await checkout()
    await setUp(folder.path, 'start')
    expect([has(folder.path, 'needed'), has(folder.path, 'tool')]).to.deep.equal([true, false])
    await setUp(folder.path, 'full', { NODE_ENV: 'production' })
    expect(has(folder.path, 'tool')).to.equal(true)
    expect((await setUp(folder.path, 'start')).said).to.equal('')
  })

  it('lets one install and the other wait, when two begin at once', async () => {
    await using folder = await checkout()
    const both = await Promise.all([setUp(folder.path, 'full'), setUp(folder.path, 'full')])
    expect(both.filter(({ said }) => said.includes('installing'))).to.have.length(1)
    expect(has(folder.path, 'tool')).to.equal(true)
  })

  it('says what npm says when it fails, and leaves no stamp', async () => {
    await using folder = await checkout()
    await setUp(folder.path, 'start')
    await writeFile(join(folder.path, 'package.json'), '{ "dependencies": { "absent": "file:absent" } }')
    const failure: unknown = await setUp(folder.path, 'full').then(
      () => undefined,
      (error: unknown) => error,
    )
    expect(failure).to.have.property('stderr').that.includes('npm ci').and.includes('are in sync')
    expect(has(folder.path, '.remit-setup')).to.equal(false)
  })
})
