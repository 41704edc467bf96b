import { describe, expect, test } from 'vitest';
import { toContent } from '../../../server/submission.ts';
import { DEFAULT_SECTIONS } from '../../../server/sections.ts';
import { STORIES } from '../../../server/wire/demo-dispatches.ts';
import { tellStory } from '../../../server/wire/demo-story.ts';
import { read, SubmissionSchema } from '../../../shared/dispatch.ts';

const ROUNDS = 5;
const places = Array.from({ length: STORIES.length * ROUNDS }, (_, place) => place);

/** Every version of every story, as it would be published. */
const contents = places.flatMap((place) => {
  const { id, steps } = tellStory(STORIES, place);
  return steps.flatMap((step) => {
    if ('withdraw' in step) return [];
    const reading = read(SubmissionSchema, step.submission);
    if (!reading.ok) throw new Error(`${id}: ${JSON.stringify(reading.problems)}`);
    return [toContent(reading.value, { id })];
  });
});

describe('the copy of the demo wire', () => {
  test('passes the gate, opens with a dateline, and has a lead of 120 to 300 characters', () => {
    const odd = contents.filter(({ dateline, lead }) => !dateline || lead.length < 120 || lead.length > 300);
    expect(odd.map(({ title }) => title)).toEqual([]);
  });

  test('shows the grammar of a wire: several agencies, none, an apostrophe, a dash of another length', () => {
    const raws = new Set(contents.map(({ dateline }) => dateline?.raw));
    expect(raws).toContain('MÜNCHEN (ANP/DPA)');
    expect(raws).toContain("'s-HERTOGENBOSCH (ANP)");
    expect(raws).toContain('SLUISKIL');
    expect(STORIES.some(({ text }) => text.includes(') – '))).toBe(true);
  });

  test('fills every section, and several articles have cross-heads', () => {
    const sections = new Set(STORIES.map(({ section }) => section));
    expect([...sections].sort()).toEqual(DEFAULT_SECTIONS.map(({ id }) => id).sort());
    const withCrossHeads = STORIES.filter((_, place) =>
      contents.find(({ id }) => id === `demo-${place + 1}`)?.body.some(({ kind }) => kind === 'crosshead'),
    );
    expect(withCrossHeads.length).toBeGreaterThan(5);
  });

  test('leaves no blank unfilled', () => {
    expect(JSON.stringify(contents)).not.toMatch(/[{]\p{L}+[}]/u);
  });

  test('tells each story once a round', () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const told = STORIES.map((_, turn) => tellStory(STORIES, round * STORIES.length + turn));
      const sections = told.map(({ steps }) => ('submission' in steps[0] ? steps[0].submission.section : ''));
      expect(sections.sort()).toEqual(STORIES.map(({ section }) => section).sort());
    }
  });

  test('says the same at the same place, whoever asks', () => {
    expect(tellStory(STORIES, 137)).toEqual(tellStory(STORIES, 137));
    expect(tellStory(STORIES, 137)).not.toEqual(tellStory(STORIES, 137 + STORIES.length));
  });
});
