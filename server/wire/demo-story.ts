/**
 * What the demo wire says at each place of its endless sequence: a pure function of the place, so that a second
 * start, or a second process, says the same. A later round tells the same stories of other towns, in another order.
 */

/** What comes after a story: a later version of it, or its withdrawal, some seconds after it was published. */
export type FollowUp =
  | {
      readonly afterSeconds: number;
      readonly signal?: 'update' | 'correction';
      readonly note?: string;
      readonly title?: string;
      readonly text?: string;
    }
  | { readonly afterSeconds: number; readonly withdraw: string };

export interface Story {
  readonly section: string;
  readonly title: string;
  readonly text: string;
  /** Paragraphs and cross-heads with blank lines between them. */
  readonly body?: string;
  readonly urgency?: number;
  /** The words that differ from round to round; lists of one length go together. */
  readonly vary?: Readonly<Record<string, readonly string[]>>;
  readonly then?: readonly FollowUp[];
}

/** One step in the life of a dispatch, as it goes through the gate or takes it away. */
export type Step =
  | {
      readonly afterSeconds: number;
      readonly version: number;
      readonly submission: Readonly<Record<string, unknown>>;
    }
  | { readonly afterSeconds: number; readonly withdraw: string };

export interface ToldStory {
  readonly id: string;
  /** The first publishes it; the others follow. */
  readonly steps: readonly [Step, ...Step[]];
}

export function demoId(place: number): string {
  return `demo-${place + 1}`;
}

/** The story at a place (0, 1, 2 …) of the sequence; `stories` must not be empty. */
export function tellStory(stories: readonly Story[], place: number): ToldStory {
  const round = Math.floor(place / stories.length);
  const story = stories[indexIn(stories.length, round, place % stories.length)];
  if (!story) throw new Error(`The demo wire has no story at place ${place} of ${stories.length}.`);

  const fill = (text: string) => fillWords(text, story.vary ?? {}, round);
  const { section, urgency, body, then = [] } = story;
  const first = {
    section,
    title: fill(story.title),
    text: fill(story.text),
    ...(body !== undefined && { body: fill(body) }),
    ...(urgency !== undefined && { urgency }),
  };
  const steps = then.map((followUp, index): Step => {
    if ('withdraw' in followUp) return followUp;
    const { afterSeconds, signal, note, title, text } = followUp;
    const submission = {
      ...first,
      ...(title !== undefined && { title: fill(title) }),
      ...(text !== undefined && { text: fill(text) }),
      ...(signal && { signal }),
      ...(note !== undefined && { note: fill(note) }),
    };
    return { afterSeconds, version: index + 2, submission };
  });
  return { id: demoId(place), steps: [{ afterSeconds: 0, version: 1, submission: first }, ...steps] };
}

/** The first round goes as written; a later one starts elsewhere and strides through all of them. */
function indexIn(count: number, round: number, turn: number): number {
  if (round === 0) return turn;
  const stride = [17, 19, 23].find((prime) => count % prime !== 0) ?? 1;
  return (turn * stride + round * 7) % count;
}

function fillWords(text: string, vary: NonNullable<Story['vary']>, round: number): string {
  return text.replace(/\{(\p{L}+)\}/gu, (blank, name: string) => {
    const words = vary[name.toLowerCase()];
    const word = words?.[round % words.length];
    if (word === undefined) throw new Error(`A demo story has nothing to fill ${blank} with.`);
    return name === name.toUpperCase() ? word.toLocaleUpperCase('nl') : word;
  });
}
