import { describe, expect, it } from 'vitest';
import { groupVersionKindKey, makeSwaggerDocument } from './openapi-v2';
import { ResourceTable } from './resource-table';
import { chooseOpenApiForm } from './serve-openapi-v2';

describe('makeSwaggerDocument', () => {
  const table = new ResourceTable();
  const { paths, definitions } = makeSwaggerDocument(table);

  it('has a patch that knows dry runs for every served type in every version', () => {
    const identities = Object.values(paths).map(({ patch }) => patch[groupVersionKindKey]);
    expect(identities).toEqual(
      table.types.flatMap(({ group, kind, versions }) =>
        versions.map((version) => ({ group, kind, version })),
      ),
    );
    for (const { patch } of Object.values(paths))
      expect(patch.parameters.map(({ name }) => name)).toContain('dryRun');
    expect(paths).toHaveProperty([
      '/apis/networking.istio.io/v1/namespaces/{namespace}/virtualservices/{name}',
    ]);
    expect(paths).toHaveProperty(['/api/v1/nodes/{name}']);
  });

  it('describes custom resources, and leaves built-in types to what the client knows of them', () => {
    const kinds = Object.values(definitions).flatMap((schema) => schema[groupVersionKindKey] ?? []);
    expect(kinds).toContainEqual({
      group: 'networking.istio.io',
      kind: 'VirtualService',
      version: 'v1alpha3',
    });
    expect(kinds).toContainEqual({ group: 'gateway.networking.k8s.io', kind: 'Gateway', version: 'v1' });
    expect(kinds.map(({ kind }) => kind)).not.toContain('Deployment');
  });

  it('knows nothing of groups that are left out', () => {
    const rest = makeSwaggerDocument(new ResourceTable({ withoutGroups: ['networking.istio.io'] }));
    expect(JSON.stringify(rest)).not.toContain('"networking.istio.io"');
  });
});

describe('chooseOpenApiForm', () => {
  it.each([
    [undefined, 'json'],
    ['*/*', 'json'],
    ['application/json;q=0.9, */*', 'json'],
    ['application/com.github.proto-openapi.spec.v2@v1.0+protobuf', 'protobuf'],
    ['text/html, application/com.github.proto-openapi.spec.v2.v1.0+protobuf', 'protobuf'],
    ['text/html', undefined],
    ['', undefined],
  ])('answers Accept %o with %s', (accept, form) => {
    expect(chooseOpenApiForm(accept)).toBe(form);
  });
});
