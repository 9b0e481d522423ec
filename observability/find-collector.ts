const local = 'http://127.0.0.1:4318/v1/traces'

/**
 * A collector at OTLP's own port on this machine, if there is one. It is asked with an empty export (OTLP/HTTP), so
 * that what happens to listen there and is no collector gets no spans. Answers its address or null.
 */
export const findCollector = async (url = local, waitMs = 500): Promise<string | null> => {
  try {
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"resourceSpans":[]}',
      redirect: 'error',
      signal: AbortSignal.timeout(waitMs),
    })
    await answer.body?.cancel()
    return answer.ok ? url : null
  } catch (error) {
    // Nobody listens, or nobody answers in time: there is none.
    if (error instanceof TypeError || (error instanceof DOMException && error.name === 'TimeoutError'))
      return null
    throw error
  }
}
