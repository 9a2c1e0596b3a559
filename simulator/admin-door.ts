/**
 * The way to the control API: its code, and the libraries that it brings along, are loaded when somebody first asks.
 */
import type { AdminParts } from './admin/admin-parts.ts'
import type { RequestListener } from './http-server.ts'

export function adminDoor(parts: AdminParts): () => Promise<RequestListener> {
  let listener: Promise<RequestListener> | undefined
  return () => {
    listener ??= import('./admin/admin-app.ts').then(({ adminListener }) => adminListener(parts))
    return listener
  }
}
