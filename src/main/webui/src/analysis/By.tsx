import { NativeSelect } from '@mantine/core';
import { useUrlChoice } from '../shell/urlState';
import { texts } from './texts';

/** What projects are put together by; the address holds it. */
export function useBy<T extends string>(choices: readonly [T, ...T[]]): [T, React.ReactNode] {
  const [by, setBy] = useUrlChoice('by', choices);
  return [
    by,
    <NativeSelect
      key="by" size="xs" label={texts.by} value={by} onChange={(event) => setBy(event.currentTarget.value as T)}
      data={choices.map((value) => ({ value, label: texts.groupings[value] ?? value }))}
    />,
  ];
}
