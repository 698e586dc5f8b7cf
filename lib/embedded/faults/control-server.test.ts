import http from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startFaultControl, type FaultControl } from './control-server';
import { FaultSwitches } from './fault-switches';

let switches: FaultSwitches;
let control: FaultControl;

beforeEach(async () => {
  switches = new FaultSwitches();
  control = await startFaultControl(switches, 0);
});

afterEach(() => control.close());

async function ask(method: string, body?: string, url = control.url) {
  const answer = await fetch(url, { method, ...(body === undefined ? {} : { body }) });
  return { status: answer.status, body: await answer.json() };
}

function askWithHeaders(headers: http.OutgoingHttpHeaders): Promise<number> {
  return new Promise((resolve, reject) => {
    const request = http.request(control.url, { method: 'DELETE', headers, agent: false });
    request.on('error', reject);
    request.on('response', (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    request.end();
  });
}

describe('the control port', () => {
  it('switches, tells and clears', async () => {
    const faults = [{ server: 'prometheus', kind: 'empty', times: 2 }];
    expect(await ask('PUT', JSON.stringify(faults))).toEqual({ status: 200, body: { faults } });
    expect(await ask('GET')).toEqual({ status: 200, body: { faults } });
    expect(switches.list()).toEqual(faults);
    expect(await ask('DELETE')).toEqual({ status: 200, body: { faults: [] } });
    expect(switches.list()).toEqual([]);
  });

  it('says what is wrong with a list, and leaves everything as it was', async () => {
    await ask('PUT', '[{"server":"prometheus","kind":"html"}]');
    expect(await ask('PUT', '[{"server":"prometheus","kind":"delay"}]')).toMatchObject({
      status: 400,
      body: { error: 'Fault 1 (delay): ms is a whole number from 0 to 3600000.' },
    });
    expect((await ask('PUT', 'x'.repeat(300_000))).status).toBe(400);
    expect(switches.list()).toHaveLength(1);
  });

  it('serves nothing else', async () => {
    expect((await ask('POST')).status).toBe(405);
    expect((await ask('GET', undefined, `${control.url}/x`)).status).toBe(404);
  });

  it.each([
    [{ origin: 'http://localhost:3000' }, 403],
    [{ origin: 'null' }, 403],
    [{ host: 'mesh.example.com' }, 403],
    [{ host: '127.0.0.1.example.com' }, 403],
    [{ host: 'localhost:1234' }, 200],
  ])('answers %j with %d', async (headers, status) => {
    switches.set([{ server: 'prometheus', kind: 'empty' }]);
    expect(await askWithHeaders(headers)).toBe(status);
    expect(switches.list()).toHaveLength(status === 200 ? 0 : 1);
  });
});
