import { acceptTls, type Outcome } from './accept-tls';
import { sendTls, type ClientQuestion } from './send-tls';

export interface ConnectionJudgement {
  readonly outcome: Outcome;
  /** A sentence. */
  readonly reason: string;
  /** The DestinationRule that decides what the client sends, as `namespace/name`. */
  readonly rule?: string;
}

/** Puts together what the client sends and what the server takes; each decides by itself. */
export function judgeConnection(question: ClientQuestion): ConnectionJudgement {
  const sent = sendTls(question);
  const rule = sent.rule === undefined ? {} : { rule: sent.rule };
  const taken = acceptTls(sent.wire, question.server, question.protocol);
  return { outcome: taken.outcome, reason: `${sent.reason} ${taken.reason}`.trim(), ...rule };
}
