/** Where work begins: a task for an agent, under a contract, with its input as a trail digest. */
export type Entry = { task: string; agent: string; contract: string; input: string }
