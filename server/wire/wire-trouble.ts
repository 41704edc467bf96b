/** What the desk reads when a wire does not work, in its own language; the server's own log has the details. */
import { FetchProblem, type FetchProblemType } from './fetch.ts';
import { ReaderBusy, UnreadableWire } from './wire-item.ts';

const FETCHING: Readonly<Record<FetchProblemType, string>> = {
  'address-refused': 'Het adres is niet openbaar en staat niet onder allow.',
  'not-found': 'De hostnaam bestaat niet.',
  'not-http': 'Het adres is geen http of https.',
  'bad-redirect': 'De doorverwijzing leidt nergens heen.',
  'too-many-redirects': 'Te veel doorverwijzingen.',
  'too-large': 'Te groot om op te halen.',
  'too-slow': 'Antwoordt niet op tijd.',
  'cut-off': 'Het antwoord werd halverwege afgebroken.',
  encoding: 'Het antwoord is anders ingepakt dan het aangeeft.',
  connection: 'Niet bereikbaar.',
  stopped: 'Werd onderbroken.',
};

export const CUT_OFF = 'De levering was niet compleet.';
export const FEED_GONE = 'De feed bestaat niet meer (410) en wordt niet meer opgevraagd.';

/** One sentence for whatever went wrong. */
export function troubleOf(error: unknown): string {
  if (error instanceof FetchProblem) {
    const step = error.hop === 1 ? '' : ` (doorverwijzing ${error.hop - 1})`;
    return FETCHING[error.type] + step;
  }
  if (error instanceof ReaderBusy) return 'Kon nu niet gelezen worden; het wordt opnieuw geprobeerd.';
  if (error instanceof UnreadableWire) return `Niet te lezen (${error.type}).`;
  return 'Er ging iets onverwachts mis; zie het logboek van de server.';
}

export function statusTrouble(status: number): string {
  return `De server van de feed antwoordt ${status}.`;
}

export function someRefused(items: number): string {
  return items === 1 ? 'Eén bericht was niet te gebruiken.' : `${items} berichten waren niet te gebruiken.`;
}
