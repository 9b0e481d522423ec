import { expect } from 'chai'
import { z } from 'zod'
import { createLogger } from './logger.ts'

const logging = (secrets: string[] = []) => {
  const lines: string[] = []
  const destination = { write: (line: string) => void lines.push(line) }
  return { lines, log: createLogger({ name: 'worker', level: 'info', secrets, destination }) }
}
const parsed = (line: string | undefined) => z.record(z.string(), z.unknown()).parse(JSON.parse(line ?? ''))

describe('logger', () => {
  it('writes JSON lines with its name and its fields', () => {
    const { lines, log } = logging()
    log.info({ goal: 'g_1', tokens: 900, tokenFile: '/home/shop.token' }, 'claimed')
    expect(parsed(lines[0])).to.include({
      name: 'worker',
      msg: 'claimed',
      goal: 'g_1',
      tokens: 900,
      tokenFile: '/home/shop.token',
    })
  })

  it('takes out fields that are named as secrets, however deep they lie', () => {
    const { lines, log } = logging()
    log.info(
      {
        request: { headers: { Authorization: 'abcdef', 'x-api-key': ['k1'], cookie: 'c' } },
        nats: [{ user: 'worker', pass: 'hunter2' }],
        api_key: 'plainvalue',
        operatorToken: 'tttt',
        grant: { payload: 'gggg' },
      },
      'asked',
    )
    expect(lines[0]).to.not.match(/abcdef|k1|hunter2|plainvalue|tttt|gggg|"c"/)
    expect(lines[0]?.match(/\[redacted\]/g)).to.have.length(7)
    expect(lines[0]).to.include('"user":"worker"')
  })

  const forms: Record<string, string> = {
    'a key of a model': 'sk-proj-abcDEF123456_xyz',
    'a bearer token': 'Bearer 0aB.cdefgh-12345',
    'a JSON web token': 'eyJhbGciOiJFZERTQSJ9.eyJzdWIiOiJhIn0.c2lnbmF0dXJl',
    'a seed of NATS': `SU${'A'.repeat(56)}`,
    'a private key': '-----BEGIN PRIVATE KEY-----\nMIIabc\n-----END PRIVATE KEY-----',
    'a password in an address': 'nats://user:p4ssw0rd@127.0.0.1:4222',
    'a variable of the environment': 'OPENAI_API_KEY=anything-goes',
    'what a model server repeats of a key': 'Incorrect API key provided: whatever****form.',
  }
  for (const [what, text] of Object.entries(forms))
    it(`takes out ${what} from messages, fields and the stack of an error`, () => {
      const { lines, log } = logging()
      log.error({ err: new Error(text, { cause: new Error(text) }), said: text }, text)
      const secret = text.replace(/^(?:Bearer |nats:\/\/|OPENAI_API_KEY=|Incorrect API key provided: )/, '')
      const part = secret
        .split(/[\n@]/)
        .find((line) => /MII|[a-z0-9]/i.test(line) && !line.startsWith('-----'))
      expect(lines[0]).to.include('[redacted]').and.not.include(part)
      expect(parsed(lines[0])['level']).to.equal(50)
    })

  it('takes out the secrets that the process knows, whatever form they have', () => {
    const { lines, log } = logging(['correct "horse" battery', 'abc'])
    log.warn({ said: 'use correct "horse" battery, abc' }, 'correct "horse" battery')
    expect(lines[0]).to.include('abc').and.not.include('horse')
    expect(parsed(lines[0])['msg']).to.equal('[redacted]')
  })

  it('writes nothing below its level', () => {
    const { lines, log } = logging()
    log.debug('no')
    expect(lines).to.deep.equal([])
  })
})
