import type { DeclaredCall } from '@/lib/contracts/declared-security';
import { modeWords } from './mtls-words';

/** What is declared of a call, in words. */
export interface DeclaredWords {
  readonly sends: string;
  readonly takes: string;
  /** Goes on after "Together:". */
  readonly outcome: string;
}

const OUTCOMES: Readonly<Record<DeclaredCall['outcome'], string>> = {
  mutual: 'mutual TLS',
  plaintext: 'plaintext',
  broken: 'refused',
  unknown: 'it cannot be told',
  mixed: 'it depends on port, subset or pod',
};

export function describeDeclared({
  outcome,
  clientProxy,
  asked,
  rules,
  accepts,
}: DeclaredCall): DeclaredWords {
  return {
    outcome: OUTCOMES[outcome],
    sends: describeSent(clientProxy, asked, rules),
    takes: accepts.map((mode) => modeWords[mode]).join(' or '),
  };
}

function describeSent(
  proxy: DeclaredCall['clientProxy'],
  asked: DeclaredCall['asked'],
  rules: readonly string[],
): string {
  if (proxy === 'none') return 'plaintext, for it has no proxy';
  if (proxy === 'ambient') return 'HBONE or plaintext, as ztunnel does';
  const modes = asked.map((mode) => (mode === 'AUTO' ? 'what auto mTLS chooses' : mode)).join(' or ');
  return rules.length === 0 ? modes : `${modes}, by DestinationRule ${rules.join(', ')}`;
}
