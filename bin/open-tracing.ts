/** The OpenTelemetry SDK of `serve --traces`: spans to the OTLP address of the standard OTEL_… variables. */
import { trace } from '@opentelemetry/api'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http'
import { resourceFromAttributes } from '@opentelemetry/resources'
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node'
import packageJson from '../package.json' with { type: 'json' }
import { openTelemetry } from '../simulator/trace/open-telemetry.ts'
import type { Tracing } from '../simulator/trace/tracing.ts'

export type OpenTracing = Tracing & {
  /** What has not gone out yet goes out now. */
  stop(): Promise<void>
}

export function openTracing(environment: Readonly<Record<string, string | undefined>>): OpenTracing {
  const provider = new NodeTracerProvider({
    resource: resourceFromAttributes({
      'service.name': environment.OTEL_SERVICE_NAME ?? 'alipay-sandbox',
      'service.version': packageJson.version,
    }),
    spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter())],
  })
  provider.register()
  return {
    ...openTelemetry(trace.getTracer('alipay-sandbox-kit', packageJson.version)),
    stop: () => provider.shutdown(),
  }
}
