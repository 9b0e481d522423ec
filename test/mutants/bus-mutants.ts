import { guardsOf } from './mutant.ts'

const raw = ['test/attacks/raw-client.int.test.ts']
const says =
  'No message that an agent can write resolves an approval: one account per agent, service imports only.'

/** What nats-server refuses for us: doors that an account does not have, tried with its own credentials. */
export const busMutants = guardsOf('bus/accounts.ts', raw, [
  {
    off: 'an agent has no door to the commands of people',
    from: 'service(s.work(agent)),',
    to: 'service(s.work(agent)), service(s.commands),',
    says,
  },
  {
    off: 'an agent has no door to what a gateway says',
    from: 'service(s.work(agent)),',
    to: 'service(s.work(agent)), service(s.anyResults), service(s.authorise),',
    says,
  },
  {
    off: 'a client has no door to the commands of people',
    from: 'service(s.allApiFrom(client), { local: s.allApi }),',
    to: 'service(s.allApiFrom(client), { local: s.allApi }), service(s.commands),',
    says,
  },
  {
    off: 'a client hears its own events alone',
    from: 'stream(s.eventsOf(client)),',
    to: 'stream(s.allEvents),',
    says: 'One account per client; it may subscribe remit.events.<own>.>, no more.',
  },
])
