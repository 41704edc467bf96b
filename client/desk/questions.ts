/** What is asked before something is done that readers will see, or that cannot be taken back. */
import type { Question } from './ask-dialog.ts';

export function toRelease(title: string, section: string): Question {
  return {
    heading: 'Nu publiceren?',
    words: `‘${title}’ komt zoals het is op ${section}.`,
    button: 'Publiceren',
  };
}

export function toDiscard(title: string): Question {
  return {
    heading: 'Wegleggen?',
    words: `‘${title}’ wordt niet gepubliceerd, ook niet als de draad een nieuwe versie stuurt.`,
    button: 'Wegleggen',
    label: 'Waarom? Alleen de redactie ziet dit.',
  };
}

export function toHold(title: string): Question {
  return {
    heading: 'Aanhouden?',
    words: `‘${title}’ gaat van alle schermen. De tekst blijft hier staan; vrijgeven kan later.`,
    button: 'Aanhouden',
    label: 'Waarom? Mag leeg blijven; alleen de redactie ziet dit.',
  };
}

export function toWithdraw(title: string): Question {
  return {
    heading: 'Intrekken?',
    words: `‘${title}’ verdwijnt van alle schermen, en de tekst overal uit de opslag. Dat kan niet ongedaan worden gemaakt.`,
    button: 'Intrekken',
    label: 'Waarom? De reden blijft in de geschiedenis staan.',
    demanded: 'Geef een reden.',
    grave: true,
  };
}

export function toFlash(title: string): Question {
  return {
    heading: 'Als flits publiceren?',
    words: `‘${title}’ komt groot op alle schermen.`,
    button: 'Flits publiceren',
    grave: true,
  };
}

export const TO_REWRITE: Question = {
  heading: 'Opnieuw publiceren?',
  words:
    'Dit bericht is ingetrokken en de tekst is weg. U schrijft die opnieuw; pas daarna vragen we het nog eens.',
  button: 'Opnieuw schrijven',
  grave: true,
};

export const TO_RESTORE: Question = {
  heading: 'Opnieuw publiceren?',
  words: 'Dit bericht is eerder ingetrokken. Met deze tekst komt het weer op alle schermen.',
  button: 'Opnieuw publiceren',
  grave: true,
};

export const TO_DROP_DRAFT: Question = {
  heading: 'Concept weggooien?',
  words: 'Wat u typte is dan weg.',
  button: 'Weggooien',
  grave: true,
};

export const TO_OPEN: Question = {
  heading: 'Bericht openen',
  words: 'Ook als het niet meer op een bord staat.',
  button: 'Openen',
  label: 'Nummer, of adres van het artikel',
  demanded: 'Vul een nummer of adres in.',
};
