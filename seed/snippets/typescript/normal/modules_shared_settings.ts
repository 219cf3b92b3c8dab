let loading: Promise<Settings> | undefined;

export interface Settings {
  theme: string;
  language: string;
}

export function settings(): Promise<Settings> {
  loading ??= fetch("/settings").then((response) => response.json());
  return loading;
}
