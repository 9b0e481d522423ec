/**
 * What is wrong with a record.
 * shape: not an event · foreign: lies in another log than its own · identity: its id is not log@version ·
 * hash: its content was changed · order: a version is missing, repeated or out of order · chain: the event before it
 * was changed with its hash · head, signed-head: not what the store's or a signed head names · truncated: the last
 * events are gone · missing: the whole log is gone · signature: a statement of heads is not signed by this key ·
 * statements: the list of statements has a hole or is shorter than the record says · object: an object of an export is
 * not what its digest stands for.
 */
export type FaultKind =
  | 'shape'
  | 'foreign'
  | 'identity'
  | 'hash'
  | 'order'
  | 'chain'
  | 'head'
  | 'signed-head'
  | 'truncated'
  | 'missing'
  | 'signature'
  | 'statements'
  | 'object'

/** `log` is '' where a fault belongs to no log. */
export type Fault = { log: string; version?: number; kind: FaultKind; message: string }
