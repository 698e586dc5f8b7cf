/** Which question the picture answers, in the order of their keys. */
export const lensChoices = ['traffic', 'splits', 'mtls'] as const;
export type Lens = (typeof lensChoices)[number];

/** The keys are the same whichever lenses there are. */
export const lensKeys: Readonly<Record<Lens, string>> = { traffic: '1', splits: '2', mtls: '3' };

export const lensNames: Readonly<Record<Lens, string>> = {
  traffic: 'Traffic',
  splits: 'Splits',
  mtls: 'mTLS',
};

export const lensQuestions: Readonly<Record<Lens, string>> = {
  traffic: 'What flows, what fails, how slow is it?',
  splits: 'Does the traffic follow the weights?',
  mtls: 'Who is STRICT, and who still speaks plaintext?',
};
