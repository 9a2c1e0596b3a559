import { expect, it } from 'vitest'
import { targetSchema } from '../target/target-schema.ts'
import { viewTarget } from './target-view.ts'

it('a target is filed without what only its owner should know', () => {
  const target = targetSchema.parse({
    name: 'till',
    adapter: 'http',
    url: 'http://anna:secret@127.0.0.1:{{port}}/path@here?token=secret',
    headers: { 'x-api-key': 'secret' },
    kill: ['stop-it', 'secret'],
    start: {
      command: ['node', '--api-key', 'secret', '{{port}}'],
      env: { TOKEN: 'secret', GATEWAY: '{{gateway}}', URL: 'secret{{port}}' },
    },
    gateway: { port: 4100, partner: '2088101122334455', md5_key: 'secret' },
  })
  const view = viewTarget({ ...target, folder: '/home/anna/secret' })
  expect(JSON.stringify(view)).not.toMatch(/secret|anna/)
  expect(view).toMatchObject({
    name: 'till',
    url: 'http://127.0.0.1:{{port}}/path@here?[masked]',
    headers: { 'x-api-key': '[masked]' },
    kill: ['stop-it', '[masked]'],
    start: {
      command: ['node', '[masked]', '[masked]', '{{port}}'],
      env: { TOKEN: '[masked]', GATEWAY: '{{gateway}}', URL: '[masked]' },
    },
    gateway: { port: 4100, partner: '2088101122334455', md5_key: '[masked]' },
    time_scale: 1,
  })
})
