/** What the stand-in libraries hold. Their files are drawn when somebody first asks for them. */
export interface StockAsset {
  readonly id: number;
  readonly kind: "photo" | "clip";
  /** Words that a search finds it by; the first ones are its title. */
  readonly tags: readonly string[];
  readonly author: string;
  readonly width: number;
  readonly height: number;
  /** 0 for a photo. */
  readonly seconds: number;
  /** Three colours of the picture, `rrggbb`. */
  readonly colours: readonly [string, string, string];
}

type Subject = readonly [tags: string, colours: readonly [string, string, string]];

const SUBJECTS: readonly Subject[] = [
  ["ocean waves sea water tide beach shore", ["0b3d5c", "3fa7c4", "e9f5f2"]],
  ["moon night sky stars space orbit", ["05070f", "2a2f55", "d8d9e6"]],
  ["mountain snow peak hiking landscape", ["27435e", "8fb1c9", "f4f7fa"]],
  ["forest trees nature green leaves", ["0f2b18", "3c7a3a", "b9d78a"]],
  ["city street night lights traffic", ["120f1f", "7a3b68", "f6b15a"]],
  ["coffee cup beans roast morning", ["2b1710", "7b4a2b", "e3c39a"]],
  ["computer code screen keyboard data", ["07131c", "14495c", "6fe0b8"]],
  ["blue sky clouds sun light air", ["1f6fc0", "8fc6f2", "ffffff"]],
  ["bread dough baking kitchen flour oven", ["5a3a1c", "c98f4c", "f6e2b8"]],
  ["river bridge water stone town", ["2d4a4f", "6f9ba0", "d9d2bd"]],
  ["people meeting office team work", ["2f2f3a", "8a7f78", "e6dfd8"]],
  ["bee flower honey garden pollen", ["3a4a12", "d9a514", "f7e9a0"]],
  ["glacier ice arctic cold climate", ["12364a", "7cc4da", "f1fbff"]],
  ["brain science laboratory microscope research", ["1c1440", "6a4fb5", "e7d7ff"]],
];

const AUTHORS = ["Ada Lind", "Bruno Okafor", "Chen Wei", "Dana Petrova", "Elif Aydin", "Femi Adeyemi", "Greta Holm"];

/** Each subject as a wide and an upright photo and clip. Libraries differ by their first id. */
export function stockLibrary(firstId: number): readonly StockAsset[] {
  return SUBJECTS.flatMap(([words, colours], subject) => {
    const shared = { tags: words.split(" "), colours, author: AUTHORS[(subject + firstId) % AUTHORS.length] ?? "" };
    const id = firstId + subject * 10;
    return [
      { ...shared, id, kind: "photo", width: 3840, height: 2560, seconds: 0 },
      { ...shared, id: id + 1, kind: "photo", width: 2560, height: 3840, seconds: 0 },
      { ...shared, id: id + 2, kind: "clip", width: 1920, height: 1080, seconds: 14 },
      { ...shared, id: id + 3, kind: "clip", width: 1080, height: 1920, seconds: 9 },
      { ...shared, id: id + 4, kind: "clip", width: 1280, height: 720, seconds: 20 },
    ] as const;
  });
}

export interface StockQuery {
  readonly query: string;
  readonly kind: StockAsset["kind"];
  readonly orientation: "landscape" | "portrait" | "square" | "all";
}

/** Whatever shares a word with the query, most words first. */
export function findStock(assets: readonly StockAsset[], { query, kind, orientation }: StockQuery): StockAsset[] {
  const words = new Set(query.toLowerCase().split(/[^\p{L}\p{N}]+/u));
  const hits = ({ tags }: StockAsset): number => tags.filter((tag) => words.has(tag) || words.has(`${tag}s`)).length;
  return assets
    .filter((asset) => asset.kind === kind && hits(asset) > 0 && fits(asset, orientation))
    .toSorted((left, right) => hits(right) - hits(left) || left.id - right.id);
}

function fits({ width, height }: StockAsset, orientation: StockQuery["orientation"]): boolean {
  if (orientation === "all" || orientation === "square") return true;
  return orientation === "landscape" ? width > height : height > width;
}

/** A page of a list, as both libraries count them. */
export function pageOf<T>(list: readonly T[], page: number, perPage: number): readonly T[] {
  return list.slice((page - 1) * perPage, page * perPage);
}
