/** What was last known of some things; those that nobody asked about for longest are forgotten. */
export interface LastKnown<T> {
  get(key: string): T | undefined;
  set(key: string, value: T): void;
}

/** @param most bound on things remembered */
export function createLastKnown<T>(most: number): LastKnown<T> {
  const values = new Map<string, T>();
  return {
    get(key) {
      const value = values.get(key);
      if (value !== undefined) this.set(key, value);
      return value;
    },
    set(key, value) {
      // A map keeps the order of insertion.
      values.delete(key);
      values.set(key, value);
      for (const oldest of values.keys()) {
        if (values.size <= most) return;
        values.delete(oldest);
      }
    },
  };
}
