import type { BusLog } from '../bus/bus-log.ts'
import type { Offer, OfferAnswer, ProbeResult } from '../contracts/platform.ts'
import type { Systems } from './systems.ts'

export type Offers = {
  /** what is offered has changed, or may have: it is offered again, soon and once for many changes */
  changed(): void
  probed: (result: ProbeResult) => void
  close(): void
}

type Deps = {
  gateway: string
  systems: () => Systems
  /** one request; rejects when no answer comes */
  send: (offer: Offer) => Promise<OfferAnswer>
  log: BusLog
  settleMs: number
  retryMs: { first: number; longest: number }
}

/** Tells the supervisor which tools there are, again whenever that changes, and until it answers. */
export const createOffers = ({ gateway, systems, send, log, settleMs, retryMs }: Deps): Offers => {
  const probes = new Map<string, ProbeResult>()
  let timer: NodeJS.Timeout | undefined
  let sending = false
  let stale = false
  let closed = false
  let failures = 0

  const soon = (ms: number): void => {
    clearTimeout(timer)
    if (!closed) timer = setTimeout(() => void offer(), ms)
  }

  const offer = async (): Promise<void> => {
    if (sending) {
      stale = true
      return
    }
    sending = true
    stale = false
    try {
      const { refused } = await send({
        from: 'gateway',
        gateway,
        systems: systems().offered(),
        probes: [...probes.values()],
      })
      failures = 0
      for (const one of refused) log.warn(one, 'the supervisor does not take this offer')
    } catch (error) {
      failures += 1
      stale = true
      log.warn({ error: String(error) }, 'the offer was not answered; offering again')
    }
    sending = false
    if (stale)
      soon(failures === 0 ? settleMs : Math.min(retryMs.longest, retryMs.first * 2 ** (failures - 1)))
  }

  return {
    changed: () => soon(settleMs),
    probed(result) {
      probes.set(result.tool, result)
      soon(settleMs)
    },
    close() {
      closed = true
      clearTimeout(timer)
    },
  }
}
