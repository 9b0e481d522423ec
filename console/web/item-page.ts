import { html } from './html.ts'
import type { Html } from './html.ts'
import type { OpenedItem, Typed } from './kinds/item-kind.ts'
import { layout } from './layout.ts'
import { alertOf } from './parts/alert-of.ts'
import type { Told } from './parts/alert-of.ts'
import type { Visitor } from './visitor.ts'

type Shown = { label: string; item: OpenedItem; visitor: Visitor; told: Told | null; typed: Typed | null }

/** The page of one item: what to read, then what to decide. */
export const itemPage = ({ label, item, visitor, told, typed }: Shown): Html =>
  layout({
    title: item.heading,
    visitor,
    counted: true,
    here: 'inbox',
    body: html`${alertOf(told)}
      <p class="kind">${label}</p>
      <h1>${item.heading}</h1>
      <p class="lead">${item.lead}</p>
      <div class="item">
        <div class="reading">${item.reading}</div>
        <div class="deciding card">${item.deciding(typed)}</div>
      </div>
      <div class="rest">${item.rest}</div>`,
  })
