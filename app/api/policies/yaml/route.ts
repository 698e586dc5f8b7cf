import { parsePolicyYamlRequest } from '@/lib/contracts/policy-yaml-request';
import { answer } from '@/lib/server/answer';
import { getRuntime } from '@/lib/server/runtime';
import { getPolicyYaml } from '@/lib/services/get-policy-yaml';

export const dynamic = 'force-dynamic';

/** `GET /api/policies/yaml`: one object of configuration as it is declared. */
export function GET(request: Request): Promise<Response> {
  return answer('policies', request, async () => {
    const parsed = parsePolicyYamlRequest(new URL(request.url).searchParams);
    return parsed.ok ? getPolicyYaml(getRuntime().ports, parsed.value) : parsed;
  });
}
