import { Popover } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { texts } from '../texts';

interface SaveMenuProps {
  name: string;
  csv(): void;
  svg?(): void;
  png?(): void;
}

/** A table or chart as a file. */
export function SaveMenu({ name, csv, svg, png }: SaveMenuProps) {
  const [opened, menu] = useDisclosure(false);
  const choices: [string, (() => void) | undefined][] = [['CSV', csv], ['PNG', png], ['SVG', svg]];
  if (!svg && !png) {
    return (
      <button type="button" className="text-button small" aria-label={texts.chart.saveAs(name, 'CSV')} onClick={csv}>
        CSV
      </button>
    );
  }
  return (
    <Popover opened={opened} onChange={menu.set} position="top-end" trapFocus returnFocus withinPortal={false}>
      <Popover.Target>
        <button type="button" className="text-button small" aria-label={texts.chart.saveOf(name)} onClick={menu.toggle}>
          {texts.chart.save}
        </button>
      </Popover.Target>
      <Popover.Dropdown className="save-menu" aria-label={texts.chart.saveOf(name)}>
        {choices.map(
          ([format, save]) =>
            save && (
              <button
                key={format}
                type="button"
                className="text-button small"
                aria-label={texts.chart.saveAs(name, format)}
                onClick={() => {
                  menu.close();
                  save();
                }}
              >
                {format}
              </button>
            ),
        )}
      </Popover.Dropdown>
    </Popover>
  );
}
