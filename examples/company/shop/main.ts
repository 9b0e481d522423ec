import { run } from '../system/run.ts'
import { createShop } from './create-shop.ts'

await run(createShop)
