import { chromium } from 'playwright-core'
import type { BrowserContext, Page } from 'playwright-core'
import { findChromium } from './find-chromium.ts'

export type Visit = AsyncDisposable & { page: Page; context: BrowserContext; faults: string[] }
export type TestBrowser = AsyncDisposable & {
  /** a person's own browser: its cookies are nobody else's. `faults`: what a page said that it could not do */
  visit: (options?: { width?: number; scripts?: boolean }) => Promise<Visit>
}

/** How long a page may take on a busy machine. */
const patience = 30_000

/** A real browser, or a visible skip where this machine has none. */
export const startBrowser = async (test: Mocha.Context): Promise<TestBrowser> => {
  const executablePath = findChromium(process.env)
  if (executablePath === null) {
    process.stderr.write('SKIPPED: no chromium here; set REMIT_TEST_CHROMIUM to the path of one\n')
    return test.skip()
  }
  // As root, as in a container, chromium has no sandbox of its own; what it opens here is ours.
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage'] })
  return {
    visit: async ({ width = 1280, scripts = true } = {}) => {
      const context = await browser.newContext({
        viewport: { width, height: 900 },
        javaScriptEnabled: scripts,
      })
      context.setDefaultTimeout(patience)
      const page = await context.newPage()
      const faults: string[] = []
      page.on('console', (message) => void (message.type() === 'error' && faults.push(message.text())))
      page.on('pageerror', (error) => void faults.push(error.message))
      page.on('dialog', (dialog) => {
        faults.push(`dialog: ${dialog.message()}`)
        void dialog.dismiss()
      })
      return { page, context, faults, [Symbol.asyncDispose]: () => context.close() }
    },
    [Symbol.asyncDispose]: () => browser.close(),
  }
}

/** How much wider the page is than its window: anything over 0 has to be scrolled sideways. */
// As text: it runs in the page, whose globals are not those of this program.
export const overflowOf = async (page: Page): Promise<number> =>
  Number(await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth'))
