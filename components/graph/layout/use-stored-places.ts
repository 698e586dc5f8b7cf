import { useCallback, useEffect, useRef, type RefObject } from 'react';
import type { CanvasMemory } from '../canvas-memory';
import { writePlaces } from './stored-places';

/** A dragged node moves many times a second; storage is slow. */
const writeAfterMs = 600;

/** Answers how to say that places have changed: soon after, or when the page is left, they are stored in this browser. */
export function useStoredPlaces(memory: RefObject<CanvasMemory>): () => void {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const write = useCallback(() => {
    if (timer.current === undefined) return;
    clearTimeout(timer.current);
    timer.current = undefined;
    const { picture, positions, pinned } = memory.current;
    if (picture !== undefined) writePlaces(picture, { positions, pinned });
  }, [memory]);
  useEffect(() => {
    window.addEventListener('pagehide', write);
    return () => {
      window.removeEventListener('pagehide', write);
      write();
    };
  }, [write]);
  return useCallback(() => {
    if (timer.current === undefined) timer.current = setTimeout(write, writeAfterMs);
  }, [write]);
}
