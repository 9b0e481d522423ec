import { digest } from './digest.ts'

/** Model providers take names of at most 64 letters, digits, _ and -; `shop.get_order` becomes `shop__get_order`. */
export const legalName = (name: string): string => {
  const plain = name.replaceAll('.', '__').replaceAll(/[^A-Za-z0-9_-]/g, '_')
  return plain.length <= 64 ? plain : `${plain.slice(0, 55)}_${digest(name).slice(0, 8)}`
}
