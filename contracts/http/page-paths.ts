/** The addresses of the pages for people: spelled here, used by the console and by whoever sends a link to one. */
export const pagePaths = {
  home: '/',
  inbox: '/inbox',
  /** one thing that waits for a person; `?goal=` finds it after it was decided, too */
  item: '/inbox/{kind}/{id}',
  act: '/inbox/{kind}/{id}/{act}',
  signIn: '/sign-in',
  signInLink: '/sign-in/link/{key}',
  signOut: '/sign-out',
  style: '/assets/style.css',
  activeTime: '/assets/active-time.js',
} as const
export type PageName = keyof typeof pagePaths

/** `pageOf('item', { kind: 'approval', id: 'a_1' }, { goal: 'g_1' })`. Throws RangeError where a segment has no value. */
export const pageOf = (
  name: PageName,
  segments: Record<string, string> = {},
  query: Record<string, string> = {},
): string => {
  const path = pagePaths[name].replace(/\{(\w+)\}/g, (_, key: string) => {
    const value = segments[key]
    if (value === undefined) throw new RangeError(`${name} needs ${key}`)
    return encodeURIComponent(value)
  })
  const search = new URLSearchParams(query).toString()
  return search === '' ? path : `${path}?${search}`
}
