import { describeFailure } from '@/lib/client/request-failure';
import { makeVisible } from '@/lib/client/visible-text';

/** Detail, code and the page that explains it, for anything a query threw. */
export function FailureText({ error }: { error: unknown }) {
  const { detail, code, docsAddress, docsPath, field } = describeFailure(error);
  return (
    <>
      <p>{makeVisible(detail)}</p>
      <p>
        Code <code data-testid="failure-code">{makeVisible(code)}</code>
        {field === undefined ? null : (
          <>
            , about <code>{makeVisible(field)}</code>
          </>
        )}
        {docsPath === undefined ? null : (
          <>
            {' · '}explained in <code>{docsPath}</code>
          </>
        )}
        {docsAddress === undefined ? null : (
          <>
            {' · '}
            <a href={docsAddress} target="_blank" rel="noopener noreferrer">
              what it means and how to cure it
            </a>
          </>
        )}
      </p>
    </>
  );
}
