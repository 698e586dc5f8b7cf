import type { FieldReader, Labels } from './field-reader';
import { viewObject, type ObjectView, type Viewed } from './object-view';

export type EntryLocation = 'MESH_EXTERNAL' | 'MESH_INTERNAL';
const LOCATIONS: readonly EntryLocation[] = ['MESH_EXTERNAL', 'MESH_INTERNAL'];

export type EntryResolution = 'NONE' | 'STATIC' | 'DNS' | 'DNS_ROUND_ROBIN' | 'DYNAMIC_DNS';
const RESOLUTIONS: readonly EntryResolution[] = ['NONE', 'STATIC', 'DNS', 'DNS_ROUND_ROBIN', 'DYNAMIC_DNS'];

export interface EntryPortView {
  readonly number: number;
  readonly name?: string;
  readonly protocol?: string;
  readonly targetPort?: number;
}

/** An endpoint that a ServiceEntry lists itself. */
export interface EntryEndpointView {
  /** An IP, a host name or `unix://` and a path; absent where only a network leads there. */
  readonly address?: string;
  readonly labels: Labels;
}

export interface ServiceEntryView extends ObjectView {
  /** As written; `*.example.com` stands for all names below. */
  readonly hosts: readonly string[];
  /** IPs and CIDRs. */
  readonly addresses: readonly string[];
  readonly ports: readonly EntryPortView[];
  /** Absent when what is written is no location we know. */
  readonly location?: EntryLocation;
  /** Absent when what is written is no resolution we know. */
  readonly resolution?: EntryResolution;
  readonly endpoints: readonly EntryEndpointView[];
  /** The pods and WorkloadEntries of its namespace that it takes in; empty takes none. */
  readonly workloadSelector: Labels;
  /** As written; empty means what the mesh has as its default. */
  readonly exportTo: readonly string[];
}

/** Reads networking.istio.io ServiceEntry, any version. */
export function viewServiceEntry(object: unknown): Viewed<ServiceEntryView> {
  return viewObject(object, (fields, whole) => {
    const spec = fields.object(whole['spec'], 'spec') ?? {};
    const location = readWord(fields, spec['location'], 'spec.location', LOCATIONS, 'MESH_EXTERNAL');
    const resolution = readWord(fields, spec['resolution'], 'spec.resolution', RESOLUTIONS, 'NONE');
    const selector = fields.object(spec['workloadSelector'], 'spec.workloadSelector');
    return {
      hosts: fields.texts(spec['hosts'], 'spec.hosts'),
      addresses: fields.texts(spec['addresses'], 'spec.addresses'),
      ports: readPorts(fields, spec['ports']),
      ...(location !== undefined && { location }),
      ...(resolution !== undefined && { resolution }),
      endpoints: readEndpoints(fields, spec['endpoints']),
      workloadSelector: fields.labels(selector?.['labels'], 'spec.workloadSelector.labels'),
      exportTo: fields.texts(spec['exportTo'], 'spec.exportTo'),
    };
  });
}

/** An absent enumeration is its zero, which is not the same as one that cannot be read. */
function readWord<T extends string>(
  fields: FieldReader,
  value: unknown,
  path: string,
  allowed: readonly T[],
  zero: T,
): T | undefined {
  if (value === undefined || value === null || value === '') return zero;
  return fields.word(value, path, allowed);
}

function readPorts(fields: FieldReader, value: unknown): EntryPortView[] {
  return fields.objects(value, 'spec.ports').flatMap(({ object: entry, path }) => {
    const number = fields.count(entry['number'], `${path}.number`);
    if (number === undefined) return fields.refuse(`${path}.number`, 'is missing') ?? [];
    const name = fields.text(entry['name'], `${path}.name`);
    const protocol = fields.text(entry['protocol'], `${path}.protocol`);
    const targetPort = fields.count(entry['targetPort'], `${path}.targetPort`);
    return [
      {
        number,
        ...(name !== undefined && { name }),
        ...(protocol !== undefined && { protocol }),
        ...(targetPort !== undefined && { targetPort }),
      },
    ];
  });
}

function readEndpoints(fields: FieldReader, value: unknown): EntryEndpointView[] {
  return fields.objects(value, 'spec.endpoints').map(({ object: endpoint, path }) => {
    const address = fields.text(endpoint['address'], `${path}.address`);
    return {
      ...(address !== undefined && { address }),
      labels: fields.labels(endpoint['labels'], `${path}.labels`),
    };
  });
}
