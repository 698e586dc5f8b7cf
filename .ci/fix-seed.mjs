import fc from 'fast-check';

const seed = process.env.TELLTALE_LAW_SEED ?? '20260101';
if (seed !== 'random') fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: Number(seed) });
