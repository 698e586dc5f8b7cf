import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState, type RefObject } from 'react';
import type { Arrangement } from './arrange';
import { Arranger } from './arranger';
import type { CanvasMemory } from '../canvas-memory';
import type { GraphElements } from '../elements';
import { planAnew, planArrangement, type Question } from './plan-arrangement';
import { topologyKey } from '../topology';

/** Elements with a place for each. */
export interface ArrangedElements {
  elements: GraphElements;
  arrangement: Arrangement;
}

interface Held extends ArrangedElements {
  key: string;
}

/**
 * Finds places for elements. Numbers that change are drawn at once and never lay out; when nodes or edges come and go
 * the old picture stays until the new places are there. `readAspect` answers width over height of the canvas.
 */
export function useArrangement(
  elements: GraphElements,
  { scope, namespaces, mesh }: Question,
  memory: RefObject<CanvasMemory>,
  readAspect: () => number,
): { arranged: ArrangedElements | undefined; arrangeAgain(): void } {
  const topology = useMemo(() => topologyKey(elements), [elements]);
  const key = JSON.stringify([scope, namespaces, topology, elements.labelRoom]);
  const [held, hold] = useState<Held>();
  if (held && held.key === key && held.elements !== elements) hold({ ...held, elements });
  const arranger = useRef<Arranger>(undefined);
  const latest = useRef({ elements, held, key, readAspect });
  useLayoutEffect(() => {
    latest.current = { elements, held, key, readAspect };
  });

  useEffect(
    () => () => {
      arranger.current?.close();
      arranger.current = undefined;
    },
    [],
  );

  useLayoutEffect(() => {
    const { elements, held, readAspect } = latest.current;
    arranger.current ??= new Arranger();
    if (held?.key === key) {
      arranger.current.cancel();
      return;
    }
    const circumstances = { shown: held?.elements, aspect: readAspect() };
    const task = planArrangement(memory.current, elements, { scope, namespaces, mesh }, circumstances);
    arranger.current.request(task, (arrangement) => hold({ key, elements, arrangement }));
  }, [key, scope, namespaces, mesh, memory]);

  const arrangeAgain = useCallback(() => {
    const { elements, key, readAspect } = latest.current;
    arranger.current ??= new Arranger();
    const task = planAnew(memory.current, elements, readAspect());
    arranger.current.request(task, (arrangement) => hold({ key, elements, arrangement }));
  }, [memory]);

  return { arranged: held, arrangeAgain };
}
