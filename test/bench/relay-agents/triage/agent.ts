import { relayAgent } from '../../relay-agent.ts'

export default relayAgent('triage')
