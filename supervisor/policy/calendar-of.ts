import type { BusinessCalendar } from '../../contracts/business-time.ts'
import type { Company } from '../../contracts/policy.ts'

const wholeWeek = Array.from({ length: 7 }, () => [{ from: 0, to: 1440 }])

/** What `within` and `remind` count: business hours; with holidays alone every other day whole; null = calendar hours. */
export const calendarOf = ({
  timezone,
  business_hours: week,
  holidays,
}: Pick<Company, 'timezone' | 'business_hours' | 'holidays'>): BusinessCalendar | null =>
  week === undefined && holidays === undefined
    ? null
    : { timezone, week: week ?? wholeWeek, holidays: holidays ?? [] }
