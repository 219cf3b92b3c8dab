import { useDeferredValue, useMemo } from "react";

const LINE = /^(?<time>\S+) \[(?<level>[A-Z]+)\] (?<text>.*)$/;

export function LogExplorer({ log, search, levels }) {
  const query = useDeferredValue(search);
  const lines = useMemo(
    () => log.split("\n").flatMap((line) => LINE.exec(line)?.groups ?? []),
    [log],
  );
  const found = lines.filter(
    ({ level, text }) => levels.includes(level) && text.includes(query),
  );
  return (
    <details open={found.length < 50}>
      <summary>{`${found.length} of ${lines.length} lines`}</summary>
      {found.map(({ time, level, text }, index) => (
        <samp key={index} data-level={level}>
          {`${time.slice(11, 19)} ${text}\n`}
        </samp>
      ))}
    </details>
  );
}
