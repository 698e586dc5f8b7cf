import { describe, expect, it } from 'vitest';
import { viewIstioGateway } from './istio-gateway-view';
import { viewServiceEntry } from './service-entry-view';
import { viewWorkloadEntry } from './workload-entry-view';

function named(spec: unknown, metadata: object = {}): object {
  return { metadata: { name: 'one', namespace: 'harbour', ...metadata }, spec };
}

describe('viewServiceEntry', () => {
  it('reads everything it declares', () => {
    const { view, problems } = viewServiceEntry(
      named({
        hosts: ['pilots.example.com', '*.tides.example.com'],
        addresses: ['10.0.0.0/8'],
        location: 'MESH_INTERNAL',
        resolution: 'STATIC',
        ports: [{ number: 443, name: 'https', protocol: 'HTTPS', targetPort: '8443' }, { number: 80 }],
        endpoints: [{ address: '10.1.2.3', labels: { app: 'pilot' } }, { network: 'quay' }],
        workloadSelector: { labels: { app: 'pilot' } },
        exportTo: ['.', 'dock'],
      }),
    );
    expect(problems).toEqual([]);
    expect(view).toMatchObject({
      name: 'one',
      namespace: 'harbour',
      hosts: ['pilots.example.com', '*.tides.example.com'],
      addresses: ['10.0.0.0/8'],
      location: 'MESH_INTERNAL',
      resolution: 'STATIC',
      ports: [{ number: 443, name: 'https', protocol: 'HTTPS', targetPort: 8443 }, { number: 80 }],
      endpoints: [{ address: '10.1.2.3', labels: { app: 'pilot' } }, { labels: {} }],
      workloadSelector: { app: 'pilot' },
      exportTo: ['.', 'dock'],
    });
  });

  it.each([[{}], [{ location: null, resolution: '' }]])('takes %j as outside, as it is', (spec) => {
    expect(viewServiceEntry(named({ hosts: ['a.example'], ...spec })).view).toMatchObject({
      location: 'MESH_EXTERNAL',
      resolution: 'NONE',
      endpoints: [],
      workloadSelector: {},
      exportTo: [],
    });
  });

  it('names the path of what is wrong, guesses nothing and reads the rest', () => {
    const { view, problems } = viewServiceEntry(
      named({
        hosts: ['a.example', 5],
        location: 'MESH_SOMEWHERE',
        resolution: {},
        ports: [{ name: 'http' }],
        endpoints: 'none',
      }),
    );
    expect(view?.hosts).toEqual(['a.example']);
    expect(view?.location).toBeUndefined();
    expect(view?.resolution).toBeUndefined();
    expect(problems.map(({ path }) => path).sort()).toEqual([
      'spec.endpoints',
      'spec.hosts[1]',
      'spec.location',
      'spec.ports[0].number',
      'spec.resolution',
    ]);
  });
});

describe('viewWorkloadEntry', () => {
  it('reads where it is and the names its proxy reports', () => {
    const { view, problems } = viewWorkloadEntry(
      named(
        {
          address: '10.9.8.7',
          network: 'quay',
          serviceAccount: 'crane',
          labels: { app: 'old', version: 'v2' },
        },
        { labels: { app: 'crane' } },
      ),
    );
    expect(problems).toEqual([]);
    expect(view).toMatchObject({
      address: '10.9.8.7',
      network: 'quay',
      serviceAccount: 'crane',
      workloadLabels: { app: 'crane', version: 'v2' },
      workload: 'one',
      app: 'crane',
      version: 'v2',
    });
  });

  it.each([
    [{}, 'one'],
    [{ labels: { 'service.istio.io/workload-name': 'crane' } }, 'crane'],
    [{ labels: { 'service.istio.io/workload-name': '' } }, 'one'],
    [
      {
        labels: { 'service.istio.io/workload-name': 'crane' },
        annotations: { 'istio.io/autoRegistrationGroup': 'cranes' },
      },
      'cranes',
    ],
  ])('with %j is the workload %s', (metadata, workload) => {
    expect(viewWorkloadEntry(named({}, metadata)).view).toMatchObject({ workload, app: workload });
  });

  it('reads what it can of one that is broken', () => {
    const { view, problems } = viewWorkloadEntry(named({ address: 7, labels: { app: 'crane', size: 3 } }));
    expect(view).toMatchObject({ workloadLabels: { app: 'crane' }, app: 'crane', version: 'latest' });
    expect(view?.address).toBeUndefined();
    expect(problems.map(({ path }) => path)).toEqual(['spec.address', 'spec.labels["size"]']);
  });
});

describe('viewIstioGateway', () => {
  it('reads whom it picks', () => {
    expect(viewIstioGateway(named({ selector: { istio: 'quay' } })).view?.selector).toEqual({
      istio: 'quay',
    });
    expect(viewIstioGateway(named({})).view?.selector).toEqual({});
    expect(viewIstioGateway(named({ selector: ['istio'] })).problems).toHaveLength(1);
  });
});
