/** The measures with a yardstick as pairs of bars, in an SVG that reads on light and on dark ground alike. */
import type { Measure } from './measure.ts';
import { boundText, figure, isWithin, ratioOf } from './verdict.ts';

const WIDTH = 760;
const LABEL = 24;
const BAR = 14;
const ROW = LABEL + 2 * BAR + 26;
/** Leaves room for the yardstick's name behind its bar. */
const LONGEST = 330;
const GREY = '#8a8f98';
const OURS = '#2f81f7';
const PAST = '#d1242f';

export function drawChart(measures: readonly Measure[], caption: string): string {
  const compared = measures.filter(({ yardstick }) => yardstick);
  const alone = measures.filter(({ yardstick }) => !yardstick);
  const top = 44;
  const foot = top + compared.length * ROW;
  const height = foot + alone.length * 20 + 40;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="Measured figures beside their yardsticks" font-family="system-ui, sans-serif" font-size="12" fill="${GREY}">`,
    text(16, 24, 'Measured beside the yardstick of the same run', 'font-size="15" font-weight="600"'),
    ...compared.flatMap((measure, row) => drawPair(measure, top + row * ROW)),
    ...alone.map((measure, row) => drawLine(measure, foot + 14 + row * 20)),
    text(16, height - 12, caption, 'font-size="10"'),
    '</svg>',
    '',
  ].join('\n');
}

function drawPair(measure: Measure, y: number): string[] {
  const { name, value, unit, yardstick } = measure;
  if (!yardstick) return [];
  const scale = LONGEST / Math.max(value, yardstick.value, Number.MIN_VALUE);
  const bar = (at: number, length: number, colour: string): string =>
    `<rect x="16" y="${at}" width="${Math.max(1, length * scale).toFixed(1)}" height="${BAR - 3}" rx="2" fill="${colour}"/>`;
  const bound = [`${figure(ratioOf(measure) ?? NaN)} ×`, boundText(measure)].filter(Boolean).join(', bound ');
  return [
    text(16, y + LABEL - 8, name, 'font-weight="600"') +
      text(WIDTH - 16, y + LABEL - 8, bound, 'text-anchor="end"'),
    bar(y + LABEL, value, isWithin(measure) ? OURS : PAST),
    text(26 + value * scale, y + LABEL + 10, `${figure(value)} ${unit}`),
    bar(y + LABEL + BAR, yardstick.value, GREY),
    text(
      26 + yardstick.value * scale,
      y + LABEL + BAR + 10,
      `${figure(yardstick.value)} ${unit}, ${yardstick.name}`,
    ),
  ];
}

function drawLine(measure: Measure, y: number): string {
  const { name, value, unit } = measure;
  const colour = isWithin(measure) ? '' : `fill="${PAST}"`;
  const bound = boundText(measure);
  return text(16, y, `${name}: ${figure(value)} ${unit}${bound && ` (${bound})`}`, colour);
}

function text(x: number, y: number, content: string, attributes = ''): string {
  return `<text x="${x.toFixed(1)}" y="${y}" ${attributes}>${escape(content)}</text>`;
}

function escape(content: string): string {
  return content.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}
