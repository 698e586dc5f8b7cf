import type { WhatIfAnswer } from '@/lib/contracts/what-if';
import { formatUtc } from '../format-time';
import { rateText } from '../mtls-numbers';
import { makeVisible } from '../visible-text';
import { deciderText, listWhatIfRows, type WhatIfRow } from '../what-if-rows';
import { changeMeanings, changeOrder, changeWords } from '../what-if-words';

const COLUMNS = ['Verdict', 'Caller', 'Callee', 'Protocol', 'Rate', 'Today', 'After', 'Decided by', 'Why'];

/**
 * What a change would do, as Markdown for a change request. The text that was evaluated is not in it. Whatever names and
 * sentences hold is text: characters that may mean something to Markdown or HTML are written as character codes.
 */
export function writeWhatIfMarkdown(answer: WhatIfAnswer): string {
  const { summary, window, at, problems } = answer;
  const rows = listWhatIfRows(answer);
  const told = rows.filter(({ verdict }) => verdict !== 'unaffected');
  const risk = rateText(summary.atRisk);
  return [
    '## What this change would do',
    '',
    quote(summary.headline),
    '',
    `- Calls: of ${quote(window)} until ${formatUtc(at)}`,
    `- At risk: ${quote(risk === '' ? 'nothing that was seen' : risk)}`,
    ...summary.objects.map(
      ({ kind, namespace, name, change }) =>
        `- ${change === 'added' ? 'Adds' : 'Changes'} ${quote(`${kind} ${namespace}/${name}`)}`,
    ),
    '',
    ...changeOrder
      .filter((verdict) => summary.counts[verdict] > 0)
      .map(
        (verdict) =>
          `- ${changeWords[verdict]}: ${summary.counts[verdict]}. ${quote(changeMeanings[verdict])}`,
      ),
    '',
    ...(told.length === 0
      ? []
      : ['### Edges', '', toLine(COLUMNS), toLine(COLUMNS.map(() => '---')), ...told.map(toTableRow), '']),
    ...(problems.length === 0
      ? []
      : [
          '### Documents with problems',
          '',
          ...problems.map(
            ({ document, line, code, message, isLeftOut }) =>
              `- Document ${document}${line === undefined ? '' : `, line ${line}`}: ${quote(message)} (${quote(code)}${isLeftOut ? ', left out' : ''})`,
          ),
          '',
        ]),
    '### Limits',
    '',
    ...summary.limits.map((limit) => `- ${quote(limit)}`),
    '',
  ].join('\n');
}

function toTableRow(row: WhatIfRow): string {
  const { verdictWord, caller, callee, protocol, rateText: rate, today, after, edge, reason, missing } = row;
  const by = edge.by.map((one) => {
    const place = one.line === undefined ? '' : ` (line ${one.line})`;
    return `${deciderText(one)}${place}`;
  });
  const why = missing === '' ? reason : `${reason} Missing: ${missing}.`;
  return toLine([verdictWord, caller, callee, protocol, rate, today, after, by.join('; '), why].map(quote));
}

function toLine(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

/** Only letters, digits and harmless signs stay as they are: no address becomes a link, and no start of a line a list. */
function quote(text: string): string {
  return makeVisible(text)
    .toWellFormed()
    .replaceAll(/[^\p{L}\p{N} .,;:/%→·()'’-]|:(?! )/gu, encode)
    .replaceAll(/www\./gi, (prefix) => `${prefix.slice(0, 3)}&#46;`)
    .replace(/^(?:-|\d+\.)(?= )/, (start) => [...start].map(encode).join(''));
}

function encode(character: string): string {
  return `&#${character.codePointAt(0) ?? 0};`;
}
