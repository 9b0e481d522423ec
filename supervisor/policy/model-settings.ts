import type { ModelSetting } from '../../contracts/platform.ts'
import type { Company, Models } from '../../contracts/policy.ts'
import type { FaultList } from './fault-list.ts'

/**
 * Prices in the company's currency, in millionths of its unit per million tokens, rounded up: a budget must never be
 * flattered by rounding. A price that the one rate does not convert is a fault.
 */
export const modelSettings = (models: Models, company: Company, faults: FaultList): ModelSetting[] => {
  const { rate } = models
  return models.models.flatMap((model, index) => {
    if (models.models.findIndex(({ name }) => name === model.name) !== index)
      faults.add(['models', index, 'name'], 'DUPLICATE_NAME', `${model.name} stands here twice`)
    const converted = (field: 'input' | 'output'): number | undefined => {
      const { micros, currency } = model[field]
      if (currency === company.currency) return micros
      if (rate?.from === currency && rate.to === company.currency) return Math.ceil(micros * rate.rate)
      faults.add(['models', index, field], 'NO_PRICE', `no rate from ${currency} to ${company.currency}`)
      return undefined
    }
    const [input, output] = [converted('input'), converted('output')]
    if (input === undefined || output === undefined) return []
    return [{ name: model.name, input, output, currency: company.currency, maxTokens: model.max_tokens }]
  })
}
