import { css } from 'lit';

/** A label: its figures keep their width; the time in full is for the ear, and for paper. */
export const timeStyles = css`
  :host([hidden]) {
    display: none;
  }
  time {
    font-variant-numeric: tabular-nums;
    white-space: nowrap;
  }
  .full {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    overflow: hidden;
    clip-path: inset(50%);
  }
  @media print {
    .live {
      display: none;
    }
    .full {
      position: static;
      clip-path: none;
    }
  }
`;

/**
 * The list. Its height is reserved: rows times the tallest row there can be at this width, which follows from the
 * lines that titles and leads may have. A title is never cut. Rows are placed by transform, so nothing ever shifts.
 */
export const tickerStyles = css`
  :host {
    --_muted: var(--ticker-muted, currentColor);
    --_rule: rgba(128, 128, 128, 0.4);
    display: block;
    color: var(--ticker-color, inherit);
    overflow-wrap: anywhere;
  }
  @supports (color: color-mix(in srgb, red, blue)) {
    :host {
      --_muted: var(--ticker-muted, color-mix(in srgb, currentColor 74%, transparent));
    }
  }
  /* The shadow: letters never touch the edge of a ground of their own, which takes no room and moves nothing. */
  :host([theme='light']) {
    background: #fff;
    box-shadow: 0 0 0 0.75em #fff;
    color: var(--ticker-color, #1a1a1a);
    color-scheme: light;
  }
  :host([theme='dark']) {
    background: #161616;
    box-shadow: 0 0 0 0.75em #161616;
    color: var(--ticker-color, #ededed);
    color-scheme: dark;
  }
  /* A page that keeps its own words on one line does not mean ours. */
  section {
    white-space: normal;
    text-indent: 0;
  }
  h2,
  h3,
  p,
  ol {
    margin: 0;
    padding: 0;
  }
  header {
    display: flex;
    align-items: baseline;
    gap: 1em;
    border-block-start: 3px solid var(--ticker-accent, currentColor);
    padding-block-start: 0.5em;
  }
  h2 {
    font-size: 1.1875em;
    line-height: 1.3;
  }
  /* What is pressed is large enough for a finger, however small the letters. */
  header,
  .bar {
    line-height: max(1.5em, 24px);
  }
  .status,
  button {
    font-size: 0.8125em;
  }
  .bar {
    display: flex;
    gap: 0.5em;
    block-size: max(1.5em, 24px);
    white-space: nowrap;
    padding-block-end: 0.375em;
    border-block-end: 1px solid var(--_rule);
  }
  .status {
    flex: 1;
    overflow: hidden;
    text-overflow: ellipsis;
  }
  button {
    flex: none;
    font-family: inherit;
    line-height: inherit;
    min-inline-size: 24px;
    margin: 0;
    padding: 0;
    border: 0;
    background: none;
    cursor: pointer;
  }
  [part='pause'] {
    margin-inline-start: auto;
  }
  .bar .pending {
    color: inherit;
    font-weight: bold;
    text-decoration: underline;
  }
  button:hover,
  a:hover {
    text-decoration: underline;
    text-decoration-thickness: from-font;
    text-underline-offset: 0.15em;
  }
  :focus-visible {
    outline: 2px solid;
    outline-offset: 2px;
  }
  .status:not(:empty)::before {
    content: '';
    display: inline-block;
    box-sizing: border-box;
    inline-size: 0.6154em;
    block-size: 0.6154em;
    margin-inline-end: 0.5em;
    border: 1px solid;
    border-radius: 50%;
  }
  /* Filled by its border, which is there where the page's colours are not. */
  .status.live-now::before {
    border-width: 0.3125em;
    color: var(--ticker-accent, #d0342c);
  }
  .steps {
    display: none;
  }
  .box {
    /* Nothing, where the page does not say how many lines a lead may have; a title then has two of those it keeps free. */
    --_given: calc(var(--ticker-lead-lines) + 2);
    position: relative;
    block-size: calc(var(--_rows) * (3.5em + var(--_given, var(--_lines, 10)) * 1.40625em + 1px));
    overflow: hidden auto;
    scrollbar-width: thin;
  }
  ol {
    list-style: none;
  }
  li {
    position: absolute;
    top: 0;
    right: 0;
    left: 0;
    box-sizing: border-box;
    padding: 0.8125em 0 0.875em;
    border-block-end: 1px solid var(--_rule);
  }
  li[hidden] {
    display: none;
  }
  @media (prefers-reduced-motion: no-preference) {
    .moving li {
      transition: transform 200ms ease-out;
    }
    .new {
      animation: come 200ms ease-out;
    }
  }
  @keyframes come {
    from {
      opacity: 0;
    }
  }
  h3,
  .text,
  .note,
  .kept {
    display: -webkit-box;
    -webkit-box-orient: vertical;
    overflow: hidden;
  }
  h3 {
    font-size: 1.0625em;
    line-height: 1.3;
  }
  a {
    color: inherit;
    text-decoration: none;
  }
  /* The title cuts off what sticks out of it. */
  a:focus {
    outline-offset: -2px;
  }
  /* Words first; the rule below them says how much it matters, and colour only helps. */
  .urgency {
    font-size: 0.75em;
    letter-spacing: 0.06em;
    text-transform: uppercase;
    margin-inline-end: 0.25em;
    border-block-end: 0 solid var(--ticker-accent, currentColor);
  }
  .u1 {
    border-width: 0.25em;
  }
  .u2 {
    border-width: 0.125em;
  }
  .text {
    -webkit-line-clamp: var(--ticker-lead-lines, var(--_lines));
    margin-block-start: 0.25em;
    font-size: 0.9375em;
    line-height: 1.5;
  }
  .dateline {
    font-size: 0.875em;
    letter-spacing: 0.03em;
  }
  .meta {
    display: flex;
    gap: 1em;
    margin-block-start: 0.4em;
  }
  .note {
    -webkit-line-clamp: 2;
  }
  .note span {
    display: inline-block;
  }
  .note span::first-letter {
    text-transform: uppercase;
  }
  .meta,
  .note {
    font-size: 0.8125em;
    line-height: 1.5;
  }
  .status,
  .dateline,
  .meta,
  .note,
  button {
    color: var(--_muted);
  }
  time {
    min-inline-size: 9em;
  }
  .line {
    border-block-start: 3px solid var(--ticker-accent, currentColor);
    border-block-end: 1px solid var(--_rule);
    padding: 0.5em 0;
  }
  .line header,
  .line li {
    border: 0;
    padding: 0;
  }
  .line .steps {
    display: flex;
    margin-inline-start: auto;
  }
  .steps button {
    font-size: 1.25em;
    min-inline-size: max(1.4em, 24px);
  }
  .line .box {
    block-size: calc(var(--_lines) * 1.54375em + 0.4em + 1.21875em);
    margin-block-start: 0.5em;
    overflow: hidden;
  }
  .line h3 {
    -webkit-line-clamp: var(--_lines);
    font-size: 1.1875em;
  }
  .line .meta {
    overflow: hidden;
    white-space: nowrap;
  }
  .wide {
    display: grid;
    grid-template: 'h b s p' 'i b s p' 1fr / minmax(0, 14em) 1fr auto auto;
    column-gap: 1em;
    align-items: start;
  }
  .wide header,
  .wide .bar {
    display: contents;
  }
  .wide h2 {
    grid-area: h;
  }
  .wide button {
    grid-area: p;
  }
  .wide [part='retry'] {
    place-self: end;
  }
  .wide .status,
  .wide .pending {
    grid-area: i;
    text-align: start;
  }
  .wide .steps {
    grid-area: s;
  }
  .wide .box {
    grid-area: b;
    margin: 0;
  }
  /* Where a page lets what stands in it say how wide it is: a line of text, or less where there is less. */
  .fit {
    display: grid;
    grid: 0 / minmax(0, max-content);
    justify-items: start;
    overflow: hidden;
    visibility: hidden;
  }
  .probe {
    white-space: nowrap;
    font-size: 0.9375em;
  }
  @media print {
    section.line {
      display: block;
    }
    .box {
      block-size: auto !important;
      overflow: visible !important;
    }
    li {
      position: static;
      min-block-size: 0 !important;
      animation: none !important;
      transition: none !important;
      transform: none !important;
      break-inside: avoid;
    }
    .line li {
      padding-block-end: 0.5em;
    }
    .line .meta {
      white-space: normal;
    }
    h3,
    .text,
    .note,
    .kept {
      display: block;
    }
    button,
    .bar {
      display: none !important;
    }
    a::after {
      content: ' <' attr(href) '>';
      font-weight: normal;
      font-size: 0.8em;
    }
  }
`;
