/**
 * compose.yaml and the manifests of docs/deploy/ against what they run: the command's own tables of commands, options, settings
 * and operations. What a name in them stands for is checked here, that it works in container.test.ts.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { parse, parseAllDocuments } from 'yaml'
import { z } from 'zod'
import type { CommandName } from '../bin/command-names.ts'
import { commandTable } from '../bin/command-table.ts'
import { flagName, readValue } from '../bin/option-row.ts'
import { posVariables } from '../bin/pos-settings.ts'
import { environmentName, settings, settingsOf } from '../bin/settings.ts'
import packageJson from '../package.json' with { type: 'json' }
import { operations } from '../simulator/admin/operations.ts'
import { demoPartner } from '../simulator/demo-partner.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const read = (path: string) => readFileSync(join(root, path), 'utf8')
const image = `${packageJson.name}:${packageJson.version}`
const dockerfile = read('Dockerfile')

type Run = { readonly words: readonly string[]; readonly environment: Readonly<Record<string, string>> }

/** What is wrong with how our image is run: a command, an option, a variable or a value that is not ours. */
async function wrongWith({ words: [name = 'serve', ...words], environment }: Run): Promise<string[]> {
  if (!Object.hasOwn(commandTable, name)) return [`no command ${name}`]
  const command = name as CommandName
  const { options } = await commandTable[command].load()
  const flags = [...Object.keys(options), ...settingsOf(command)].map((option) => `--${flagName(option)}`)
  const rows = new Map(settingsOf(command).map((setting) => [environmentName(setting), settings[setting]]))
  return [
    ...words.filter((word) => word.startsWith('--') && !flags.includes(word)),
    ...Object.entries(environment).flatMap(([variable, value]) => {
      if (command === 'pos' && Object.hasOwn(posVariables, variable)) return []
      const row = rows.get(variable)
      return row !== undefined && readValue(row, value).ok ? [] : [`${variable}=${value}`]
    }),
  ]
}

describe('the Dockerfile', () => {
  it('is of this version', () => {
    expect(dockerfile).toContain(`org.opencontainers.image.version="${packageJson.version}"`)
    expect(dockerfile).toContain(`org.opencontainers.image.description="${packageJson.description}"`)
  })

  it('sets and asks for what there is', async () => {
    const environment = Object.fromEntries(
      [...dockerfile.matchAll(/(ALIPAY_SANDBOX_\w+)=(\S+)/g)].map(([, name = '', value = '']) => [name, value]),
    )
    expect(Object.keys(environment)).toHaveLength(2)
    expect(await wrongWith({ words: ['serve'], environment })).toEqual([])
    expect(dockerfile).toContain(`EXPOSE ${settings.port.default} ${settings.tlsPort.default}\n`)
    expect(dockerfile).toContain(
      `:\${process.env.${environmentName('port')} || ${settings.port.default}}/_admin${operations['health.get'].path}\``,
    )
  })
})

const serviceSchema = z.looseObject({
  image: z.string(),
  command: z.array(z.string()).default([]),
  environment: z.record(z.string(), z.string()).default({}),
  read_only: z.boolean().optional(),
  cap_drop: z.array(z.string()).optional(),
  ports: z.array(z.string()).default([]),
  volumes: z.array(z.string()).default([]),
  depends_on: z.union([z.array(z.string()), z.record(z.string(), z.unknown())]).default([]),
})
const composeSchema = z.looseObject({
  services: z.record(z.string(), serviceSchema),
  volumes: z.record(z.string(), z.unknown()),
})

