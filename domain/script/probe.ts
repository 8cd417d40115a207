import type { Scene } from "./script.ts";

/** A few plain sentences in two scenes, by language: spoken once to learn how fast a voice is. */
export const RATE_PROBES: Readonly<Record<string, readonly Pick<Scene, "sentences">[]>> = {
  en: [
    {
      sentences: [
        "Every morning the harbour wakes before the town does.",
        "The nets are mended, the ropes are coiled, and someone makes the coffee.",
      ],
    },
    { sentences: ["Listen for a minute.", "You will hear which boats are going out, and which are staying in."] },
  ],
  de: [
    {
      sentences: [
        "Jeden Morgen wacht der Hafen vor der Stadt auf.",
        "Netze werden geflickt, Seile aufgerollt, und einer kocht immer Kaffee.",
      ],
    },
    { sentences: ["Hör eine Minute lang zu.", "Dann weißt du, welche Boote hinausfahren und welche bleiben."] },
  ],
  fr: [
    {
      sentences: [
        "Chaque matin, le port se réveille avant la ville.",
        "On répare les filets, on enroule les cordes, et quelqu'un prépare toujours le café.",
      ],
    },
    { sentences: ["Écoutez une minute.", "Vous saurez quels bateaux partent et lesquels restent au port."] },
  ],
  es: [
    {
      sentences: [
        "Cada mañana el puerto despierta antes que la ciudad.",
        "Se reparan las redes, se enrollan las cuerdas y alguien siempre prepara café.",
      ],
    },
    { sentences: ["Escucha durante un minuto.", "Sabrás qué barcos van a salir y cuáles se quedan en el puerto."] },
  ],
  it: [
    {
      sentences: [
        "Ogni mattina il porto si sveglia prima della città.",
        "Si riparano le reti, si arrotolano le corde, e qualcuno prepara sempre il caffè.",
      ],
    },
    { sentences: ["Ascolta per un minuto.", "Saprai quali barche escono e quali restano in porto."] },
  ],
  pt: [
    {
      sentences: [
        "Todas as manhãs o porto acorda antes da cidade.",
        "Consertam-se as redes, enrolam-se as cordas, e alguém faz sempre o café.",
      ],
    },
    { sentences: ["Escute durante um minuto.", "Vai saber quais barcos saem e quais ficam no porto."] },
  ],
};
