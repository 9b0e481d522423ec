/** Where an installation keeps what in its home (REMIT_HOME): one table, so that every process finds the same files. */
export const homeFiles = (home: string) => ({
  /** the record: one SQLite file */
  store: `${home}/store/remit.sqlite`,
  /** seals the keys of the trail */
  storeKey: `${home}/keys/store.key`,
  /** signing keys: `console.key` and `.pub`, `supervisor.key` and `.pub` */
  keys: `${home}/keys`,
  sessionKey: `${home}/keys/console-session.key`,
  /** nats-server's configuration, log, streams, and `nats-credentials.json` */
  nats: `${home}/nats`,
  natsCredentials: `${home}/nats/nats-credentials.json`,
  /** open sign-in links and sessions that were ended */
  signIn: `${home}/sign-in`,
  operatorToken: `${home}/operator.token`,
  /** left by a restore for the next start, which is in quarantine */
  restored: `${home}/restored.json`,
  /** `{ url }` of the console that runs in this home */
  console: `${home}/console.json`,
})