describe('compose.yaml', () => {
  // What nobody sets in the environment is as it says behind `:-`.
  const source = JSON.stringify(parse(read('compose.yaml'), { merge: true })).replaceAll(/\$\{\w+:-([^}]*)\}/g, '$1')
  const { services, volumes } = composeSchema.parse(JSON.parse(source))
  const ours = Object.entries(services).filter(([, service]) => service.image === image)

  it('runs two simulators, a till and the console from our image, and what they need from others', () => {
    expect(Object.keys(services).sort()).toEqual(
      ['balancer', 'console', 'simulator-1', 'simulator-2', 'till', 'valkey'].sort(),
    )
    expect(ours.map(([name]) => name)).toEqual(['simulator-1', 'simulator-2', 'till', 'console'])
  })

  it.each(ours)('runs %s as our command understands it, on a read-only file system', async (_, service) => {
    expect(await wrongWith({ words: service.command, environment: service.environment })).toEqual([])
    expect(service).toMatchObject({ read_only: true, cap_drop: ['ALL'] })
  })

  it('gives the till the partner that the simulators know', () => {
    expect(services.till?.environment).toMatchObject({
      ...{ SUT_PARTNER: demoPartner.pid, SUT_MD5_KEY: demoPartner.md5Key },
    })
  })

  it('names only services and volumes that there are, and lets in nobody from elsewhere', () => {
    for (const { depends_on: needs, environment, command, ports, volumes: mounts } of Object.values(services)) {
      const hosts = [...Object.values(environment), ...command].flatMap(
        (text) => /^\w+:\/\/([\w-]+):/.exec(text)?.[1] ?? [],
      )
      expect(Object.keys(services)).toEqual(expect.arrayContaining(Array.isArray(needs) ? needs : Object.keys(needs)))
      expect(Object.keys(services)).toEqual(expect.arrayContaining(hosts))
      for (const mount of mounts.filter((mount) => !mount.startsWith('.')))
        expect(Object.keys(volumes)).toContain(mount.split(':')[0])
      for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:/)
    }
  })

  it('has a balancer that knows them all, and asks whether a simulator takes requests', () => {
    const balancer = read('docs/deploy/haproxy.cfg')
    const servers = [...balancer.matchAll(/^ +server (\S+) (\S+):(\d+)$/gm)].map(([, name, host, port]) => [
      name,
      host,
      port,
    ])
    expect(servers).toEqual([
      ...['simulator-1', 'simulator-2'].map((name) => [name, name, String(settings.port.default)]),
      ...[
        ['till', 'till', '4200'],
        ['console', 'console', '4180'],
      ],
    ])
    expect(balancer).toContain(`http-check send meth GET uri /_admin${operations['health.ready'].path} `)
    const bound = [...balancer.matchAll(/bind :(\d+)/g)].map(([, port]) => `127.0.0.1:${port}:${port}`)
    expect(services.balancer?.ports).toEqual(bound)
  })
})

const probeSchema = z.looseObject({ httpGet: z.object({ path: z.string(), port: z.string() }).optional() }).optional()
const containerSchema = z.looseObject({
  image: z.string(),
  args: z.array(z.string()),
  env: z.array(z.looseObject({ name: z.string(), value: z.string().optional() })).default([]),
  ports: z.array(z.object({ name: z.string(), containerPort: z.number() })),
  startupProbe: probeSchema,
  readinessProbe: probeSchema,
  livenessProbe: probeSchema,
  securityContext: z.looseObject({}),
  volumeMounts: z.array(z.object({ name: z.string(), mountPath: z.string() })),
})
const named = z.array(z.looseObject({ name: z.string() })).default([])
const workloadSchema = z.looseObject({
  spec: z.looseObject({
    replicas: z.number(),
    selector: z.object({ matchLabels: z.record(z.string(), z.string()) }),
    template: z.object({
      metadata: z.object({ labels: z.record(z.string(), z.string()) }),
      spec: z.looseObject({
        securityContext: z.looseObject({}),
        containers: z.tuple([containerSchema]),
        volumes: named,
      }),
    }),
    volumeClaimTemplates: z.array(z.looseObject({ metadata: z.looseObject({ name: z.string() }) })).default([]),
  }),
})
const serviceOfPodsSchema = z.looseObject({
  spec: z.looseObject({
    selector: z.record(z.string(), z.string()),
    ports: z.array(z.object({ name: z.string(), port: z.number(), targetPort: z.string() })),
  }),
})

const manifests = readdirSync(join(root, 'docs/deploy/kubernetes')).filter((file) => file.endsWith('.yaml'))

