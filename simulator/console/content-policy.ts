/** What a self-contained page with one script may do, for its Content-Security-Policy header. Source: W3C CSP Level 3. */
import { hash } from 'node:crypto'

/** Nothing comes from elsewhere, and no script runs but this one. */
export function contentPolicyFor(script: string): string {
  return [
    "default-src 'none'",
    "style-src 'unsafe-inline'",
    `script-src 'sha256-${hash('sha256', script, 'base64')}'`,
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ')
}
