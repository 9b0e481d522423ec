import { defineAgent } from '../define-agent.ts'
import { route } from './contracts.ts'
import { playbook } from './playbook.ts'

export default defineAgent({
  name: 'triage',
  description: 'Reads a goal in free text and finds the workflow it belongs to',
  version: '1.0.0',
  contracts: [route],
  playbook,
  prompt: new URL('./prompt.md', import.meta.url),
})
