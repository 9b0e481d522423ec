import { readFileSync } from 'node:fs'
import type { Context } from 'hono'

const asset = (file: string, type: string) => {
  const text = readFileSync(new URL(`../assets/${file}`, import.meta.url), 'utf8')
  return (context: Context) => context.body(text, 200, { 'content-type': `${type}; charset=utf-8` })
}

export const styleHandler = asset('style.css', 'text/css')
export const activeTimeHandler = asset('active-time.js', 'text/javascript')
