/** The settings of `serve` that make it stand in for the real gateways: TLS, their names, the way to a real one. */
import type { SettingRow } from './setting-row.ts'

const commands = ['serve'] as const

export const doorSettings = {
  tls: {
    type: 'flag',
    default: false,
    meaning:
      'listen with TLS as well, under the names of the real gateways; alipay-sandbox ca says how clients trust it',
    commands,
  },
  tlsPort: {
    type: 'number',
    placeholder: 'port',
    default: 4143,
    least: 0,
    most: 65_535,
    meaning: 'the port for TLS; 0 takes a free one',
    commands,
  },
  proxy: {
    type: 'flag',
    default: false,
    meaning: 'answer as HTTPS_PROXY for programs with the address of a real gateway built in; brings --tls along',
    commands,
  },
  upstream: {
    type: 'text',
    placeholder: 'url',
    otherwise: 'none',
    pattern: /^https?:\/\/\S+$/,
    rule: 'an address that begins with http:// or https://',
    meaning: 'a real gateway answers in place of the simulator, which says where it would have answered otherwise',
    commands,
  },
  upstreamLog: {
    type: 'path',
    placeholder: 'file',
    default: 'upstream.jsonl',
    meaning:
      'where both answers to each request go with --upstream, one JSON line each, payment codes and buyers masked',
    commands,
  },
  traces: {
    type: 'flag',
    default: false,
    meaning: 'send OpenTelemetry traces, a span a step, to where the OTEL_EXPORTER_OTLP_… variables say',
    commands,
  },
} as const satisfies Record<string, SettingRow>
