/** An error of the relay as problem details. Source: RFC 9457; terminal-api.md. */

const titles = {
  400: 'The request is malformed.',
  401: 'Who calls?',
  404: 'There is no such thing.',
  409: 'It is taken.',
  413: 'The request is too large.',
  500: 'Something unforeseen happened.',
} as const satisfies Record<number, string>

export function problem(status: keyof typeof titles, detail: string): Response {
  const headers = {
    'content-type': 'application/problem+json',
    ...(status === 401 && { 'www-authenticate': 'Bearer' }),
  }
  return Response.json({ type: 'about:blank', title: titles[status], status, detail }, { status, headers })
}
