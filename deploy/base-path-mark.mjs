// Next fixes the path below which an application is when it builds it. Ours is built for this one, which no address has, and
// prepare-standalone.mjs and build-below.mjs put another in its place: docs/adr/0002-base-path.md.
export const BASE_PATH_MARK = '/0telltale0base0path0';