describe.each(manifests)('the manifest %s', (file) => {
  const documents = parseAllDocuments(read(`docs/deploy/kubernetes/${file}`)).map((document) => document.toJS())
  const ofKind = (...kinds: string[]) => documents.filter(({ kind }) => kinds.includes(kind))
  const workloads = ofKind('Deployment', 'StatefulSet').map((document) => workloadSchema.parse(document).spec)
  const containerOf = ({ template }: (typeof workloads)[number]) => template.spec.containers[0]
  const simulators = workloads.filter((workload) => containerOf(workload).image === image)

  it('runs our image as our command understands it', async () => {
    expect(simulators).toHaveLength(1)
    for (const { args, env } of simulators.map(containerOf)) {
      const environment = expanded(env)
      expect(await wrongWith({ words: args, environment })).toEqual([])
    }
  })

  it('asks for what the operations table has, at the port where it listens', () => {
    for (const container of simulators.map(containerOf)) {
      const ready = { path: `/_admin${operations['health.ready'].path}`, port: 'http' }
      const health = { path: `/_admin${operations['health.get'].path}`, port: 'http' }
      expect(container.ports).toEqual([{ name: 'http', containerPort: settings.port.default }])
      expect(container.startupProbe?.httpGet).toEqual(ready)
      expect(container.readinessProbe?.httpGet).toEqual(ready)
      expect(container.livenessProbe?.httpGet).toEqual(health)
    }
  })

  it('has services that find their pods', () => {
    for (const { spec } of ofKind('Service').map((document) => serviceOfPodsSchema.parse(document))) {
      const found = workloads.filter(({ template }) => matches(spec.selector, template.metadata.labels))
      expect(found).toHaveLength(1)
      const ports = found.flatMap((workload) => containerOf(workload).ports.map(({ name }) => name))
      for (const { targetPort } of spec.ports) expect(ports).toContain(targetPort)
    }
    for (const { selector, template } of workloads)
      expect(matches(selector.matchLabels, template.metadata.labels)).toBe(true)
  })

  it('may write to its volumes and do nothing else', () => {
    for (const workload of workloads) {
      const { template, volumeClaimTemplates } = workload
      const volumes = [
        ...template.spec.volumes.map(({ name }) => name),
        ...volumeClaimTemplates.map((one) => one.metadata.name),
      ]
      expect(containerOf(workload).volumeMounts.map(({ name }) => name)).toEqual(volumes)
      expect(containerOf(workload).volumeMounts.map(({ mountPath }) => mountPath)).toEqual(['/data'])
      expect(template.spec.securityContext).toMatchObject({
        runAsNonRoot: true,
        seccompProfile: { type: 'RuntimeDefault' },
      })
      expect(containerOf(workload).securityContext).toEqual({
        ...{ allowPrivilegeEscalation: false, readOnlyRootFilesystem: true },
        capabilities: { drop: ['ALL'] },
      })
    }
  })

  it('has one simulator to a file, several only where they share a store', () => {
    for (const workload of simulators) {
      const state = containerOf(workload).env.find(({ name }) => name === environmentName('state'))?.value
      expect(workload.replicas > 1).toBe(state?.startsWith('redis://') ?? false)
    }
  })
})

function matches(selector: Readonly<Record<string, string>>, labels: Readonly<Record<string, string>>): boolean {
  return Object.entries(selector).every(([name, value]) => labels[name] === value)
}

/** As Kubernetes does: `$(NAME)` is what stands before it. What only others are made of is left out. */
function expanded(
  env: readonly { readonly name: string; readonly value?: string | undefined }[],
): Record<string, string> {
  const known = new Map<string, string>()
  const used = new Set<string>()
  for (const { name, value = 'from-a-secret' } of env) {
    const text = value.replaceAll(/\$\((\w+)\)/g, (reference, other: string) => {
      used.add(other)
      return known.get(other) ?? reference
    })
    expect(text).not.toContain('$(')
    known.set(name, text)
  }
  return Object.fromEntries([...known].filter(([name]) => !used.has(name)))
}
