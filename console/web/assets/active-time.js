// How long somebody worked on this page: the time in which it was seen and something was done at least every two
// minutes. It goes with the form that is sent, and nowhere else.
const longestIdle = 120_000
let counted = 0
let last = performance.now()

const count = () => {
  const now = performance.now()
  const since = now - last
  last = now
  if (since < longestIdle) counted += since
}
const pause = () => {
  if (document.visibilityState === 'hidden') count()
  else last = performance.now()
}
for (const sign of ['pointerdown', 'pointermove', 'keydown', 'scroll', 'focusin'])
  document.addEventListener(sign, () => document.visibilityState === 'visible' && count(), {
    passive: true,
    capture: true,
  })
document.addEventListener('visibilitychange', pause)
document.addEventListener('submit', (event) => {
  count()
  const field = event.target.elements.namedItem('activeMs')
  if (field) field.value = String(Math.round(counted))
})
