import { parsePolicyYamlRequest } from '@/lib/contracts/policy-yaml-request';
import { answer } from '@/lib/server/answer';
import { getPolicyYaml } from '@/lib/services/get-policy-yaml';

export const dynamic = 'force-dynamic';

/** `GET /api/policies/yaml`: one object of configuration as it is declared. */
export function GET(request: Request): Promise<Response> {
  return answer('policies', request, async ({ ports }) => {
    const parsed = parsePolicyYamlRequest(new URL(request.url).searchParams);
    return parsed.ok ? getPolicyYaml(ports, parsed.value) : parsed;
  });
}
