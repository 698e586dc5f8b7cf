import { parse } from 'yaml';
import { asObject, asText } from '@/lib/core/kubernetes/json';
import { viewObject, type ObjectView, type Viewed } from '@/lib/core/kubernetes/object-view';
import { DEFAULT_MESH_CONFIG } from '@/lib/core/kubernetes/resource-kinds';
import { DEFAULT_SETTINGS, readMeshSettings } from '@/lib/core/mtls/mesh-settings';
import type { MtlsFacts } from '@/lib/core/mtls/mtls-facts';
import type { MeshPlace } from './mesh-ports';
import type { ObjectReading } from './read-objects';

/** What the mesh's own configuration says; where it cannot be read, what Istio has by default, and why. */
export function readMeshConfig(
  reading: ObjectReading,
  { config, rootNamespace }: MeshPlace = { config: DEFAULT_MESH_CONFIG },
): Pick<MtlsFacts, 'settings' | 'settingsFrom'> {
  const place = `${config.namespace}/${config.name}`;
  const configMaps = reading.views('meshConfigs', viewMeshConfig);
  const found = configMaps?.find(
    ({ name, namespace }) => name === config.name && namespace === config.namespace,
  );
  const override = rootNamespace === undefined ? {} : { rootNamespace };
  if (found?.config === undefined) {
    const why =
      configMaps === undefined
        ? 'cannot be read'
        : found === undefined
          ? 'does not exist'
          : 'has no mesh configuration that can be read';
    const reason = `The ConfigMap ${place} ${why}, so that Istio's defaults are taken.`;
    return { settings: { ...DEFAULT_SETTINGS, ...override }, settingsFrom: { kind: 'default', reason } };
  }
  const { settings } = readMeshSettings(found.config);
  const reason = `As the ConfigMap ${place} says.`;
  return { settings: { ...settings, ...override }, settingsFrom: { kind: 'configMap', reason } };
}

/** `config` is absent where the text is no YAML; fields that cannot be read are problems of the object. */
function viewMeshConfig(object: unknown): Viewed<ObjectView & { readonly config?: unknown }> {
  return viewObject(object, (fields, whole) => {
    const text = asText(asObject(whole['data'])['mesh']);
    if (text === undefined) return fields.refuse('data.mesh', 'is missing') ?? {};
    try {
      const config: unknown = parse(text, { logLevel: 'error', maxAliasCount: 100 }) ?? {};
      for (const { path, message } of readMeshSettings(config).problems) fields.refuse(path, message);
      return { config };
    } catch {
      return fields.refuse('data.mesh', 'is not valid YAML') ?? {};
    }
  });
}
