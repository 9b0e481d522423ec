import type { DatabaseSync, SQLInputValue } from 'node:sqlite'
import { z } from 'zod'

/** Rows leave the database as what the schema says, never as a wish. */
export const selectAll = <T extends z.ZodType>(
  db: DatabaseSync,
  row: T,
  sql: string,
  ...values: SQLInputValue[]
): z.infer<T>[] => z.array(row).parse(db.prepare(sql).all(...values))

export const selectOne = <T extends z.ZodType>(
  db: DatabaseSync,
  row: T,
  sql: string,
  ...values: SQLInputValue[]
): z.infer<T> | undefined => selectAll(db, row, sql, ...values)[0]
