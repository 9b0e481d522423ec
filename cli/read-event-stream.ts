import { z } from 'zod'

const Sent = z.object({ subject: z.string(), data: z.unknown() })
export type StreamEvent = { id: string; event: string; data: z.infer<typeof Sent> }

const parseBlock = (block: string): StreamEvent | null => {
  const fields = { id: '', event: '', data: '' }
  for (const line of block.split('\n')) {
    const [, name, value] = /^(id|event|data): ?(.*)$/.exec(line) ?? []
    if (name === 'id' || name === 'event') fields[name] = value ?? ''
    if (name === 'data') fields.data += value ?? ''
  }
  return fields.data === '' ? null : { ...fields, data: Sent.parse(JSON.parse(fields.data)) }
}

/** Server-sent events of a body, comments left out. */
export async function* readEventStream(body: ReadableStream<Uint8Array>): AsyncGenerator<StreamEvent> {
  const decoder = new TextDecoder()
  let rest = ''
  for await (const chunk of body) {
    rest += decoder.decode(chunk, { stream: true })
    const blocks = rest.split('\n\n')
    rest = blocks.pop() ?? ''
    for (const block of blocks) {
      const event = parseBlock(block)
      if (event !== null) yield event
    }
  }
}
