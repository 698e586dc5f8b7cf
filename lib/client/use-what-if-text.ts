import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { MOST_BODY_BYTES } from '@/lib/contracts/what-if-request';
import { whatIfObjectQuery } from './queries/what-if-object';
import { describeFailure } from './request-failure';
import { useWhatIfView } from './use-what-if-view';

/** The text that is to be evaluated: typed, read from a file, or an object of the cluster that a link names. */
export function useWhatIfText() {
  const { shown } = useWhatIfView();
  const object = useQuery(whatIfObjectQuery(shown.from));
  const [typed, setTyped] = useState<string>();
  const [fileProblem, setFileProblem] = useState<string>();

  const setText = (text: string) => {
    setTyped(text);
    setFileProblem(undefined);
  };
  const openFile = (file: File) => {
    // A text field with a huge text would only freeze.
    if (file.size > MOST_BODY_BYTES) {
      setFileProblem(`${file.name} is larger than ${MOST_BODY_BYTES / 1_024} KiB and was not read.`);
      return;
    }
    file.text().then(setText, () => setFileProblem(`${file.name} cannot be read.`));
  };
  return {
    // What somebody wrote is not written over by what arrives later.
    text: typed ?? object.data?.yaml ?? '',
    setText,
    openFile,
    note: fileProblem ?? (object.error === null ? undefined : describeFailure(object.error).detail),
    loading: object.isLoading,
  };
}
