/** Whether a measure keeps its bound, and how a person reads it. */
import type { Measure } from './measure.ts';

export function ratioOf({ value, yardstick }: Measure): number | undefined {
  return yardstick && value / yardstick.value;
}

/** A figure that is none (nothing was measured) keeps no bound. */
export function isWithin(measure: Measure): boolean {
  const { bound, value } = measure;
  if (!bound) return true;
  const judged = bound.of === 'ratio' ? (ratioOf(measure) ?? NaN) : value;
  return judged <= (bound.atMost ?? Infinity) && judged >= (bound.atLeast ?? -Infinity);
}

export function boundText({ bound, unit }: Measure): string {
  if (!bound) return '';
  const tail = bound.of === 'ratio' ? ' ×' : unit === '' ? '' : ` ${unit}`;
  const parts = [
    ...(bound.atMost === undefined ? [] : [`≤ ${figure(bound.atMost)}${tail}`]),
    ...(bound.atLeast === undefined ? [] : [`≥ ${figure(bound.atLeast)}${tail}`]),
  ];
  return parts.join(', ');
}

/** Three significant digits, whole from 100 on. */
export function figure(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  return Math.abs(value) >= 100
    ? Math.round(value).toLocaleString('en-GB')
    : String(Number(value.toPrecision(3)));
}

export function tableOf(measures: readonly Measure[]): string {
  const head = ['', 'what', 'value', 'yardstick', 'ratio', 'bound'];
  const rows = measures.map((measure) => {
    const ratio = ratioOf(measure);
    return [
      isWithin(measure) ? 'ok' : 'NO',
      measure.name,
      `${figure(measure.value)} ${measure.unit}`.trim(),
      measure.yardstick ? `${figure(measure.yardstick.value)} (${measure.yardstick.name})` : '',
      ratio === undefined ? '' : figure(ratio),
      boundText(measure),
    ];
  });
  const all = [head, ...rows];
  const widths = head.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  const lines = all.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  const notes = [...new Set(measures.flatMap(({ note }) => note ?? []))].map((note) => `  - ${note}`);
  return [...lines, '', ...notes].join('\n');
}
