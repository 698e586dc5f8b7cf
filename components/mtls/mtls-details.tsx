import type { OpenedPart } from '@/lib/client/find-opened';
import { describeClean } from '@/lib/client/clean-words';
import type { MtlsPart } from '@/lib/client/mtls-view';
import { modeKind, modeMeanings, proxyWords } from '@/lib/client/mtls-words';
import { makeVisible } from '@/lib/client/visible-text';
import type { PlaintextHistory } from '@/lib/contracts/plaintext-history';
import classes from './details.module.css';
import { FindingsSection } from './findings-section';
import { ModeMark } from './mode-mark';
import { PortsSection } from './ports-section';
import { ReadinessSection } from './readiness-section';
import { ScopeLinks } from './scope-links';
import { SeenSection } from './seen-section';
import { TrailSection } from './trail-section';

const QUESTIONS = {
  mesh: 'Can the whole mesh be STRICT?',
  namespace: 'Can the namespace be STRICT?',
  service: 'Can it be STRICT?',
  workload: 'Can it be STRICT?',
} as const;

export interface MtlsDetailsProps {
  readonly opened: OpenedPart;
  readonly window: string;
  /** When plaintext last arrived; undefined while it is not known. */
  readonly history: PlaintextHistory | undefined;
  readonly onOpen: (part: MtlsPart) => void;
}

/** All that is known of one thing: what holds and why, what was seen, what does not fit, and what STRICT would do. */
export function MtlsDetails({ opened, window, history, onOpen }: MtlsDetailsProps) {
  const { kind, entry } = opened;
  const mark = 'proxy' in entry ? modeKind(entry) : entry.mode;
  return (
    <>
      <div className={classes.lead} data-testid="mtls-lead">
        <ModeMark kind={mark} />
        <p>{makeVisible(entry.decidedBy.reason)}</p>
        <p className={classes.dim}>{describe(opened, modeMeanings[mark])}</p>
      </div>
      <FindingsSection findings={entry.contradictions} />
      <ReadinessSection
        readiness={entry.readiness}
        title={QUESTIONS[kind]}
        clean={describeClean(history, opened)}
        history={history}
        scopes={<ScopeLinks opened={opened} onOpen={onOpen} />}
      />
      <TrailSection trail={entry.trail} />
      {'ports' in entry ? <PortsSection ports={entry.ports} /> : null}
      <SeenSection seen={entry.observed} window={window} />
    </>
  );
}

function describe({ kind, entry }: OpenedPart, meaning: string): string {
  switch (kind) {
    case 'mesh': {
      const { isEnforced, rootNamespace, autoMtls, settingsFrom } = entry;
      const enforced = isEnforced ? 'Nothing in the mesh takes plaintext. ' : '';
      const auto = autoMtls ? 'on' : 'off';
      return makeVisible(
        `${enforced}Root namespace ${rootNamespace}, auto mTLS ${auto}. ${settingsFrom.reason}`,
      );
    }
    case 'namespace':
      return `Where nothing more specific is said, it ${meaning}.`;
    case 'service': {
      const { workloads, proxy } = entry;
      if (workloads.length === 0) return `It ${meaning}.`;
      return makeVisible(`It ${meaning}. Proxy: ${proxyWords[proxy]}. Workloads: ${workloads.join(', ')}.`);
    }
    case 'workload': {
      const { total, withoutProxy } = entry.pods;
      const pods =
        total === 0
          ? 'no pod runs'
          : `${total} ${total === 1 ? 'pod' : 'pods'}, ${withoutProxy} without proxy`;
      return `It ${meaning}. Proxy: ${proxyWords[entry.proxy]}; ${pods}.`;
    }
  }
}
