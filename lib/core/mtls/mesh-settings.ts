import { FieldReader, type FieldProblem } from '../kubernetes/field-reader';

/** What decides mutual TLS besides policies and rules. */
export interface MeshSettings {
  readonly rootNamespace: string;
  /** Whether clients use mutual TLS by themselves where the server takes it. */
  readonly autoMtls: boolean;
  /** What a DestinationRule without `exportTo` is exported to; absent means everywhere. */
  readonly ruleExportTo?: readonly string[];
  /** The same of a ServiceEntry, and of a VirtualService. */
  readonly serviceExportTo?: readonly string[];
  readonly routeExportTo?: readonly string[];
  /** In which identities are given; absent means `cluster.local`. */
  readonly trustDomain?: string;
  /** Trust domains whose identities count as its own. */
  readonly trustDomainAliases?: readonly string[];
}

/** What Istio takes where nothing else is said. https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/ */
export const DEFAULT_SETTINGS: MeshSettings = { rootNamespace: 'istio-system', autoMtls: true };

/** Reads the mesh configuration, already parsed. What cannot be read is as Istio has it by default, with a problem. */
export function readMeshSettings(config: unknown): {
  readonly settings: MeshSettings;
  readonly problems: readonly FieldProblem[];
} {
  const fields = new FieldReader();
  const mesh = fields.object(config, 'mesh') ?? {};
  const auto = mesh['enableAutoMtls'];
  const ruleExportTo = fields.texts(
    mesh['defaultDestinationRuleExportTo'],
    'mesh.defaultDestinationRuleExportTo',
  );
  const routeExportTo = fields.texts(
    mesh['defaultVirtualServiceExportTo'],
    'mesh.defaultVirtualServiceExportTo',
  );
  const serviceExportTo = fields.texts(mesh['defaultServiceExportTo'], 'mesh.defaultServiceExportTo');
  const trustDomain = fields.text(mesh['trustDomain'], 'mesh.trustDomain');
  const trustDomainAliases = fields.texts(mesh['trustDomainAliases'], 'mesh.trustDomainAliases');
  return {
    settings: {
      rootNamespace:
        fields.text(mesh['rootNamespace'], 'mesh.rootNamespace') ?? DEFAULT_SETTINGS.rootNamespace,
      autoMtls:
        auto === undefined || auto === null
          ? DEFAULT_SETTINGS.autoMtls
          : typeof auto === 'boolean'
            ? auto
            : (fields.refuse('mesh.enableAutoMtls', 'must be true or false') ?? DEFAULT_SETTINGS.autoMtls),
      ...(ruleExportTo.length > 0 && { ruleExportTo }),
      ...(serviceExportTo.length > 0 && { serviceExportTo }),
      ...(routeExportTo.length > 0 && { routeExportTo }),
      ...(trustDomain !== undefined && { trustDomain }),
      ...(trustDomainAliases.length > 0 && { trustDomainAliases }),
    },
    problems: fields.problems,
  };
}
