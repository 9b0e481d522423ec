import { expect } from 'chai'
import { RemitError } from '../contracts/errors.ts'
import { permissionTable } from './accounts.ts'
import { allUsers } from './bus-names.ts'
import { renderServerConfig } from './render-server-config.ts'

const table = permissionTable({ agents: ['triage', 'support'], clients: ['local'] })
const place = {
  host: '127.0.0.1',
  port: 4222,
  serverName: 's',
  storeDir: '/s',
  pidFile: '/p',
  logFile: '/l',
}
const passwords = Object.fromEntries(
  allUsers(['triage', 'support'], ['local']).map((user) => [user, `"${user}`]),
)

describe('the permission table', () => {
  it('gives an agent what stands in the public surface, and nothing else', () => {
    const triage = table.find(({ name }) => name === 'AGENT_triage')
    expect(triage?.users).to.deep.equal([
      {
        user: 'agent-triage',
        publish: [
          'remit.js.CONSUMER.INFO.REMIT_TASKS.triage',
          'remit.js.CONSUMER.MSG.NEXT.REMIT_TASKS.triage',
          '$JS.ACK.REMIT_TASKS.triage.>',
          'remit.work.triage',
          'remit.tools.triage',
          'remit.settings',
          'remit.offers.worker-triage',
          'remit.outcomes.triage',
          'remit.trail.triage.*',
          'remit.dead.remit.tasks.triage',
        ],
        subscribe: ['_INBOX_agent-triage.>'],
      },
    ])
  })

  it('has one account for each user, and only the supervisor in CORE', () => {
    const users = table.map(({ name, users: inside }) => [name, inside.map(({ user }) => user)])
    expect(users).to.deep.equal([
      ['CORE', ['supervisor']],
      ['GATEWAY', ['gateway']],
      ['CONSOLE', ['console']],
      ['AGENT_triage', ['agent-triage']],
      ['AGENT_support', ['agent-support']],
      ['CLIENT_local', ['client-local']],
      ['SYS', []],
    ])
  })

  it('refuses names that would read as something else', () => {
    for (const name of ['gateway', 'control', 'operator', 'api', 'a.b', 'a b', '>']) {
      expect(() => permissionTable({ agents: [name], clients: [] }), name).to.throw(RemitError)
      expect(() => permissionTable({ agents: [], clients: [name] }), name).to.throw(RemitError)
    }
  })
})

describe('renderServerConfig', () => {
  it('syncs each message before it is acknowledged, unless the server is too old to know how', () => {
    expect(renderServerConfig(table, place, passwords)).to.contain('sync_interval: always')
    expect(renderServerConfig(table, { ...place, lazySync: true }, passwords)).to.not.contain('sync_interval')
  })

  it('lets nobody in without credentials unless told so', () => {
    expect(renderServerConfig(table, place, passwords)).to.not.contain('no_auth_user')
    expect(renderServerConfig(table, { ...place, openUser: 'client-local' }, passwords)).to.contain(
      'no_auth_user: "client-local"',
    )
  })

  it('gives a tool’s answer longer than any tool may take', () => {
    expect(renderServerConfig(table, place, passwords)).to.contain(
      '{ service: "remit.tools.triage", accounts: [AGENT_triage], response_threshold: "15m" }',
    )
  })

  it('quotes what a password may hold, and refuses a user without one', () => {
    expect(renderServerConfig(table, place, passwords)).to.contain('password: "\\"gateway"')
    expect(() => renderServerConfig(table, place, {})).to.throw(RemitError, /no password/)
  })
})
