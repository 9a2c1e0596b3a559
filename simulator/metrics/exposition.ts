/** Metrics in the text form that Prometheus reads, the process's own beside ours. prom-client is loaded for this alone. */
import { collectDefaultMetrics, Registry } from 'prom-client'
import type { Metric } from './tally.ts'

export type Exposition = { readonly contentType: string; text(): Promise<string> }

export function exposition(metrics: readonly Metric[]): Exposition {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  for (const { name, help, type, samples } of metrics) {
    const metric = { name, get: async () => ({ name, help, type, values: await samples(), aggregator: 'sum' }) }
    // A registry asks a metric for no more than its values; the type describes prom-client's own classes.
    registry.registerMetric(metric as unknown as Parameters<Registry['registerMetric']>[0])
  }
  return { contentType: registry.contentType, text: () => registry.metrics() }
}
