import { currencyExponent } from '../../contracts/currency-exponents.ts'
import { systemOfTool } from '../../contracts/ids.ts'
import type { Company, People, Systems, ToolCatalogue } from '../../contracts/policy.ts'
import type { FaultList } from './fault-list.ts'

const twice = (names: readonly string[], list: string, field: string, faults: FaultList): void =>
  names.forEach((name, index) => {
    if (names.indexOf(name) !== index)
      faults.add([list, index, field], 'DUPLICATE_NAME', `${name} stands here twice`)
  })

export const checkCompany = (company: Company, faults: FaultList): void => {
  if (currencyExponent(company.currency) === undefined)
    faults.add(['currency'], 'BAD_MONEY', `${company.currency} is not an ISO 4217 currency`)
}

export const checkPeople = ({ people }: People, faults: FaultList): void => {
  twice(
    people.map(({ id }) => id),
    'people',
    'id',
    faults,
  )
  people.forEach(({ id, deputy }, index) => {
    if (deputy === undefined) return
    if (deputy === id || !people.some((person) => person.id === deputy))
      faults.add(['people', index, 'deputy'], 'UNKNOWN_PERSON', `${deputy} cannot stand in for ${id}`)
  })
}

/** Tools are looked for only in systems that answered: one that is down is no fault of the file. */
export const checkSystems = ({ systems }: Systems, catalogue: ToolCatalogue, faults: FaultList): void => {
  twice(
    systems.map(({ name }) => name),
    'systems',
    'name',
    faults,
  )
  const answering = new Set(Object.keys(catalogue).map(systemOfTool))
  systems.forEach(({ name, tools }, index) => {
    for (const tool of Object.keys(tools))
      if (answering.has(name) && !Object.hasOwn(catalogue, `${name}.${tool}`))
        faults.add(['systems', index, 'tools', tool], 'UNKNOWN_TOOL', `${name} does not offer ${tool}`, {
          key: true,
        })
  })
}
