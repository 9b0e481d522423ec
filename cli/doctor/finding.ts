/** One thing that was looked at. `fix` says what to do where it is not ok. */
export type Finding = { check: string; state: 'ok' | 'warn' | 'fail'; said: string; fix?: string }

export const ok = (check: string, said: string): Finding => ({ check, state: 'ok', said })
export const warn = (check: string, said: string, fix: string): Finding => ({
  check,
  state: 'warn',
  said,
  fix,
})
export const fail = (check: string, said: string, fix: string): Finding => ({
  check,
  state: 'fail',
  said,
  fix,
})
