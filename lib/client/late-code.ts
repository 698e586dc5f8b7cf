import { useEffect, useState } from 'react';

/** Code that is not loaded with the page. */
export interface LateCode<T> {
  readonly name: string;
  /** Undefined until it was loaded. */
  loaded(): T | undefined;
  load(): Promise<T>;
}

/** Code by the way to load it; `name` begins the sentence that says it cannot be. */
export function lateCode<T>(name: string, importCode: () => Promise<T>): LateCode<T> {
  let code: T | undefined;
  return {
    name,
    loaded: () => code,
    async load() {
      code ??= await importCode();
      return code;
    },
  };
}

/**
 * The code, asked for once it is wanted; undefined until it is there. Not a lazy component: React shows the empty place of
 * one first, even where its code is there already, and what follows within the next third of a second is held back.
 * Throws where the code cannot be loaded.
 */
export function useLateCode<T>(late: LateCode<T>, isWanted = true): T | undefined {
  const [{ code, failure }, set] = useState<{ code?: T | undefined; failure?: Error }>({
    code: late.loaded(),
  });
  useEffect(() => {
    if (!isWanted || code !== undefined) return;
    late.load().then(
      (loaded) => set({ code: loaded }),
      (error: unknown) => set({ failure: new Error(`${late.name} cannot be loaded.`, { cause: error }) }),
    );
  }, [late, isWanted, code]);
  if (failure) throw failure;
  return code;
}
