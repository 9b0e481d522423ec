import { expect } from 'chai'
import { tracesConfig } from './config.ts'

describe('settings of traces', () => {
  it('look for a collector on this machine where nothing is set', () => {
    expect(tracesConfig({})).to.include({ url: null, service: 'remit', disabled: false })
    expect(tracesConfig({}, 'remit-supervisor').service).to.equal('remit-supervisor')
  })

  it('append the path to a base endpoint and take an endpoint for traces as it is', () => {
    const base = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318/' }
    expect(tracesConfig(base).url).to.equal('http://collector:4318/v1/traces')
    const own = { ...base, OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'https://traces.example/in' }
    expect(tracesConfig(own).url).to.equal('https://traces.example/in')
  })

  it('put the headers and the times for traces above those for all', () => {
    const { headers, timeoutMs } = tracesConfig({
      OTEL_EXPORTER_OTLP_HEADERS: 'a=1,b=two%20words',
      OTEL_EXPORTER_OTLP_TRACES_HEADERS: 'a=3',
      OTEL_EXPORTER_OTLP_TIMEOUT: '5000',
      OTEL_EXPORTER_OTLP_TRACES_TIMEOUT: '700',
    })
    expect(headers).to.deep.equal({ a: '3', b: 'two words' })
    expect(timeoutMs).to.equal(700)
  })

  it('name what they cannot follow, tell no value of a header, and go on', () => {
    const { faults, disabled } = tracesConfig({
      OTEL_EXPORTER_OTLP_ENDPOINT: 'collector:4318',
      OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc',
      OTEL_EXPORTER_OTLP_HEADERS: 'authorization%ZZsecret',
      OTEL_BSP_SCHEDULE_DELAY: 'soon',
      OTEL_TRACES_EXPORTER: 'zipkin',
    })
    expect(disabled).to.equal(true)
    expect(faults.map((fault) => fault.split(':')[0])).to.have.members([
      'OTEL_EXPORTER_OTLP_ENDPOINT',
      'OTEL_EXPORTER_OTLP_PROTOCOL',
      'OTEL_EXPORTER_OTLP_HEADERS',
      'OTEL_BSP_SCHEDULE_DELAY',
      'OTEL_TRACES_EXPORTER',
    ])
    expect(faults.join()).to.not.include('secret')
  })
})
