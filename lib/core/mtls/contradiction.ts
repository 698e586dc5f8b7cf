/** Something that does not fit together, between policies, rules, and what was seen. */
export interface Contradiction {
  readonly code: ContradictionCode;
  /** `problem` breaks calls or protects less than it says; `advice` could be better; `note` is only to be known. */
  readonly weight: 'problem' | 'advice' | 'note';
  /** A sentence. */
  readonly message: string;
  /** Objects it is about. */
  readonly objects: readonly { readonly kind: string; readonly namespace: string; readonly name: string }[];
}

export type ContradictionCode =
  | 'strictButPlaintext'
  | 'permissiveThoughMutual'
  | 'disableButClientInsists'
  | 'namespaceDisableButStrict'
  | 'policySelectsNothing'
  | 'policyIgnored'
  | 'policyShadowed'
  | 'policyMalformed'
  | 'ruleAgainstStrict'
  | 'exceptionInStrict'
  | 'proxyMissing';
