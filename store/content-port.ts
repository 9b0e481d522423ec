import type { Instant } from '../contracts/envelope.ts'

export type Step = {
  id: string
  task: string
  attempt: number
  /** the agent, or `gateway` */
  by: string
  worker: string
  at: Instant
  content: unknown
}
/** An object that has its digest already and is kept with a commit, or not at all. */
export type StagedTrail = { subject: string; digest: string; sealed: () => Uint8Array }
/** A message that nobody could use. `size`: bytes of its body. */
export type DeadLetter = {
  id: string
  at: Instant
  /** null: it belongs to no goal */
  goal: string | null
  retried: Instant | null
  subject: string
  stream: string
  code: string
  attempts: number
  size: number
}
export type TrailObject = { digest: string; at: Instant; content: unknown }
export type TrailPut = { digest: string; fresh: boolean }

/** What the store promises of content: whatever people, models and systems said, sealed under whom it is about. */
export type ContentStore = {
  /** keeps `value` encrypted under the key of `subject` (made on first use); digest = HMAC under that key */
  putTrail(subject: string, value: unknown): Promise<TrailPut>
  /** names `value` as putTrail would, but keeps nothing: that is done by the commit that carries it */
  stageTrail(subject: string, value: unknown): Promise<StagedTrail>
  /** rejects UNREADABLE where the key is gone or nothing was kept */
  getTrail(subject: string, digest: string): Promise<unknown>
  /** keeps one step of an agent or one call of a gateway, sealed as the trail is; the same goal and id is one step */
  putStep(goal: string, step: Step): Promise<void>
  /** the steps of a goal in the order in which they came; `content` is null where the key is gone */
  steps(goal: string): Promise<Step[]>
  /** every object of a subject in the order in which it was kept, and the key that names them (base64); null where it is gone */
  trailOf(subject: string): Promise<{ address: string; objects: TrailObject[] } | null>
  /** what seals a worker's checkpoints of this goal (32 bytes, base64): made from the goal's key, gone with it */
  threadKey(subject: string): Promise<string | null>
  /** a text under a key of the store (HMAC-SHA-256, hex), to find it again where it must not stand itself */
  blind(text: string): Promise<string>
  /** `subject`'s content is about the data subject `name` too: either's erasure takes it; false where that is known */
  bindSubject(subject: string, name: string): Promise<boolean>
  /** subjects whose content is about the data subject; `ref` = blind(name) */
  boundTo(ref: string): Promise<string[]>
  /** destroys the key of `subject` and its objects for good; false where there was no key */
  eraseSubject(subject: string): Promise<boolean>
  /**
   * Destroys the key of a data subject and all content that is about it, and the subjects in `own` where there are such.
   * Nothing is destroyed while a goal among them is open.
   */
  eraseDataSubject(
    ref: string,
    own: readonly string[],
  ): Promise<{ ok: true; subjects: string[] } | { ok: false; open: string[] }>
  /** keeps a dead letter, its content sealed under its goal's key, or under one of its own; the same id is one letter */
  putDead(letter: DeadLetter, content: unknown): Promise<void>
  /** the newest 500, newest first */
  deadLetters(): Promise<DeadLetter[]>
  /** with its content, null where that is erased */
  deadLetter(id: string): Promise<{ letter: DeadLetter; content: unknown } | null>
  markRetried(id: string, at: Instant): Promise<void>
  dropDead(ids: readonly string[]): Promise<void>
}
