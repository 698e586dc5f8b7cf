import { describe, expect, it } from 'vitest';
import { largeWorld } from './large-world';
import { planServices, TIER_COUNT } from './plan-services';

const STARTED_AT = new Date('2026-03-02T06:00:00Z');
const SIZES = [10, 11, 47, 200, 1000, 5000];

function listNamespaces(size: number): Set<string> {
  return new Set(largeWorld(size).behaviours.map(({ namespace }) => namespace));
}

function countCallers(size: number): number[] {
  const callers = new Map<string, number>();
  for (const { calls } of planServices(size)) {
    for (const { target } of calls) callers.set(target.name, (callers.get(target.name) ?? 0) + 1);
  }
  return [...callers.values()].sort((a, b) => b - a);
}

describe('largeWorld', () => {
  it.each(SIZES)('has %i workloads in a tenth as many namespaces', (size) => {
    const world = largeWorld(size);
    const workloads = world
      .objects(STARTED_AT)
      .filter(({ kind }) => kind === 'Deployment' || kind === 'StatefulSet')
      .filter(({ metadata }) => metadata.namespace !== 'istio-system');
    expect(workloads).toHaveLength(size);
    expect(world.behaviours).toHaveLength(size);
    expect(listNamespaces(size).size).toBe(Math.round(size / 10));
  });

  it.each(SIZES)('has six tiers with %i workloads, and calls go only to later ones', (size) => {
    const services = planServices(size);
    expect(new Set(services.map(({ tier }) => tier)).size).toBe(TIER_COUNT);
    for (const { tier, calls } of services)
      for (const { target } of calls) expect(target.tier).toBeGreaterThan(tier);
  });

  it.each(SIZES)('leaves nobody of %i workloads without a caller', (size) => {
    const services = planServices(size);
    const called = new Set(services.flatMap(({ calls }) => calls.map(({ target }) => target.name)));
    const uncalled = services.filter(({ name }) => !called.has(name));
    expect(uncalled.every(({ tier }) => tier === 0)).toBe(true);
  });

  it('makes two or three calls at almost every workload before the last tier', () => {
    const services = planServices(1000).filter(({ tier }) => tier < TIER_COUNT - 1);
    const usual = services.filter(({ calls }) => calls.length === 2 || calls.length === 3);
    expect(usual.length / services.length).toBeGreaterThan(0.95);
  });

  it('has hubs: a hundredth of the services take a tenth of the calls', () => {
    const callers = countCallers(1000);
    const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0);
    expect(sum(callers.slice(0, 10)) / sum(callers)).toBeGreaterThan(0.1);
    expect(callers[Math.floor(callers.length / 2)]).toBeLessThanOrEqual(2);
  });

  it('has a few percent of workloads that fail by themselves, and a few splits', () => {
    const world = largeWorld(1000);
    const failing = world.behaviours.filter(({ failures }) => failures !== undefined);
    expect(failing.length).toBeGreaterThanOrEqual(15);
    expect(failing.length).toBeLessThanOrEqual(60);
    const splits = world.objects(STARTED_AT).filter(({ kind }) => kind === 'DestinationRule');
    expect(splits.length).toBeGreaterThan(10);
  });

  it('is the same whenever it is made', () => {
    const [one, other] = [largeWorld(200), largeWorld(200)];
    expect(one.objects(STARTED_AT)).toEqual(other.objects(STARTED_AT));
    expect(one.behaviours).toEqual(other.behaviours);
    expect(one.entries).toEqual(other.entries);
  });

  it('is another mesh for another number, not a part of it', () => {
    const callsOf = (size: number) =>
      planServices(size)
        .slice(0, 12)
        .map(({ calls }) => calls.map(({ perRequest }) => perRequest));
    expect(callsOf(200)).not.toEqual(callsOf(201));
  });

  it.each([0, 9, 5001, 20.5, Number.NaN, -20])('refuses %d workloads', (size) => {
    expect(() => largeWorld(size)).toThrow(RangeError);
  });
});
