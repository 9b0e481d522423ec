import { readFileSync } from 'node:fs'
import { expect } from 'chai'

const css = readFileSync(new URL('style.css', import.meta.url), 'utf8')
const schemes = [...css.matchAll(/:root \{([^}]*)\}/g)].map(([, body = '']) =>
  Object.fromEntries(
    [...body.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map(([, name = '', value = '']) => [name, value]),
  ),
)

/** Relative luminance, WCAG 2.2. */
const luminance = (hex: string): number => {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5]
    .map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}
const contrast = (left: string, right: string): number => {
  const [dark = 0, light = 0] = [luminance(left), luminance(right)].toSorted((one, two) => one - two)
  return (light + 0.05) / (dark + 0.05)
}

const readOn: [string, string[]][] = [
  ['ink', ['ground', 'sheet', 'quote', 'bad-sheet', 'wait-sheet', 'good-sheet']],
  ['soft', ['ground', 'sheet', 'quote']],
  ['main', ['ground', 'sheet']],
  ['bad', ['ground', 'sheet']],
  ['on-main', ['main']],
  ['on-bad', ['bad']],
]

describe('the colours of the pages', () => {
  it('are those of a light and of a dark scheme', () => expect(schemes).to.have.length(2))
  it('let every text be read: 4.5 to 1 or more (WCAG 2.2 AA)', () => {
    for (const scheme of schemes)
      for (const [text, grounds] of readOn)
        for (const ground of grounds)
          expect(contrast(scheme[text] ?? '', scheme[ground] ?? ''), `${text} on ${ground}`).to.be.at.least(
            4.5,
          )
  })
})
