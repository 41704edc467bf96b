/** The words that only a wall says, in four languages; the others are those of every viewer (shared/ticker-texts.ts). */
export interface WallTexts {
  /** On the button, where the browser lets it be silent only. */
  readonly soundOff: string;
  /** Before the time at which quiet hours end. */
  readonly quietUntil: string;
  /** Where the server knows no such section. */
  readonly refused: string;
  /** Before how many takeovers wait. */
  readonly next: string;
}

const NL: WallTexts = {
  soundOff: 'Geluid staat uit: druk op een toets',
  quietUntil: 'Stil tot',
  refused: 'Deze rubriek is er niet (meer).',
  next: 'Nog',
};

const TEXTS: Readonly<Record<string, WallTexts>> = {
  en: {
    soundOff: 'Sound is off: press a key',
    quietUntil: 'Quiet until',
    refused: 'There is no such section (any more).',
    next: 'Next:',
  },
  de: {
    soundOff: 'Ton ist aus: eine Taste drücken',
    quietUntil: 'Ruhe bis',
    refused: 'Dieses Ressort gibt es nicht (mehr).',
    next: 'Danach:',
  },
  fr: {
    soundOff: 'Son coupé : appuyez sur une touche',
    quietUntil: "Silence jusqu'à",
    refused: "Cette rubrique n'existe pas (ou plus).",
    next: 'Encore :',
  },
};

/** The texts of a language tag; Dutch where we do not speak it. */
export function wallTextsOf(lang: string): WallTexts {
  return TEXTS[lang.slice(0, 2).toLowerCase()] ?? NL;
}
