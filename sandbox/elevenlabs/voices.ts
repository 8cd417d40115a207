/** Some premade voices as the API lists them, by their real ids. */
export const VOICES = [
  voice("21m00Tcm4TlvDq8ikWAM", "Rachel", "american"),
  voice("pNInz6obpgDQGcFmaJgB", "Adam", "american"),
  voice("JBFqnCBsd6RMkjVDRZzb", "George", "british"),
  voice("XB0fDUnXU5powFXDhCwa", "Charlotte", "swedish"),
  voice("nPczCjzI2devNBz1zQrb", "Brian", "german"),
];

/** Who speaks for a voice here. */
export const SPEAKERS: Readonly<Record<string, string>> = {
  "21m00Tcm4TlvDq8ikWAM": "en-us+f2",
  pNInz6obpgDQGcFmaJgB: "en-us+m3",
  JBFqnCBsd6RMkjVDRZzb: "en-gb+m1",
  XB0fDUnXU5powFXDhCwa: "sv+f3",
  nPczCjzI2devNBz1zQrb: "de+m7",
};

function voice(id: string, name: string, accent: string) {
  return { voice_id: id, name, category: "premade", labels: { accent, use_case: "narration" }, preview_url: null };
}
