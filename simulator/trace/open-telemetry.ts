/**
 * OpenTelemetry for those who ask for it: a span a request, and under it one a step. Where spans go is said by the standard
 * OTEL_… variables; whoever traces a till as well sees both in one trace, by the `traceparent` header.
 */
import { context, propagation, type Span, SpanKind, SpanStatusCode, type Tracer, trace } from '@opentelemetry/api'
import type { Steps } from '../gateway/steps.ts'
import type { Tracing } from './tracing.ts'

/** Any function at all: what it takes and gives goes through untouched. */
type Work = (...given: never[]) => unknown

export function openTelemetry(tracer: Tracer): Tracing {
  const traced = (name: string, work: Work) => {
    return (...given: never[]) => tracer.startActiveSpan(name, (span) => ended(span, () => work(...given)))
  }
  return {
    traced: (gateway) => (incoming, outgoing) => {
      const from = propagation.extract(context.active(), incoming.headers)
      return tracer.startActiveSpan('gateway.do', { kind: SpanKind.SERVER }, from, (span) =>
        ended(span, () => gateway(incoming, outgoing)),
      )
    },
    // Each keeps its own type: only the span around it is new.
    steps: (steps) =>
      Object.fromEntries(Object.entries(steps).map(([name, work]) => [name, traced(name, work)])) as Steps,
    exchange({ service, partner, partnerTransId, outcome, behaviour, answer }) {
      const span = trace.getActiveSpan()
      span?.updateName(service === '' ? 'gateway.do' : service)
      span?.setAttributes({
        'alipay.service': service,
        'alipay.partner': partner,
        'alipay.partner_trans_id': partnerTransId,
        'alipay.outcome': outcome,
        'alipay.behaviour': behaviour?.id ?? '',
        'alipay.fault': answer?.fault ?? '',
        'http.response.status_code': answer?.status ?? 0,
      })
    },
  }
}

function ended<Result>(span: Span, work: () => Result): Result {
  const failed = (error: unknown): never => {
    span.recordException(error instanceof Error ? error : String(error))
    span.setStatus({ code: SpanStatusCode.ERROR })
    span.end()
    throw error
  }
  try {
    const result = work()
    if (result instanceof Promise) {
      return result.then((value) => {
        span.end()
        return value
      }, failed) as Result
    }
    span.end()
    return result
  } catch (error) {
    return failed(error)
  }
}
