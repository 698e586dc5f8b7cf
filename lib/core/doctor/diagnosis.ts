/** What the doctor can find. */
export type DiagnosisCode =
  | 'prometheus-missing'
  | 'prometheus-silent'
  | 'scope-matches-nothing'
  | 'metrics-absent'
  | 'proxies-not-scraped'
  | 'other-mesh'
  | 'labels-dropped'
  | 'metrics-switched-off'
  | 'metrics-stopped'
  | 'scrapes-too-rare'
  | 'namespaces-not-injected'
  | 'cluster-unknown'
  | 'kinds-refused'
  | 'clocks-differ';

/** `cause`: enough to leave the graph empty or wrong. `care`: takes a part of it away. */
export type DiagnosisWeight = 'cause' | 'care';

/** Why a graph is empty or odd: what was seen, and what to do. */
export interface Diagnosis {
  readonly code: DiagnosisCode;
  readonly weight: DiagnosisWeight;
  /** The finding, a sentence. */
  readonly finding: string;
  /** What was asked and answered. */
  readonly evidence: string;
  readonly cure: string;
}
