import { expect } from 'chai'
import { RemitError } from '../contracts/errors.ts'
import { subjectsFor } from './subjects.ts'

const spelled = (prefix?: string): Record<string, string> => {
  const s = subjectsFor(prefix)
  return {
    intake: s.intake,
    intakeFrom: s.intakeFrom('acme'),
    anyIntake: s.anyIntake,
    api: s.api('goals.submit'),
    apiFrom: s.apiFrom('acme', 'goals.submit'),
    anyApi: s.anyApi('goals.submit'),
    anyApiOfAll: s.anyApiOfAll,
    allApi: s.allApi,
    allApiFrom: s.allApiFrom('acme'),
    events: s.events('acme', 'g1', 'task-assigned'),
    eventsControl: s.eventsControl('halted'),
    eventsOf: s.eventsOf('acme'),
    allEvents: s.allEvents,
    dead: s.dead(s.intakeFrom('acme')),
    allDead: s.allDead,
    tasks: s.tasks('triage'),
    anyTasks: s.anyTasks,
    work: s.work('triage'),
    anyWork: s.anyWork,
    outcomes: s.outcomes('triage'),
    anyOutcomes: s.anyOutcomes,
    tools: s.tools('triage'),
    anyTools: s.anyTools,
    trail: s.trail('triage', 'g1'),
    trailOf: s.trailOf('triage'),
    trailGateway: s.trailGateway('g1'),
    anyTrail: s.anyTrail,
    authorise: s.authorise,
    results: s.results('gw1'),
    anyResults: s.anyResults,
    effects: s.effects,
    offers: s.offers('worker-triage'),
    anyOffers: s.anyOffers,
    settings: s.settings,
    control: s.control,
    commands: s.commands,
    heads: s.heads,
    canary: s.canary,
  }
}

describe('subjects', () => {
  it('are spelled as the public surface fixes them', () => {
    expect(spelled()).to.deep.equal({
      intake: 'remit.intake',
      intakeFrom: 'remit.intake.from.acme',
      anyIntake: 'remit.intake.from.*',
      api: 'remit.api.goals.submit',
      apiFrom: 'remit.api.from.acme.goals.submit',
      anyApi: 'remit.api.from.*.goals.submit',
      anyApiOfAll: 'remit.api.from.>',
      allApi: 'remit.api.>',
      allApiFrom: 'remit.api.from.acme.>',
      events: 'remit.events.acme.g1.task-assigned',
      eventsControl: 'remit.events.control.halted',
      eventsOf: 'remit.events.acme.>',
      allEvents: 'remit.events.>',
      dead: 'remit.dead.remit.intake.from.acme',
      allDead: 'remit.dead.>',
      tasks: 'remit.tasks.triage',
      anyTasks: 'remit.tasks.*',
      work: 'remit.work.triage',
      anyWork: 'remit.work.*',
      outcomes: 'remit.outcomes.triage',
      anyOutcomes: 'remit.outcomes.*',
      tools: 'remit.tools.triage',
      anyTools: 'remit.tools.*',
      trail: 'remit.trail.triage.g1',
      trailOf: 'remit.trail.triage.*',
      trailGateway: 'remit.trail.gateway.g1',
      anyTrail: 'remit.trail.*.*',
      authorise: 'remit.authorise',
      results: 'remit.results.gw1',
      anyResults: 'remit.results.*',
      effects: 'remit.effects',
      offers: 'remit.offers.worker-triage',
      anyOffers: 'remit.offers.*',
      settings: 'remit.settings',
      control: 'remit.control',
      commands: 'remit.commands',
      heads: 'remit.heads',
      canary: 'remit.canary',
    })
  })

  it('all move under another prefix', () => {
    for (const subject of Object.values(spelled('second'))) expect(subject).to.match(/^second\./)
  })

  it('refuse a name that is more than one token', () => {
    const s = subjectsFor()
    for (const name of ['', 'a.b', '*', '>', 'a b', 'a\r\nPUB x', 'x'.repeat(81), 'ä']) {
      expect(() => s.tasks(name), JSON.stringify(name)).to.throw(RemitError)
      expect(() => s.events('acme', name, 'x'), JSON.stringify(name)).to.throw(RemitError)
      if (name !== 'a.b') expect(() => s.api(`goals.${name}`), JSON.stringify(name)).to.throw(RemitError)
      expect(() => subjectsFor(name), JSON.stringify(name)).to.throw(RemitError)
    }
  })

  it('give back what was put in', () => {
    const s = subjectsFor('second')
    expect(s.accountOfIntake(s.intakeFrom('acme'))).to.equal('acme')
    expect(s.accountOfApi(s.apiFrom('acme', 'goals.submit'))).to.equal('acme')
    expect(s.accountOfEvent(s.events('acme', 'g', 'ended'))).to.equal('acme')
    for (const make of [s.tasks, s.work, s.outcomes, s.tools])
      expect(s.agentOf(make('triage'))).to.equal('triage')
    expect(s.agentOf(s.trail('triage', 'g'))).to.equal('triage')
    expect(s.agentOf(s.trailGateway('g'))).to.equal('gateway')
    expect(s.goalOfTrail(s.trail('triage', 'g'))).to.equal('g')
    expect(s.gatewayOfResults(s.results('gw1'))).to.equal('gw1')
    expect(s.nameOfOffer(s.offers('worker-triage'))).to.equal('worker-triage')
    expect(s.subjectOfDead(s.dead(s.intakeFrom('acme')))).to.equal(s.intakeFrom('acme'))
  })

  it('are not read as what they are not', () => {
    const s = subjectsFor()
    expect(() => s.accountOfIntake('remit.outcomes.x.acme')).to.throw(RemitError)
    expect(() => s.accountOfIntake('other.intake.from.acme')).to.throw(RemitError)
    expect(() => s.agentOf('remit.events.triage')).to.throw(RemitError)
    expect(() => s.agentOf('remit.tasks')).to.throw(RemitError)
    expect(() => s.subjectOfDead('remit.intake')).to.throw(RemitError)
  })
})
