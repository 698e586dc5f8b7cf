import type { TrafficMeasure } from './traffic-sample';

/** What a measure counts per second; connections are no measure of how much flows. */
export function unitOf(measure: TrafficMeasure): 'requests' | 'messages' | 'bytes' | 'connections' {
  switch (measure) {
    case 'requests':
      return 'requests';
    case 'requestMessages':
    case 'responseMessages':
      return 'messages';
    case 'tcpSent':
    case 'tcpReceived':
      return 'bytes';
    default:
      return 'connections';
  }
}

/** Whether a measure is part of the rate that an arrow shows. */
export function countsTowardsRate(measure: TrafficMeasure): boolean {
  return unitOf(measure) !== 'connections';
}
