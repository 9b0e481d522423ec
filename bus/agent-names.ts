/** The agents that an installation has accounts for, from the names of its users. */
export const agentNames = (users: Readonly<Record<string, string>>): string[] =>
  Object.keys(users)
    .filter((user) => user.startsWith('agent-'))
    .map((user) => user.slice('agent-'.length))
    .toSorted()
