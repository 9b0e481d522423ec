import { defineAgent } from '../define-agent.ts'
import { refund } from './contracts.ts'
import { playbook } from './playbook.ts'

export default defineAgent({
  name: 'support',
  description: 'Answers customers: gives money back within the rules',
  version: '1.0.0',
  contracts: [refund],
  playbook,
  prompt: new URL('./prompt.md', import.meta.url),
})
