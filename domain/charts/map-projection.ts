import type { Box } from "../look/artwork-shapes.ts";
import type { SceneMap } from "../script/script.ts";

/** Degrees to pixels of a picture. */
export interface Projection {
  readonly place: (place: { readonly lat: number; readonly lon: number }) => readonly [number, number];
  /** Pixels once around the globe. */
  readonly turnPx: number;
}

/** The bundled outline is coarse: closer than this it would be all corners. */
const SMALLEST_SPAN_DEGREES = 16;
const MARGIN_SHARE = 0.12;

/** Why a map cannot be drawn, or null. */
export function mapProblem({ places }: SceneMap): string | null {
  if (places.length === 0 || places.length > 12) return "a map shows 1 to 12 places";
  const wrong = places.find(
    ({ lat, lon, name }) => !(Math.abs(lat) <= 85 && Math.abs(lon) <= 180) || name.trim() === "",
  );
  return wrong === undefined ? null : `the place “${wrong.name}” lies at ${wrong.lat}, ${wrong.lon}`;
}

/**
 * Equirectangular with the true scale at the middle of the places, which it puts into the middle of the area. Places on
 * both sides of the date line are shown across it.
 */
export function projectionOf({ places }: SceneMap, area: Box): Projection {
  const crosses = span(places.map(({ lon }) => lon)) > 180;
  const eastOf = (lon: number): number => (crosses && lon < 0 ? lon + 360 : lon);
  const lons = places.map(({ lon }) => eastOf(lon));
  const lats = places.map(({ lat }) => lat);
  const centre = { lat: middle(lats), lon: middle(lons) };
  const shrink = Math.cos((centre.lat * Math.PI) / 180);
  const width = Math.max(SMALLEST_SPAN_DEGREES, span(lons) * shrink);
  const height = Math.max(SMALLEST_SPAN_DEGREES, span(lats));
  const room = 1 - 2 * MARGIN_SHARE;
  const scale = Math.min(((area.right - area.left) * room) / width, ((area.bottom - area.top) * room) / height);
  const [x, y] = [(area.left + area.right) / 2, (area.top + area.bottom) / 2];
  const place: Projection["place"] = ({ lat, lon }) => {
    // The nearest of a meridian's turns around the globe.
    const east = lon + 360 * Math.round((centre.lon - lon) / 360);
    return [x + (east - centre.lon) * shrink * scale, y - (lat - centre.lat) * scale];
  };
  return { place, turnPx: 360 * shrink * scale };
}

function span(values: readonly number[]): number {
  return Math.max(...values) - Math.min(...values);
}

function middle(values: readonly number[]): number {
  return (Math.max(...values) + Math.min(...values)) / 2;
}
