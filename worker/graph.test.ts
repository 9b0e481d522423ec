import { MemorySaver } from '@langchain/langgraph'
import { expect } from 'chai'
import { z } from 'zod'
import { defineContract } from '../agents/define-agent.ts'
import type { ToolAnswer } from '../contracts/tools.ts'
import { buildGraph } from './graph.ts'
import { inputMessage, newsMessage } from './task-input.ts'
import { runAlone, sayingModel, toolsNamed, type Said } from './run-alone.fixture.ts'

const contract = defineContract({
  name: 'support.refund@1',
  description: 'refund',
  request: z.unknown(),
  result: z.strictObject({ said: z.string() }),
})
const conclude = { name: 'conclude', args: { said: 'done' } }
const read = (id: string) => ({ name: 'shop__get_order', args: { id } })
const refund = (order_id: string) => ({
  name: 'shop__refund_order',
  args: { order_id, amount: 5, reason: 'r' },
})
const tools = toolsNamed('shop.get_order', 'shop.refund_order')
const ok: ToolAnswer = { status: 'result', result: { id: 'o' } }
const refused: ToolAnswer = {
  status: 'refused',
  code: 'NOT_ALLOWED',
  message: 'over 50',
  final: false,
  effect: 'e1',
}
const check = {
  contract: 'finance.check-refund@1',
  description: 'check',
  request: { type: 'object', properties: { order: { type: 'string' } }, required: ['order'] },
}

const play = async (said: (Said | Error)[], answer: (tool: string, n: number) => ToolAnswer = () => ok) => {
  const model = sayingModel(...said)
  let n = 0
  const run = runAlone({
    contract,
    model,
    tools,
    claimed: { handoffs: [check] },
    answer: (tool) => answer(tool, (n += 1)),
  })
  const graph = buildGraph(new MemorySaver())
  const reached = await graph.run('t', { kind: 'begin', message: inputMessage(run.claimed) }, run)
  return { reached, run, model, graph, final: reached.at === 'ended' ? reached.ended.final : null }
}
const lastPrompt = (model: { prompts: { content: unknown }[][] }): string =>
  (model.prompts.at(-1) ?? []).map((message) => JSON.stringify(message.content)).join('\n')

