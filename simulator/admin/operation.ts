/** A call of the control API as a row of its table. */

export type Operation = {
  readonly method: 'get' | 'post' | 'put' | 'patch' | 'delete'
  /** Below `/_admin`. `{pid}` may be `default`: the first partner. */
  readonly path: string
  /** One line. */
  readonly summary: string
}
