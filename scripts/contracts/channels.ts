import type { Channel } from './channel.ts'
import { clientChannels } from './client-channels.ts'
import { innerChannels } from './inner-channels.ts'

/** Every subject of the bus: who says what to whom there. */
export const channels: readonly Channel[] = [...clientChannels, ...innerChannels]
