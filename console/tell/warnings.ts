import type { ConsoleDeps } from '../deps.ts'

/** What is not as it should be, though the console can do its work: people who wait to be told and are not. */
export const warningsOf =
  ({ store, control }: Pick<ConsoleDeps, 'store' | 'control'>, hasMail: boolean) =>
  async (): Promise<string[]> => {
    const untold = (await store.inbox({})).filter((item) => (item.untold ?? 0) > 0)
    const people = (await control()).policy?.people ?? []
    const mailless = !hasMail && people.some(({ mail }) => mail !== undefined)
    return [
      ...(mailless ? ['nobody is told by mail: no SMTP server (REMIT_SMTP_URL)'] : []),
      ...untold.map(({ id, untold: count = 0 }) =>
        count === 1 ? `one person could not be told of ${id}` : `${count} people could not be told of ${id}`,
      ),
    ]
  }
