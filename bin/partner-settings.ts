/** The settings that say who calls whom, signed how: shared by the commands that call, and partly by `serve`. */
import { charsets } from '../protocol/charset.ts'
import { signTypes } from '../protocol/signature.ts'
import { demoPartner } from '../simulator/demo-partner.ts'
import type { SettingRow } from './setting-row.ts'

const calls = ['pay', 'query', 'cancel', 'refund'] as const

export const partnerSettings = {
  config: {
    type: 'path',
    placeholder: 'file',
    otherwise: 'sandbox.yaml of the working folder, when there is one',
    meaning: 'the file that holds settings; cannot be set in that file',
    commands: ['serve', ...calls, 'sign', 'verify', 'admin', 'reconciliation'],
  },
  gateway: {
    type: 'text',
    placeholder: 'url',
    default: 'http://127.0.0.1:4100/gateway.do',
    pattern: /^https?:\/\/[^\s/?#]\S*$/,
    rule: 'an http or https address',
    meaning: 'the gateway to call',
    commands: [...calls, 'admin', 'reconciliation'],
  },
  partner: {
    type: 'text',
    placeholder: 'pid',
    default: demoPartner.pid,
    pattern: /^2088\d{12}$/,
    rule: '16 digits that begin with 2088',
    meaning: 'the partner: whom the simulator knows, as whom a call is made',
    commands: ['serve', ...calls],
  },
  md5Key: {
    type: 'text',
    placeholder: 'key',
    default: demoPartner.md5Key,
    pattern: /^[\x21-\x7e]+$/,
    rule: 'the 32 letters and digits of the key',
    secret: true,
    meaning: "the partner's MD5 key",
    commands: ['serve', ...calls, 'sign', 'verify'],
  },
  signType: {
    type: 'choice',
    placeholder: 'type',
    values: signTypes,
    otherwise: 'RSA2 when an RSA key is given, else MD5',
    meaning: `how to sign: ${signTypes.join(', ')}`,
    commands: [...calls, 'sign', 'verify'],
  },
  privateKey: {
    type: 'path',
    placeholder: 'file',
    otherwise: 'none: MD5',
    meaning: "the partner's RSA private key (PEM or bare Base64) to sign with",
    commands: [...calls, 'sign'],
  },
  partnerPublicKey: {
    type: 'path',
    placeholder: 'file',
    otherwise: 'none: the partner can only sign with MD5',
    meaning: "the partner's RSA public key, to verify its requests with",
    commands: ['serve', 'verify'],
  },
  alipayPublicKey: {
    type: 'path',
    placeholder: 'file',
    otherwise: 'none: RSA answers cannot be verified',
    meaning: "Alipay's RSA public key, to verify answers and notifications with",
    commands: [...calls, 'verify'],
  },
  charset: {
    type: 'choice',
    placeholder: 'charset',
    values: charsets,
    otherwise: 'what the message says, else UTF-8; GBK for a request to sign or verify that says nothing',
    meaning: `the charset of the bytes that are signed: ${charsets.join(', ')}`,
    commands: [...calls, 'sign', 'verify'],
  },
  timeoutMs: {
    type: 'number',
    placeholder: 'ms',
    least: 1,
    most: 3_600_000,
    default: 15_000,
    meaning: 'how long to wait for one answer, in milliseconds',
    commands: calls,
  },
} as const satisfies Record<string, SettingRow>
