import { Anchor } from '@mantine/core';
import type { TracesAnswer } from '@/lib/contracts/traces';
import { CONFIDENCE_WORDS, describeSampling, UI_WORDS } from '@/lib/client/trace-words';
import { makeVisible } from '@/lib/client/visible-text';
import { TraceList } from './trace-list';
import { TraceScatter } from './trace-scatter';
import classes from './traces.module.css';

/** What was found of an edge or a node: how many, over time, one by one, and what was asked. */
export function FoundTraces({ answer }: { answer: TracesAnswer }) {
  const { traces, confidence, reason, at, windowSeconds, warnings } = answer;
  const missing = warnings.find(({ code }) => code === 'traces-unavailable');
  return (
    <>
      {missing === undefined ? null : <p className={classes.note}>{makeVisible(missing.message)}</p>}
      {traces.length === 0 ? (
        reason === undefined ? null : (
          <p className={classes.dim}>{makeVisible(reason)}</p>
        )
      ) : (
        <>
          <p className={classes.dim} data-testid="traces-sampling">
            {describeSampling(answer)}
            {confidence === undefined ? null : (
              <span title={CONFIDENCE_WORDS[confidence].long}>
                , matched {CONFIDENCE_WORDS[confidence].short}
              </span>
            )}
          </p>
          <TraceScatter traces={traces} startSeconds={at - windowSeconds} endSeconds={at} />
          <TraceList traces={traces} {...(answer.ui === undefined ? {} : { ui: answer.ui })} />
        </>
      )}
      <Searches answer={answer} />
    </>
  );
}

/** What was asked, and the same for people in the backend's own pages. */
function Searches({ answer: { links, queries, ui = 'template' } }: { answer: TracesAnswer }) {
  const searches = queries.filter(({ purpose }) => purpose === 'traces');
  if (links.length + searches.length === 0) return null;
  return (
    <>
      {links.length === 0 ? null : (
        <div className={classes.searches} data-testid="traces-links">
          {links.map(({ label, url }) => (
            <div key={url}>
              <Anchor href={url} target="_blank" rel="noreferrer noopener" size="xs">
                Search in {UI_WORDS[ui]}
              </Anchor>{' '}
              <small className={classes.dim}>{makeVisible(label)}</small>
            </div>
          ))}
        </div>
      )}
      {searches.length === 0 ? null : (
        <details className={classes.why}>
          <summary>Why? What the tracing backend was asked</summary>
          <ul>
            {searches.map(({ text }) => (
              <li key={text} style={{ overflowWrap: 'anywhere' }}>
                <code>{makeVisible(decodeForReading(text))}</code>
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}

/** As a person reads it; the link beside it is the encoded one. */
function decodeForReading(path: string): string {
  try {
    return decodeURIComponent(path.replaceAll('+', ' '));
  } catch {
    return path;
  }
}
