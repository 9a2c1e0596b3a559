/**
 * One call of the control API from input to answer, without HTTP: what goes in and out as schemas, and a function that
 * does it. The path and the method stand in operations.ts.
 */
import type { z } from '@hono/zod-openapi'
import type { Partner } from '../partner.ts'
import type { AdminParts } from './admin-parts.ts'
import type { OperationName } from './operations.ts'
import { partnerNamed } from './partner-named.ts'
import { notFound, type ProblemCode, type Refused } from './problem-details.ts'
import { pidPath } from './schemas.ts'

export type Answer<Body = unknown> =
  | { readonly kind: 'json'; readonly body: Body }
  | { readonly kind: 'text'; readonly contentType: string; readonly text: string }
  | { readonly kind: 'nothing' }
  | Refused

export type RouteContext = {
  readonly parts: AdminParts
  /** Aborted when the caller hangs up. */
  readonly hungUp: AbortSignal
}

type Shape<Path, Query, Body, Result> = {
  readonly path?: Path
  readonly query?: Query
  readonly body?: Body
  /** Without one there is nothing to say: 204. */
  readonly answer?: Result
  /** @default 200 */
  readonly status?: 201
  /** Other forms of the answer: their content types. */
  readonly alsoAs?: readonly string[]
  /** Besides those that every call knows. */
  readonly problems?: readonly ProblemCode[]
}

/** Checked by the schemas of the route. */
export type Input<Path = unknown, Query = unknown, Body = unknown> = {
  readonly path: Path
  readonly query: Query
  readonly body: Body
}

export type Route = {
  readonly name: OperationName
  readonly shape: Shape<z.ZodObject, z.ZodObject, z.ZodType, z.ZodType>
  handle(input: Input, context: RouteContext): Promise<Answer>
}

type None = Record<never, never>
type Of<Schema> = [Schema] extends [z.ZodType<infer Value>] ? Value : None
type Object_ = z.ZodObject | undefined
type Any = z.ZodType | undefined

export function route<Path extends Object_, Query extends Object_, Body extends Any, Result extends Any>(
  name: OperationName,
  shape: Shape<Path, Query, Body, Result>,
  handle: (input: Input<Of<Path>, Of<Query>, Of<Body>>, context: RouteContext) => Promise<Answer<Of<Result>>>,
): Route {
  return {
    name,
    shape: shape as Route['shape'],
    // The schemas made the input what the types say.
    handle: (input, context) => handle(input as Input<Of<Path>, Of<Query>, Of<Body>>, context),
  }
}

/** A call on one partner: `{pid}` is looked up first. */
export function partnerRoute<Path extends Object_, Query extends Object_, Body extends Any, Result extends Any>(
  name: OperationName,
  shape: Shape<Path, Query, Body, Result>,
  handle: (
    partner: Partner,
    input: Input<Of<Path>, Of<Query>, Of<Body>>,
    context: RouteContext,
  ) => Promise<Answer<Of<Result>>>,
): Route {
  return {
    name,
    shape: { ...(shape as Route['shape']), path: pidPath.extend(shape.path?.shape ?? {}) },
    async handle(input, context) {
      const { pid } = input.path as z.output<typeof pidPath>
      const partner = partnerNamed(context.parts.partners, pid)
      if (partner === undefined) return notFound(`partner ${pid}`)
      return handle(partner, input as Input<Of<Path>, Of<Query>, Of<Body>>, context)
    },
  }
}

export function json<Body>(body: Body): Answer<Body> {
  return { kind: 'json', body }
}

export const nothing: Answer<never> = { kind: 'nothing' }
