/** What a goal in free text says about orders, amounts and tickets. Only what is written there; nothing is guessed. */
export type Read = {
  orders: string[]
  /** amounts in the order of the text, in decimal text, with the currency as written */
  amounts: { amount: string; currency: string; wanted: boolean }[]
  each: boolean
  ticket: string | null
  checkPayment: boolean
}

const currencies: Readonly<Record<string, string>> = {
  '€': 'EUR',
  $: 'USD',
  '£': 'GBP',
  EURO: 'EUR',
  EUROS: 'EUR',
}
const unit = String.raw`EUR|EUROS?|USD|GBP|CHF|JPY|€|\$|£`
const amountAt = new RegExp(
  String.raw`(?<![\w.,-])(?:(\d+(?:[.,]\d{1,2})?)\s?(${unit})(?!\w)|(${unit})\s?(\d+(?:[.,]\d{1,2})?)(?!\w))`,
  'gi',
)
/** `order 1042`, `orders 1050, 1051 and #1052`, `order no. sandbox-1` */
const ordersAt =
  /\borders?\s*(?:no\.?|number|nr\.?|numbers)?\s*:?\s*((?:#?[\w-]*\d[\w-]*)(?:\s*(?:,\s*and|,\s*or|,|and|&|\+)\s*(?:order\s+)?#?[\w-]*\d[\w-]*)*)/gi
const wants = /\b(refund|back|return|reimburse|pay)/i

const currencyOf = (text: string): string => currencies[text.toUpperCase()] ?? text.toUpperCase()

/** An amount is wanted where its sentence asks for money; "you gave me 20 EUR" is history. */
const readAmounts = (text: string): Read['amounts'] =>
  [...text.matchAll(amountAt)].map((found) => {
    const before = text.slice(0, found.index)
    const start = Math.max(...['. ', '! ', '? ', '; ', '\n'].map((end) => before.lastIndexOf(end))) + 1
    const sentence = text.slice(start).split(/[.!?;](?:\s|$)/)[0] ?? ''
    const history = /\b(gave|got|paid|received|cost)\b/i.test(before.slice(start))
    return {
      amount: (found[1] ?? found[4] ?? '').replace(',', '.'),
      currency: currencyOf(found[2] ?? found[3] ?? ''),
      wanted: wants.test(sentence) && !history,
    }
  })

export const readRequest = (text: string): Read => {
  const amounts = readAmounts(text)
  const plain = text.replaceAll(amountAt, ' ; ')
  const ticket = /\b(T-\d+)\b|\bticket\s+#?([\w-]*\d[\w-]*)/i.exec(plain)
  const listed = [...plain.matchAll(ordersAt)].flatMap((found) =>
    (found[1] ?? '').split(/[\s,&+]+|\band\b|\bor\b/).filter((word) => /\d/.test(word)),
  )
  const loose =
    listed.length > 0 ? [] : [...plain.matchAll(/#(\d[\w-]*)|\b(\d{4,10})\b/g)].map((m) => m[1] ?? m[2] ?? '')
  return {
    orders: [...new Set([...listed, ...loose].map((word) => word.replace(/^#/, '')))],
    amounts,
    each: /\b(each|apiece|every one)\b/i.test(text),
    ticket: ticket?.[1] ?? ticket?.[2] ?? null,
    checkPayment: /\b(check|verify|look at)\b[^.]*\bpayments?\b/i.test(text),
  }
}
