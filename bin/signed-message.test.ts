import { describe, expect, it } from 'vitest'
import { encodeForm } from '../protocol/parameter.ts'
import { type Expected, readMessage, type SignedMessage } from './signed-message.ts'

function read(text: string | Buffer, expected: Expected = {}): SignedMessage {
  const result = readMessage(typeof text === 'string' ? Buffer.from(text) : text, expected)
  if (!result.ok) throw new Error(result.problem)
  return result.message
}

function problem(text: string | Buffer, expected: Expected = {}): string {
  const result = readMessage(typeof text === 'string' ? Buffer.from(text) : text, expected)
  return result.ok ? `read as ${result.message.kind}` : result.problem
}

const answer =
  '<?xml version="1.0" encoding="GBK"?><alipay><is_success>T</is_success><request><param name="_input_charset">UTF-8</param></request><response><alipay><b>2 &amp; 3</b><a>1</a></alipay></response><sign>abc</sign><sign_type>MD5</sign_type></alipay>'

describe('a message is told by its looks', () => {
  it.each([
    ['https://g.test/gateway.do?service=x&partner=2088&sign=1&sign_type=MD5', 'request', 'partner=2088&service=x'],
    ['service=x&_input_charset=utf-8&name=a%20b+c&sign=1', 'request', '_input_charset=utf-8&name=a b c&service=x'],
    ['notify_id=1&out_trade_no=2&sign=3', 'notification', 'notify_id=1&out_trade_no=2'],
    [
      'notify_time=2016-05-13 09:19:50&notify_id=8&sign=a+b=',
      'notification',
      'notify_id=8&notify_time=2016-05-13 09:19:50',
    ],
    ['z=1&extend_info={"a": "b"}', 'string', 'z=1&extend_info={"a": "b"}'],
    ['name=咖啡&a=1', 'string', 'name=咖啡&a=1'],
    ['hello', 'string', 'hello'],
    [answer, 'answer', 'a=1&b=2 & 3'],
    [`\n ${answer}\n`, 'answer', 'a=1&b=2 & 3'],
  ])('%s', (text, kind, signedString) => {
    expect(read(text)).toMatchObject({ kind, signedString })
  })

  it('and the person who gives it knows better', () => {
    expect(read('b=2&a=%41', { kind: 'string' }).signedString).toBe('b=2&a=%41')
    expect(read('b=2&a=%41').signedString).toBe('a=A&b=2')
    expect(read('b=2&a=1', { kind: 'notification' }).kind).toBe('notification')
  })
})

describe('a request', () => {
  it('is its URL and, on the next line, its body; what both say is signed once', () => {
    const text =
      'http://g.test/gateway.do?_input_charset=UTF-8&b=2\r\n_input_charset=UTF-8&a=%E5%92%96&sign=s&sign_type=MD5\n'
    expect(read(text)).toMatchObject({
      kind: 'request',
      signedString: '_input_charset=UTF-8&a=咖&b=2',
      sign: 's',
      signType: 'MD5',
      charset: 'UTF-8',
    })
  })

  it('is read in the charset it names, else in GBK as the gateway reads it, or in the one that is asked for', () => {
    const parameters = [{ name: 'a', value: '咖' }]
    const gbk = `${encodeForm(parameters, 'GBK')}&service=x`
    expect(read(gbk)).toMatchObject({ charset: 'GBK', signedString: 'a=咖&service=x' })
    expect(read(`${gbk}&_input_charset=gb2312`)).toMatchObject({ charset: 'GB2312' })
    expect(read(`${encodeForm(parameters, 'UTF-8')}&service=x`, { charset: 'UTF-8' })).toMatchObject({
      charset: 'UTF-8',
      signedString: 'a=咖&service=x',
    })
  })
})

describe('an answer', () => {
  it('has its signature, the charset of the request, and what stands outside the signed set', () => {
    expect(read(answer)).toMatchObject({
      sign: 'abc',
      signType: 'MD5',
      charset: 'UTF-8',
      evidence: { kind: 'answer', declared: 'GBK', request: [{ name: '_input_charset', value: 'UTF-8' }] },
    })
  })
})

describe('what cannot be read is told why', () => {
  it.each([
    ['', 'there is nothing in it'],
    ['\n', 'there is nothing in it'],
    ['<html></html>', 'no gateway answer'],
    ['<alipay><is_success>F</is_success><error>ILLEGAL_SIGN</error></alipay>', 'a refusal (ILLEGAL_SIGN)'],
    ['service=x&_input_charset=latin1', 'none of the gateway\'s: "latin1"'],
    ['service=x&a=%G1', 'broken percent-escape'],
    ['service=x&_input_charset=utf-8&a=%FF', 'bytes not in charset (UTF-8) at "%FF"'],
    [Buffer.from([0x61, 0xff, 0xfe]), 'its bytes are not UTF-8'],
  ])('%s', (text, why) => expect(problem(text)).toContain(why))
})
