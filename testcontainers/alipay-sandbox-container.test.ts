import { expect, it } from 'vitest'
import { readValue } from '../bin/option-row.ts'
import { environmentName, settings, settingsOf } from '../bin/settings.ts'
import packageJson from '../package.json' with { type: 'json' }
import { AlipaySandboxContainer } from './alipay-sandbox-container.ts'

class Opened extends AlipaySandboxContainer {
  variables = () => this.environment
  image = () => this.imageName.string
}

it('sets what serve reads, to what it takes', () => {
  const everything = new Opened()
    .withSeed(7)
    .withBehaviour('0206')
    .withClimate('lively')
    .withLatency('metronome')
    .withDialect('hk')
    .withTimeScale(10)
    .withStrictCodes()
  const rows = new Map(settingsOf('serve').map((name) => [environmentName(name), settings[name]]))
  const wrong = Object.entries(everything.variables()).filter(([variable, value]) => {
    const row = rows.get(variable)
    return row === undefined || !readValue(row, value).ok
  })
  expect(wrong).toEqual([])
  expect(Object.keys(everything.variables())).toHaveLength(10)
})

it('runs the image of its own version', () => {
  expect(new Opened().image()).toBe(`alipay-sandbox-kit:${packageJson.version}`)
  expect(new Opened('registry.example.com/sandbox:1').image()).toBe('registry.example.com/sandbox:1')
})

it('has a token that no other has', () => {
  const [one, other] = [new Opened(), new Opened()].map(
    (container) => container.variables()[environmentName('adminToken')],
  )
  expect(one).not.toBe(other)
})
