/**
 * `reserve.css`: keeps the height of a ticker free before its script has come, and where it never comes.
 *
 * How many lines the longest text takes depends on the width and the letters of the page, which no rule can compute;
 * so a text of that length is set, unseen and taking no width, and the browser breaks it into lines. The element
 * counts the same lines from a piece of that text (client/controllers); a test holds the two together.
 */

/** A line of ordinary Dutch, as the element measures it, and how much of it the longest text is. */
const PROBE = 'De minister zei dinsdag dat de plannen voor de dijk rond zijn';
const TEXT_LENGTH = 320;
const HEADLINE_LENGTH = 90;
const MOST_ROWS = 50;

export function reserveCss(): string {
  const rows = Array.from({ length: MOST_ROWS }, (_, index) => index + 1);
  return `/* Reserves the height of <news-ticker>, before its script and without it. */
news-ticker {
  --reserve-rows: 5;
  display: flow-root;
}
news-ticker[hidden] {
  display: none;
}
${rows.map((count) => `news-ticker[rows='${count}'] { --reserve-rows: ${count}; }`).join('\n')}
/* Above the list: rule, heading and status. A row: all but the lines of its text, which follow from the width. */
news-ticker::before {
  --reserve-above: calc(4px + 1.95em + 2.4rem + var(--reserve-rows) * (6.68em + 1px));
  content: '${lengthened(TEXT_LENGTH)}';
  float: left;
  box-sizing: border-box;
  inline-size: 100%;
  margin-right: -100%;
  padding: var(--reserve-above) 2.2em 0 0;
  /* Invalid, and so \`auto\`, where the page does not say how many lines a text may have. */
  block-size: calc(var(--reserve-above) + var(--ticker-lead-lines) * var(--reserve-rows) * 1.5em);
  overflow: hidden;
  font-size: 0.9375em;
  line-height: calc(1.5 * var(--reserve-rows));
  text-indent: 0;
  white-space: break-spaces;
  word-break: break-all;
  visibility: hidden;
  pointer-events: none;
}
/* One headline at a time; from about 62em on it stands beside the heading. */
news-ticker[layout='line']::before {
  --reserve-narrow: clamp(0px, (50.9em - 100%) * 1000, 1.4em + 1.875rem + 0.5rem);
  --reserve-aside: clamp(0px, (100% - 45em) * 1000, 18em);
  content: '${lengthened(HEADLINE_LENGTH)}';
  padding: calc(4px + 2.15em + var(--reserve-narrow)) calc(2.2em + var(--reserve-aside)) 0 0;
  block-size: auto;
  font-size: 1.21875em;
  line-height: 1.2;
}
@media print {
  news-ticker::before {
    content: none;
  }
}
`;
}

/** The probe, over and over, up to this length. */
function lengthened(length: number): string {
  return `${PROBE} `.repeat(Math.ceil(length / PROBE.length)).slice(0, length);
}
