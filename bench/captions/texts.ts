/** What is spoken: plain sentences, long ones with pauses, numbers, abbreviations, names. */
export const SPOKEN_TEXTS: readonly { readonly language: string; readonly sentences: readonly string[] }[] = [
  {
    language: "en-us",
    sentences: [
      "The sea breathes twice a day, and the moon is what it breathes for.",
      "In 2026, about 1,500 people a year crossed the strait at low water.",
      "Dr. Smith of NASA measured 3.7 metres — twice as much as the year before — and wrote it down.",
      "Why does water rise on both sides of the Earth at once?",
      "It costs $45 a month, e.g. for a boat, a rope and a very patient dog.",
      "First comes the flood; then, six hours later, the ebb takes everything back to where it came from.",
    ],
  },
  {
    language: "de",
    sentences: [
      "Das Meer atmet zweimal am Tag, und der Mond gibt den Takt dazu.",
      "Im Jahr 2026 überquerten etwa 1500 Menschen die Meerenge bei Niedrigwasser.",
      "Dr. Schmidt hat 3,7 Meter gemessen – doppelt so viel wie im Jahr davor – und es aufgeschrieben.",
      "Warum steigt das Wasser auf beiden Seiten der Erde zugleich?",
    ],
  },
  {
    language: "es",
    sentences: [
      "El mar respira dos veces al día, y la luna le marca el ritmo.",
      "En 2026 unas 1500 personas cruzaron el estrecho con la marea baja.",
      "¿Por qué sube el agua a la vez en los dos lados de la Tierra?",
    ],
  },
  {
    language: "fr-fr",
    sentences: [
      "La mer respire deux fois par jour, et la lune lui donne le rythme.",
      "En 2026, environ 1500 personnes ont traversé le détroit à marée basse.",
      "Pourquoi l’eau monte-t-elle des deux côtés de la Terre en même temps ?",
    ],
  },
  {
    language: "it",
    sentences: [
      "Il mare respira due volte al giorno, e la luna gli dà il ritmo.",
      "Perché l’acqua sale su entrambi i lati della Terra nello stesso momento?",
    ],
  },
];
