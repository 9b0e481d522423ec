import type { Environment } from '@marcbachmann/cel-js'

export const celTimestamp = 'google.protobuf.Timestamp'
const day = 86_400_000

type Checker = { check: (ast: unknown, context: unknown) => unknown; getType: (name: string) => unknown }
type Evaluator = { run: (ast: unknown, context: unknown) => unknown }
type Context = { getValue: (name: string) => unknown }
type Macro = { time: unknown }

/**
 * `days_since(timestamp)`: whole days up to the time of the command. A macro, because the time comes with the context
 * under a name that no expression may use: rules have no clock and no `now`.
 */
export const registerDaysSince = (env: Environment): void => {
  env.registerFunction('days_since(ast): int', ({ args }: { args: unknown[] }) => ({
    time: args[0],
    typeCheck: (checker: Checker, macro: Macro, context: unknown) => {
      if (String(checker.check(macro.time, context)) !== celTimestamp)
        throw new RangeError('days_since needs a timestamp')
      return checker.getType('int')
    },
    evaluate: (evaluator: Evaluator, macro: Macro, context: Context) => {
      const [now, then] = [context.getValue('now'), evaluator.run(macro.time, context)]
      if (!(now instanceof Date) || !(then instanceof Date))
        throw new RangeError('days_since needs two times')
      return BigInt(Math.floor((now.getTime() - then.getTime()) / day))
    },
  }))
}
