import { Beaten } from '../contracts/work.ts'
import type { AgentHost } from './agent-host.ts'
import { askHeld } from './ask.ts'
import type { Lease } from './lease.ts'

type Holds = { goal: string; task: string; attempt: number; worker: string }

/**
 * A call was refused because something is halted. Where that is the goal, its workflow, this agent or everything, the
 * attempt ends here and goes on after the halt from its last step: an agent that heard of it would hand each goal to a
 * person. Where it is a tool or a system, the refusal is an answer that the agent may act on.
 * @throws RemitError HALTED where the attempt is over
 */
export const stopIfHalted = async (
  { link }: AgentHost,
  holds: Holds,
  lease: Lease,
  id: string,
): Promise<void> => {
  const { stop } = await askHeld(() => link.work({ op: 'heartbeat', id, ...holds }), Beaten, lease)
  if (stop) lease.lose('HALTED')
  lease.check()
}
