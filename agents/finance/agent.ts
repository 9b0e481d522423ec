import { defineAgent } from '../define-agent.ts'
import { checkRefund } from './contracts.ts'
import { playbook } from './playbook.ts'

export default defineAgent({
  name: 'finance',
  description: 'Knows what was paid and given back; reports, changes nothing',
  version: '1.0.0',
  contracts: [checkRefund],
  playbook,
  prompt: new URL('./prompt.md', import.meta.url),
})
