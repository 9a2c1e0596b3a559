/**
 * How a call goes wrong. `unreachable`: no answer at all; `timeout`: none in time; `server`: 5xx; `refused`: 4xx, or what the
 * gateway refuses to look at; `nonsense`: an answer that nobody can read. Plain data: read by k6 and by Node alike.
 */
export const errorClasses = ['unreachable', 'timeout', 'server', 'refused', 'nonsense'] as const
export type ErrorClass = (typeof errorClasses)[number]
