import type { InboxItem } from '../../store/port.ts'
import { approvalKind } from './kinds/approval-kind.ts'
import { escalationKind } from './kinds/escalation-kind.ts'
import type { ItemKind } from './kinds/item-kind.ts'
import { reviewKind } from './kinds/review-kind.ts'

/** Everything that can wait for a person, each with its page. */
const kinds = {
  approval: approvalKind,
  escalation: escalationKind,
  review: reviewKind,
} satisfies Record<InboxItem['kind'], ItemKind>

const byName = new Map<string, ItemKind>(Object.entries(kinds))
export const itemKind = (name: string): ItemKind | undefined => byName.get(name)
