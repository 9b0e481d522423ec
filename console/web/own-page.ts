import { pagePaths } from '../../contracts/http/page-paths.ts'

const shown = [pagePaths.home, pagePaths.inbox, pagePaths.item].map(
  (path) => new RegExp(`^${path.replace(/\{\w+\}/g, '[^/]+')}$`),
)

/**
 * Where to go after signing in: the page that was asked for, if it is one of ours that can be read, else the first.
 * Anything that a browser could take for another site's address is none.
 */
export const ownPage = (wanted: string | null | undefined): string => {
  const base = 'http://remit.invalid'
  if (!wanted?.startsWith('/') || !URL.canParse(wanted, base)) return pagePaths.home
  const { origin, pathname, search } = new URL(wanted, base)
  return origin === base && shown.some((page) => page.test(pathname))
    ? `${pathname}${search}`
    : pagePaths.home
}
