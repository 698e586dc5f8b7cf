import type { Core } from 'cytoscape';
import type { CanvasMemory } from './canvas-memory';
import { fitViewport, panIntoView, zoomLimits, type Drawn, type Viewport } from './fit-viewport';
import type { Point } from './layout/layout-types';

const zoomStep = 1.25;
const moveMs = 150;

/** What part of the plane is looked at. Views that the viewer chose are left alone. */
export class GraphView {
  private size: { width: number; height: number };

  constructor(
    private readonly cy: Core,
    private readonly memory: CanvasMemory,
    private readonly animated: boolean,
  ) {
    this.size = { width: cy.width(), height: cy.height() };
    cy.minZoom(zoomLimits.min);
    cy.maxZoom(zoomLimits.max);
  }

  /** Shows all of this, and from then on follows the size of the canvas. */
  fit(drawn: Drawn): void {
    const viewport = fitViewport(drawn, this.size);
    if (!viewport) return;
    this.memory.userMoved = false;
    this.move(viewport);
  }

  zoomIn(): void {
    this.zoomBy(zoomStep);
  }

  zoomOut(): void {
    this.zoomBy(1 / zoomStep);
  }

  /** Takes over the view of an earlier canvas. */
  restore(viewport: Viewport): void {
    this.cy.viewport(viewport);
  }

  /** Pans as little as needed to bring a point into view. */
  reveal(at: Point | undefined): void {
    if (!at || !(this.size.width > 0 && this.size.height > 0)) return;
    const viewport = { zoom: this.cy.zoom(), pan: this.cy.pan() };
    const pan = panIntoView(viewport, at, this.size);
    if (pan.x !== viewport.pan.x || pan.y !== viewport.pan.y) this.move({ zoom: viewport.zoom, pan });
  }

  /** Notices a new size of the canvas: a view nobody moved is fitted again, in another the point stays in sight. */
  resize(drawn: Drawn, inSight: Point | undefined): void {
    this.cy.resize();
    const size = { width: this.cy.width(), height: this.cy.height() };
    if (size.width === this.size.width && size.height === this.size.height) return;
    const wasHidden = this.size.width === 0 || this.size.height === 0;
    this.size = size;
    if (wasHidden || (!this.memory.userMoved && !inSight)) {
      const viewport = fitViewport(drawn, size);
      if (viewport) this.cy.viewport(viewport);
    } else {
      this.reveal(inSight);
    }
  }

  /** Where a point of the plane is on the canvas, in pixels; undefined means its middle. */
  onCanvas(at: Point | undefined): Point {
    if (!at) return { x: this.size.width / 2, y: this.size.height / 2 };
    const { x, y } = this.cy.pan();
    return { x: at.x * this.cy.zoom() + x, y: at.y * this.cy.zoom() + y };
  }

  private zoomBy(factor: number): void {
    this.memory.userMoved = true;
    const zoom = Math.min(zoomLimits.max, Math.max(zoomLimits.min, this.cy.zoom() * factor));
    const middle = this.onCanvas(undefined);
    const scale = zoom / this.cy.zoom();
    const pan = this.cy.pan();
    this.move({
      zoom,
      pan: { x: middle.x - (middle.x - pan.x) * scale, y: middle.y - (middle.y - pan.y) * scale },
    });
  }

  private move(viewport: Viewport): void {
    this.cy.stop(true, true);
    if (this.animated && this.memory.viewport) this.cy.animate({ ...viewport }, { duration: moveMs });
    else this.cy.viewport(viewport);
  }
}
