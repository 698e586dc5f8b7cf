import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { NodeShape, Picture, PictureEdge, PictureNode } from './picture';
import { writeSvg } from './svg';

const colours = {
  background: '#ffffff',
  box: '#eeeeee',
  boxLine: '#cccccc',
  dim: '#555555',
  chip: '#ffffff',
  chipLine: '#dddddd',
};

function node(x: number, y: number, fields: Partial<PictureNode> = {}): PictureNode {
  return {
    at: { x, y },
    radius: 19,
    shape: 'circle',
    fill: '#ffffff',
    stroke: '#546c81',
    strokeWidth: 2,
    dashed: false,
    label: 'web\nv1',
    labelColour: '#111111',
    haloColour: '#eeeeee',
    labelWidth: 60,
    ...fields,
  };
}

function edge(fields: Partial<PictureEdge> = {}): PictureEdge {
  return {
    from: { x: 0, y: 0 },
    to: { x: 200, y: 0 },
    by: [],
    loop: false,
    colour: '#546c81',
    width: 2,
    dashed: false,
    label: '3 rps',
    labelColour: '#111111',
    labelAt: 'middle',
    ...fields,
  };
}

function picture(fields: Partial<Picture>): Picture {
  return { boxes: [], nodes: [], edges: [], caption: 'shop', colours, ...fields };
}

/** Elements and texts of a document that is well-formed; throws where it is not. */
function readXml(text: string): { elements: string[]; texts: string[] } {
  const [open, elements, texts]: [string[], string[], string[]] = [[], [], []];
  let rest = text.trimEnd();
  while (rest !== '') {
    const tag = /^<(\/?)([a-z]+)((?: [\w:-]+="[^"<>]*")*) ?(\/?)>/.exec(rest);
    if (tag) {
      const [whole, closing, name = '', , empty] = tag;
      if (closing) expect(open.pop()).toBe(name);
      else {
        elements.push(name);
        if (!empty) open.push(name);
      }
      rest = rest.slice(whole.length);
      continue;
    }
    const words = /^[^<>&]*(?:&(?:amp|lt|gt|quot|#39);[^<>&]*)*/.exec(rest)?.[0] ?? '';
    expect(words, `something stands where text or a tag belongs: ${rest.slice(0, 60)}`).not.toBe('');
    texts.push(words);
    rest = rest.slice(words.length);
  }
  expect(open).toEqual([]);
  return { elements, texts: texts.map(unescape).filter((words) => words.trim() !== '') };
}

function unescape(text: string): string {
  const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };
  return text.replaceAll(/&([a-z0-9#]+);/g, (_, name: string) => entities[name] ?? '?');
}

const count = (elements: readonly string[], name: string) => elements.filter((one) => one === name).length;

describe('writeSvg', () => {
  it('draws boxes below edges below nodes, and the caption below all', () => {
    const { elements, texts } = readXml(
      writeSvg(
        picture({
          boxes: [{ left: -40, top: -60, right: 260, bottom: 90, name: 'shop' }],
          nodes: [node(0, 0), node(200, 0, { shape: 'square', label: 'cart' })],
          edges: [edge()],
        }),
      ),
    );
    expect(texts).toEqual(['shop', 'shop', 'web', 'v1', 'cart', '3 rps', 'shop']);
    expect(elements.indexOf('path')).toBeGreaterThan(elements.indexOf('rect'));
    expect(elements.indexOf('circle')).toBeGreaterThan(elements.indexOf('path'));
  });

  it('is large enough for every label and every bend', () => {
    const svg = writeSvg(
      picture({
        nodes: [node(0, 0, { labelWidth: 400 })],
        edges: [
          edge({
            by: [
              { x: 50, y: -300 },
              { x: 150, y: -300 },
            ],
          }),
        ],
      }),
    );
    const [left = 0, top = 0, width = 0] = (/viewBox="([^"]+)"/.exec(svg)?.[1] ?? '').split(' ').map(Number);
    expect(left).toBeLessThan(-200);
    expect(left + width).toBeGreaterThan(200);
    expect(top).toBeLessThan(-300);
  });

  it('ends a line before the outline of its node, where the arrow is', () => {
    const svg = writeSvg(picture({ edges: [edge({ label: '' })] }));
    const [, end] = /d="M20 0L([\d.]+) 0"/.exec(svg) ?? [];
    expect(Number(end)).toBeGreaterThan(160);
    expect(Number(end)).toBeLessThan(181);
    expect(svg).toContain('<polygon points="177,0 ');
  });

  it('is well-formed and keeps every text as text, whatever the names are', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 20 }),
      fc.constantFrom('</text>', '<script>alert(1)</script>', '&lt;', ']]>', '"', "'", '\u0000', '\ud800'),
    );
    const shape = fc.constantFrom<NodeShape>(
      'circle',
      'square',
      'hexagon',
      'octagon',
      'diamond',
      'cut',
      'tag',
    );
    const place = fc.record({
      x: fc.integer({ min: -999, max: 999 }),
      y: fc.integer({ min: -999, max: 999 }),
    });
    const nodes = fc.array(
      fc
        .record({ at: place, shape, label: text })
        .map(({ at, shape, label }) => node(at.x, at.y, { shape, label })),
      { maxLength: 6 },
    );
    const edges = fc.array(
      fc
        .record({
          from: place,
          to: place,
          by: fc.array(place, { maxLength: 4 }),
          loop: fc.boolean(),
          label: text,
        })
        .map((fields) => edge(fields)),
      { maxLength: 6 },
    );
    fc.assert(
      fc.property(nodes, edges, text, text, (nodes, edges, name, caption) => {
        const boxes = [{ left: 0, top: 0, right: 9, bottom: 9, name }];
        const svg = writeSvg(picture({ nodes, edges, boxes, caption }));
        const { elements } = readXml(svg);
        expect(count(elements, 'path')).toBe(edges.length);
        expect(count(elements, 'script')).toBe(0);
        expect(svg).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/);
        expect(svg.match(/(NaN|Infinity|undefined)/) && !caption.includes('NaN')).toBeFalsy();
        const shapes = ['circle', 'polygon', 'rect'].map((one) => count(elements, one));
        const chips = edges.filter(({ label }) => label !== '').length;
        expect(shapes.reduce((sum, one) => sum + one, 0)).toBe(nodes.length + edges.length + 2 + chips);
      }),
    );
  });
});
