import { describe, expect, it } from 'vitest';
import { linkToMoment, linkToView } from './view-link';

const address = 'https://mesh.example/graph?namespaces=shop&select=edge:a%7Cb&view=table#main';

describe('a link to a view', () => {
  it('is the whole address without its fragment', () => {
    expect(linkToView(address)).toBe(
      'https://mesh.example/graph?namespaces=shop&select=edge:a%7Cb&view=table',
    );
  });

  it('holds the instant that was shown, when the person wants this moment', () => {
    const link = new URL(linkToMoment(address, 1_933_153_335.7));
    expect(link.searchParams.get('at')).toBe('1933153335');
    expect(link.searchParams.get('select')).toBe('edge:a|b');
  });

  it('has one instant only', () => {
    const again = linkToMoment(linkToMoment(address, 1_933_153_335), 1_933_153_999);
    expect(new URL(again).searchParams.getAll('at')).toEqual(['1933153999']);
  });
});