describe('the default graph', () => {
  it('calls tools, then concludes with a result that fits the contract', async () => {
    const { final, run, model } = await play([{ calls: [read('1')] }, { calls: [conclude] }])
    expect(final).to.deep.equal({ kind: 'concluded', result: { said: 'done' } })
    expect(run.asked).to.deep.equal([{ tool: 'shop.get_order', args: { id: '1' } }])
    expect(model.prompts).to.have.length(2)
  })

  it('answers every call before the model is asked again, whatever ids the provider gave', async () => {
    const { model, run } = await play([{ calls: [read('1'), read('2')] }, { calls: [conclude] }])
    expect(run.asked.map((one) => one.args)).to.deep.equal([{ id: '1' }, { id: '2' }])
    const ids = (model.prompts[1] ?? []).flatMap((m) => ('tool_call_id' in m ? [m.tool_call_id] : []))
    expect(new Set(ids).size).to.equal(2)
  })

  it('hands plain text back once and fails the attempt the second time', async () => {
    const { final, model } = await play([{ content: 'All done!' }])
    expect(model.prompts).to.have.length(2)
    expect(final).to.include({ kind: 'failed', code: 'NO_OUTCOME' })
  })

  it('treats an empty answer like plain text', async () => {
    expect((await play([{}])).final).to.include({ code: 'NO_OUTCOME' })
    expect((await play([{}, { calls: [conclude] }])).final).to.include({ kind: 'concluded' })
  })

  it('answers an unknown tool, arguments that are no JSON and arguments that are no object', async () => {
    const { final, run, model } = await play([
      { calls: [{ name: 'bank.transfer all/now', args: {} }] },
      { bad: ['{"id": '] },
      { calls: [{ name: 'shop__get_order', args: [1] }] },
      { calls: [conclude] },
    ])
    expect(final).to.include({ kind: 'concluded' })
    expect(run.asked).to.deep.equal([])
    const text = lastPrompt(model)
    expect(text).to.contain('UNKNOWN_TOOL').and.to.contain('not JSON').and.to.contain('one JSON object')
    const names = (model.prompts.at(-1) ?? []).flatMap((m) =>
      'tool_calls' in m && Array.isArray(m.tool_calls) ? m.tool_calls : [],
    )
    expect(names.map((call) => call.name)).to.include('bank_transfer_all_now')
  })

  it('stops an agent that calls unknown tools three times', async () => {
    const { final } = await play([{ calls: [{ name: 'nope', args: {} }] }])
    expect(final).to.include({ kind: 'failed', code: 'AGENT_FAILED' })
  })

  it('puts the task before a person at the third refusal of one tool', async () => {
    const { final, run } = await play([{ calls: [refund('1')] }], () => refused)
    expect(run.asked).to.have.length(3)
    expect(final).to.have.property('kind', 'escalate')
    expect(JSON.stringify(final)).to.contain('TOO_MANY_FAILURES').and.to.contain('over 50')
  })

  it('hands a result back that does not fit the contract', async () => {
    const { final, model } = await play([
      { calls: [{ name: 'conclude', args: { said: 7 } }] },
      { calls: [conclude] },
    ])
    expect(final).to.include({ kind: 'concluded' })
    expect(lastPrompt(model)).to.contain('said')
  })

  it('judges the payload of a handoff by the schema of its contract', async () => {
    const to = (payload: unknown) => ({
      name: 'handoff',
      args: { contract: check.contract, payload, note: 'n' },
    })
    const { final, model } = await play([{ calls: [to({})] }, { calls: [to({ order: '1' })] }])
    expect(model.prompts).to.have.length(2)
    expect(final).to.deep.equal({
      kind: 'handoff',
      contract: check.contract,
      payload: { order: '1' },
      note: 'n',
    })
  })

  it('delegates under offered contracts alone, and goes on with the answers as news', async () => {
    const to = (...contracts: string[]) => ({
      name: 'delegate',
      args: { children: contracts.map((one) => ({ contract: one, payload: { order: '1' } })) },
    })
    const model = sayingModel(
      { calls: [to('finance.other@1')] },
      { calls: [to(check.contract)] },
      { calls: [conclude] },
    )
    const run = runAlone({ contract, model, tools, claimed: { delegates: [check] } })
    const graph = buildGraph(new MemorySaver())
    const first = await graph.run('t', { kind: 'begin', message: inputMessage(run.claimed) }, run)
    expect(lastPrompt(model)).to.contain('there is no contract finance.other@1')
    expect(first).to.have.nested.property('ended.final.kind', 'delegate')
    const answered = {
      delegation: 'd1',
      results: [
        { task: 't2', contract: check.contract, status: 'ok' as const, code: '', content: { fine: 1 } },
      ],
    }
    const woken = runAlone({
      contract,
      model,
      tools,
      claimed: { delegates: [check], delegations: [answered] },
    })
    expect(woken.told, 'the end stands for another story').to.not.equal(run.told)
    const second = await graph.run('t', { kind: 'news', message: newsMessage(woken.claimed, 'n') }, woken)
    expect(lastPrompt(model)).to.contain('fine')
    expect(second).to.have.nested.property('ended.final.kind', 'concluded')
  })

  it('R5: an approval and a handoff in the same model turn: approval first, handoff after', async () => {
    const handoff = {
      name: 'handoff',
      args: { contract: check.contract, payload: { order: '1' }, note: 'n' },
    }
    let approved = false
    const { reached, graph, run, model } = await play([{ calls: [handoff, refund('1')] }], () =>
      approved ? ok : { status: 'waiting', effect: 'e1' },
    )
    expect(reached, 'the handoff waits for the approval').to.deep.equal({ at: 'waiting', effects: ['e1'] })
    approved = true
    const after = await graph.run('t', { kind: 'go-on' }, run)
    expect(after).to.have.nested.property('ended.final.kind', 'handoff')
    expect(model.prompts, 'in the same turn').to.have.length(1)
  })

  it('ends only after the tool calls of the same turn have their results', async () => {
    const { final, run, model } = await play([{ calls: [conclude, refund('1')] }])
    expect(run.asked).to.have.length(1)
    expect(model.prompts).to.have.length(1)
    expect(final).to.include({ kind: 'concluded' })
  })

  it('hands an end back when a call beside it was refused', async () => {
    const { final, model } = await play(
      [{ calls: [refund('1'), conclude] }, { calls: [{ name: 'decline', args: { reason: 'no' } }] }],
      () => refused,
    )
    expect(final).to.deep.equal({ kind: 'declined', reason: 'no' })
    expect(lastPrompt(model)).to.contain('a call beside it failed')
  })

  it('takes no turn with two ends', async () => {
    const { final } = await play([
      { calls: [conclude, { name: 'escalate', args: { question: 'q' } }] },
      { calls: [conclude] },
    ])
    expect(final).to.include({ kind: 'concluded' })
  })

  it('parks on a waiting call, and goes on with the recorded answer without asking the finished one again', async () => {
    const saver = new MemorySaver()
    const model = sayingModel({ calls: [read('1'), refund('1'), conclude] })
    let approved = false
    const answer = (tool: string): ToolAnswer =>
      tool === 'shop.refund_order' && !approved ? { status: 'waiting', effect: 'e1' } : ok
    const first = runAlone({ contract, model, tools, answer })
    const begin = { kind: 'begin' as const, message: inputMessage(first.claimed) }
    expect(await buildGraph(saver).run('t', begin, first)).to.deep.equal({ at: 'waiting', effects: ['e1'] })

    const early = runAlone({ contract, model, tools, answer })
    expect(await buildGraph(saver).run('t', { kind: 'go-on' }, early)).to.deep.equal({
      at: 'waiting',
      effects: ['e1'],
    })

    approved = true
    const later = runAlone({ contract, model, tools, answer })
    expect(await buildGraph(saver).position('t')).to.deep.equal({ at: 'midway' })
    const reached = await buildGraph(saver).run('t', { kind: 'go-on' }, later)
    expect(reached.at).to.equal('ended')
    expect(later.asked.map((one) => one.tool)).to.deep.equal(['shop.refund_order'])
    expect(model.prompts).to.have.length(1)
  })

  it('waits for two calls under two effects that settle on their own', async () => {
    const saver = new MemorySaver()
    const model = sayingModel({ calls: [refund('1'), refund('2')] }, { calls: [conclude] })
    const done = new Set<unknown>()
    const answer = (_: string, args: Record<string, unknown>): ToolAnswer =>
      done.has(args['order_id']) ? ok : { status: 'waiting', effect: `e${String(args['order_id'])}` }
    const go = (input: Parameters<ReturnType<typeof buildGraph>['run']>[1]) =>
      buildGraph(saver).run('t', input, runAlone({ contract, model, tools, answer }))
    const { claimed } = runAlone({ contract, model })
    expect(await go({ kind: 'begin', message: inputMessage(claimed) })).to.deep.equal({
      at: 'waiting',
      effects: ['e1', 'e2'],
    })
    done.add('2')
    expect(await go({ kind: 'go-on' })).to.deep.equal({ at: 'waiting', effects: ['e1'] })
    done.add('1')
    expect((await go({ kind: 'go-on' })).at).to.equal('ended')
  })

  it('goes on with news after an end that was not taken', async () => {
    const { graph, run, model } = await play([{ calls: [conclude] }])
    const claimed = { ...run.claimed, checkFailed: 'the shop shows no refund' }
    const next = runAlone({ contract, model, tools, claimed })
    const reached = await graph.run('t', { kind: 'news', message: newsMessage(claimed, 'news-1') }, next)
    expect(reached.at).to.equal('ended')
    expect(lastPrompt(model)).to.contain('the shop shows no refund')
  })

  it('begins anew in the thread of an attempt that failed', async () => {
    const model = sayingModel({ content: 'x' }, { content: 'y' }, { calls: [conclude] })
    const graph = buildGraph(new MemorySaver())
    const run = runAlone({ contract, model, tools })
    const begin = { kind: 'begin' as const, message: inputMessage(run.claimed) }
    await graph.run('t', begin, run)
    const again = await graph.run('t', begin, runAlone({ contract, model, tools }))
    expect(again.at === 'ended' && again.ended.final.kind).to.equal('concluded')
    expect(model.prompts.at(-1)).to.have.length(2)
  })

  it('lets concurrent runs of one compiled graph share nothing', async () => {
    const graph = buildGraph(new MemorySaver())
    const runs = await Promise.all(
      Array.from({ length: 40 }, async (_, index) => {
        const id = `o${index}`
        const model = sayingModel(
          { calls: [read(id)] },
          { calls: [{ name: 'conclude', args: { said: id } }] },
        )
        const run = runAlone({
          contract,
          model,
          tools,
          answer: async (_tool, args) => {
            await new Promise((resolve) => setImmediate(resolve))
            return { status: 'result', result: args }
          },
        })
        const reached = await graph.run(
          `t${index}`,
          { kind: 'begin', message: inputMessage(run.claimed) },
          run,
        )
        return { id, run, reached, prompt: lastPrompt(model) }
      }),
    )
    for (const { id, run, reached, prompt } of runs) {
      expect(run.asked).to.deep.equal([{ tool: 'shop.get_order', args: { id } }])
      expect(reached.at === 'ended' && reached.ended.final).to.deep.equal({
        kind: 'concluded',
        result: { said: id },
      })
      expect(prompt).to.contain(`\\"id\\":\\"${id}\\"`)
    }
  })

  it('does nothing more once the lease is lost', async () => {
    const model = sayingModel({ calls: [read('1')] }, { calls: [conclude] })
    const run = runAlone({
      contract,
      model,
      tools,
      answer: () => {
        run.lease.lose('OLD_ATTEMPT')
        return ok
      },
    })
    const graph = buildGraph(new MemorySaver())
    let failed: unknown
    await graph
      .run('t', { kind: 'begin', message: inputMessage(run.claimed) }, run)
      .catch((error: unknown) => (failed = error))
    expect(failed).to.be.instanceOf(Error)
    expect(model.prompts).to.have.length(1)
  })
})
